"""Close Coach as a process of its own, as people run it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from bot.sandbox.server import Sandbox

ROOT = Path(__file__).parents[1]
PATIENCE = 60


def close_coach(
    *words: str, folder: Path, stdin: BinaryIO | int = subprocess.PIPE, **settings: str
) -> "subprocess.Popen[str]":
    """Start `close-coach WORDS` in a folder, with pipes, and with no setting but those given."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**_environment(), "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **settings},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def bot_in(slack: Sandbox, folder: Path, **settings: str) -> "subprocess.Popen[str]":
    """Start `close-coach run` in an embedded Slack, with its database in a folder."""
    known = {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "DATABASE_URL": "sqlite:///bot.db",
    }
    return close_coach("run", folder=folder, stdin=subprocess.PIPE, **known | settings)


def _environment() -> dict[str, str]:
    """Let Python keep what it has compiled, as it does wherever the bot is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def finished(process: "subprocess.Popen[str]", said: str = "") -> tuple[int, str, str]:
    """Say something to a process, and return its exit code and what it printed on both streams."""
    out, err = process.communicate(said, timeout=PATIENCE)
    return process.returncode, out, err
