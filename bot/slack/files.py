"""The figures of a team as a file for a manager's direct messages."""

import csv
import io
from collections.abc import Iterable

from slack_sdk import WebClient

from bot.core.people import Member

BOM = "\ufeff"  # or a spreadsheet takes names for Latin-1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[str, int, int]  # name, points, days of practice


def figures_file(rows: Iterable[Row]) -> bytes:
    """Return the rows as CSV. No name is taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("Name", "Points", "Days of practice"))
    writer.writerows((_inert(name), points, days) for name, points, days in rows)
    return (BOM + text.getvalue()).encode("utf-8", errors="replace")


def send_file(client: WebClient, to: Member, filename: str, content: bytes, said: str) -> None:
    """Send a file to somebody's direct messages with the bot."""
    channel = client.conversations_open(users=to.id)["channel"]["id"]
    client.files_upload_v2(
        channel=channel, filename=filename, file=content, title=filename, initial_comment=said
    )


def _inert(name: str) -> str:
    """Return a name that a spreadsheet shows as it is."""
    one_line = " ".join(name.split()) or "(no name)"
    return f"'{one_line}" if one_line.startswith(_FORMULA) else one_line
