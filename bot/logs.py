"""Logging, set up once: to standard error, without secrets and without what people wrote.

One line of JSON an entry, or words on a terminal. What is struck out is struck out of the finished
entry, so that tracebacks and fields are covered too.
"""

import logging
import re
import sys
import traceback
from typing import TextIO

from structlog.dev import ConsoleRenderer
from structlog.processors import ExceptionRenderer, JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import ExcInfo, Processor

OURS = "bot"
TWICE = ("alembic", "slack_sdk.web")  # they raise what they log, and we tell it in our own words
STRUCK = "[redacted]"
SECRETS = re.compile(
    r"\bxox[a-z](?:\.xox[a-z])?-[\w.-]+"  # bot, user and rotated tokens
    r"|\bxapp-[\w-]+"
    r"|https://hooks\.slack\.com/[^\s\"'>\\]+"
    r"|(?<=://)[^\s/@\"'\\]*:[^\s/@\"'\\]*(?=@)"  # user and password of a database
    r"|(?i:(?<=ticket=)|(?<=code=)|(?<=state=)|(?<=password=)|(?<=secret=)|(?<=token=))[^&\s\"'\\]+"
    r"|(?i:\b(?:bearer|basic)) +[\w.~+/=-]{6,}"
    r"|(?i:\bauthorization)\b[\"'\\]*[:=]\s*[\"'\\]*[^\n,}\"'\\]*"
    r"|\bv0=[0-9a-f]+"  # a signature of Slack's
    r"|\b[0-9a-f]{32,}\b"  # signing and client secrets
    r"|(?<![\w-])[\w-]{43}="  # encryption keys
)
# A line that somebody wrote gets into an exception's message as a quotation with spaces in it.
QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")


def set_up(level: str, stream: TextIO | None = None) -> None:
    """Send log entries of `level` and above to `stream`, which is standard error by default.

    Of libraries, warnings and errors alone: below that they log whole requests and replies, rows
    of the database too, and with them what people wrote.
    """
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter(is_terminal=stream.isatty()))
    handler.addFilter(worth_keeping)
    handler.setLevel(level)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level)


class RedactingFormatter(ProcessorFormatter):
    """Makes an entry of a record, and strikes secrets out of the whole of it."""

    def __init__(self, *, is_terminal: bool) -> None:
        stamp = TimeStamper(fmt="%H:%M:%S" if is_terminal else "iso", utc=not is_terminal)
        fields: list[Processor] = [add_log_level, add_logger_name, ExtraAdder(), stamp]
        render: list[Processor] = (
            [ConsoleRenderer()] if is_terminal else [JSONRenderer(ensure_ascii=False)]
        )
        super().__init__(
            processors=[
                ProcessorFormatter.remove_processors_meta,
                ExceptionRenderer(traceback_text),
                *render,
            ],
            foreign_pre_chain=fields,
        )

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(STRUCK, super().format(record))


def worth_keeping(record: logging.LogRecord) -> bool:
    """Whether an entry is one of ours, or a library's that says something went wrong."""
    if record.name.startswith(TWICE):
        return False
    ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    return ours or record.levelno >= logging.WARNING


def traceback_text(exc_info: ExcInfo) -> str:
    """Return a traceback without local variables, and in which nothing is quoted that was written.

    A quotation of a single word stays: it is a name or a code.
    """
    text = "".join(traceback.format_exception(*exc_info)).rstrip()
    return QUOTED.sub(lambda found: found[0] if " " not in found[0] else "'...'", text)
