"""How long it takes until something answers, each in a process of its own."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.sandbox.server import Sandbox
from tests.bench.measure import in_turns, show_times
from tests.bench.processes import LINE, bot_process
from tests.processes import close_coach, finished

ROUNDS = 5
LIBRARIES = "alembic.command, apscheduler.schedulers.background, numpy, pydantic_settings"
LIBRARIES += ", slack_bolt, sqlalchemy.orm"


def show() -> None:
    works = {
        "python -c pass": lambda _: python("pass"),
        "import slack_bolt": lambda _: python("import slack_bolt"),
        "import all libraries of bot.app": lambda _: python(f"import {LIBRARIES}"),
        "import bot.app": lambda _: python("import bot.app"),
        "import bot.cli": lambda _: python("import bot.cli"),
        "close-coach check LINE": check,
        "close-coach run": run,
    }
    show_times(
        "start: time until a process has ended, or the bot has made its database, connected and"
        f" answered its first command; {ROUNDS} times each",
        in_turns(works, range(ROUNDS + 1), perf_counter, warm_up=1),
        against="python -c pass",
    )


def python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def check(_: int) -> None:
    with TemporaryDirectory() as folder:
        finished(close_coach("check", LINE, folder=Path(folder)))


def run(_: int) -> None:
    with TemporaryDirectory() as folder, Sandbox() as slack, bot_process(slack, Path(folder)):
        pass
