"""What managers did last, on the Home of every manager."""

from collections.abc import Sequence

from bot.core.audit import Managed, Record
from bot.slack.views.blocks import Block, Element, bullets, context, day, header, rich, run, words
from bot.slack.views.names import Names, name_of

MOST_SHOWN = 10
_DID = {
    Managed.STANCE: "chose the stance {what}",
    Managed.HOLIDAYS: "set the team's holidays, {what} in number",
    Managed.BOARD_SET_UP: "set up a channel's board",
    Managed.BOARD_CHANGED: "changed a channel's board",
    Managed.BOARD_PAUSED: "paused a channel's board",
    Managed.BOARD_RESUMED: "resumed a channel's board",
    Managed.BOARD_REMOVED: "removed a channel's board",
    Managed.BOARD_POSTED: "had a channel's board posted",
    Managed.MANAGER_MADE: "made {whom} manager",
    Managed.MANAGER_UNMADE: "took back that {whom} is manager",
    Managed.HELPED: "said that {whom} was helped",
    Managed.FINDING_ACCEPTED: "accepted an objection to {what}",
    Managed.FINDING_KEPT: "kept the rule {what} against an objection",
    Managed.FINDING_REOPENED: "reopened an objection to {what}",
    Managed.TRAP_ADDED: "added the team's own trap {what}",
    Managed.TRAP_CHANGED: "changed the team's own trap {what}",
    Managed.TRAP_REMOVED: "removed the team's own trap {what}",
    Managed.EXPORTED: "took the team's figures along",
}


def audit_section(records: Sequence[Record], names: Names) -> list[Block]:
    """Build the part of a manager's Home about what managers did, the newest first."""
    if not records:
        return []
    shown = bullets(_line(record, names) for record in records[:MOST_SHOWN])
    return [
        header("What managers did"),
        rich(shown),
        context("Every manager sees this list. It is kept for a year."),
    ]


def _line(record: Record, names: Names) -> list[Element]:
    whom = name_of(record.whom, names) if record.whom else "somebody"
    did = _DID[record.action].format(what=record.what or "something", whom=whom)
    name = run(name_of(record.by, names), bold=True)
    return [name, words(f" {did}, on ", 200), day(record.at), run(".")]
