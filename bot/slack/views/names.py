"""People's names as they may be shown to others: inert, of one line, and short enough."""

import unicodedata
from collections.abc import Iterator, Mapping

from bot.slack.views.blocks import ELLIPSIS, Block, clamp, cost, visible

LONGEST = 30  # characters as Slack counts them
UNNAMED = "Someone"

Names = Mapping[str, str]  # by the id of the member

_FIRST_STRONG, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_MARKS = frozenset({"Mn", "Me", "Mc"})
_JOINER = "\u200d"


def name_of(id: str, names: Names, limit: int = LONGEST) -> str:
    """Return the name of a member. It mentions nobody: no id is ever shown."""
    return shown_name(names.get(id, ""), limit)


def shown_name(name: str, limit: int = LONGEST) -> str:
    """Return a name of one line, cut between two characters as people see them.

    One that is written from right to left is isolated, so that it turns nothing around it.
    """
    kept = _cut(" ".join(visible(name).split()), limit) or UNNAMED
    turned = any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in kept)
    return f"{_FIRST_STRONG}{kept}{_END}" if turned else kept


def about_people(text: str) -> Block:
    """Build small print that holds names as `name_of` gives them: nothing of it is replaced."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def _cut(name: str, limit: int) -> str:
    if cost(name) <= limit:
        return name
    kept, room = "", limit - len(ELLIPSIS)
    for cluster in _clusters(name):
        room -= cost(cluster)
        if room < 0:
            break
        kept += cluster
    return f"{kept.rstrip()}{ELLIPSIS}" if kept else clamp(name, limit)


def _clusters(text: str) -> Iterator[str]:
    """Cut a text where a reader would: not inside an emoji of several, nor before an accent."""
    cluster = ""
    for character in text:
        if cluster and not _belongs(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _belongs(cluster: str, character: str) -> bool:
    if character == _JOINER or cluster.endswith(_JOINER):
        return True
    if unicodedata.category(character) in _MARKS or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    return _is_flag(character) and len(cluster) == 1 and _is_flag(cluster)


def _is_flag(character: str) -> bool:
    """Whether it is one of the two letters that make a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"
