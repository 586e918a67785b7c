"""What people typed, as Slack sends it and as it may be read."""

import re
from collections.abc import Mapping
from typing import Any

_ENTITY = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def plain(text: str) -> str:
    """Turn Slack's wire form into the characters that the person saw.

    Links and mentions become their labels, then `&amp;`, `&lt;` and `&gt;` are undone once.
    """
    named = _ENTITY.sub(_label, text)
    return named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _label(match: re.Match[str]) -> str:
    sign, target, label = match.groups()
    mark = "#" if sign == "#" else "@" if sign else ""
    if label is not None:
        return label if label.startswith(("@", "#")) else f"{mark}{label}"
    return f"{mark}{target}"


def event_text(message: Mapping[str, Any]) -> str:
    """Return the text of a message payload, "" for a message of files or blocks alone."""
    return plain(str(message.get("text") or ""))
