"""Logging, set up once: to standard error, without tokens and without what people wrote."""

import logging
import re
import sys
from typing import TextIO

SECRETS = re.compile(
    r"\bxox[a-z](?:\.xox[a-z])?-[\w.-]+"  # bot, user and rotated tokens
    r"|\bxapp-[\w-]+"
    r"|(?<=ticket=)[^&\s\"']+"  # the ticket in a Socket Mode address
    r"|https://hooks\.slack\.com/[^\s\"'>]+"
    r"|(?<=code=)[\w.%-]+"
)
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


# Below WARNING these log whole request and reply bodies, and with them what people wrote. Their
# loggers take the root's level as their own, so they are held back where entries are written.
TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler")

# These log failures that they also raise, and that we tell in a sentence of our own.
TWICE = ("alembic", "slack_sdk.web")


class RedactingFormatter(logging.Formatter):
    """Strikes secrets out of the finished entry, so that tracebacks are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub("[redacted]", super().format(record))


def worth_keeping(record: logging.LogRecord) -> bool:
    """Whether an entry is one of ours, or a library's that says something went wrong."""
    if record.name.startswith(TWICE):
        return False
    return record.levelno >= logging.WARNING or not record.name.startswith(TALKATIVE)


def set_up(level: str, stream: TextIO | None = None) -> None:
    """Send log entries of `level` and above to `stream`, which is standard error by default."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(RedactingFormatter(FORMAT))
    handler.addFilter(worth_keeping)
    logging.basicConfig(level=level, handlers=[handler], force=True)
