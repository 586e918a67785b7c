"""The bot as a process of its own, beside an embedded Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

from bot.sandbox.server import Sandbox
from tests.processes import bot_in, finished

LINE = "Thank you for your time. I'll just wait to hear from you."


@contextmanager
def bot_process(slack: Sandbox, folder: Path) -> Iterator["Popen[str]"]:
    """Run the bot from its first answer to the end of the block, which is sudden."""
    process = bot_in(slack, folder)
    try:
        slack.wait_for_app(timeout=60)
        ask(slack, LINE)
        yield process
    finally:
        process.kill()
        finished(process)


def ask(slack: Sandbox, line: str) -> None:
    slack.command("U0MAYA", "C0PRACTICE", f"/close-check {line}")


def peak_megabytes(process: "Popen[str]") -> float:
    """Return the most memory that a running process has held so far (Linux only)."""
    for entry in Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines():
        if entry.startswith("VmHWM:"):
            return int(entry.split()[1]) / 1024
    raise OSError(f"process {process.pid} is no longer running")
