"""What a line is for, told from what was found in it."""

from collections.abc import Collection

from bot.core.critique import LineKind

# Only said when the conversation is being ended or moved on.
_ENDING = frozenset(
    {
        "state-interest",
        "ask-advance",
        "ask-timeline",
        "ask-prep",
        "ask-feedback",
        "concern-check",
        "passive-exit",
        "strong-arm",
    }
)
_BOAST = "overconfident"  # a bridge that boasts is still a bridge


def kind_of(found: Collection[str]) -> LineKind:
    """Tell the kind of a line from the ids of its findings.

    The mid-interview kinds are recognised by their one move; anything else that was found,
    a trap that a team has added included, belongs to an ending.
    """
    ids = set(found)
    if not ids:
        return LineKind.NOT_A_CLOSE
    if ids & _ENDING:
        return LineKind.FINAL_CLOSE
    if "soft-close" in ids:
        return LineKind.SOFT_CLOSE
    if "ask-needs" in ids:
        return LineKind.OPENING
    if "reinforce-fit" in ids and ids <= {"reinforce-fit", _BOAST}:
        return LineKind.BRIDGE
    return LineKind.FINAL_CLOSE
