"""Boards, preferences and points: core values to rows, and back."""

from bot.core.boards import Board, BoardWish, Cadence, Shows
from bot.core.critique import Stance
from bot.core.people import Member
from bot.core.scoring import Award, Entry
from bot.core.team import Decision, DisputedFinding, Preferences
from bot.storage.board_tables import BoardRow, LedgerRow, PreferencesRow
from bot.storage.rows import Columns
from bot.storage.tables import DisputeRow


def board_columns(board: Board) -> Columns:
    """Return the columns of a board."""
    return {
        "workspace": board.workspace,
        "channel": board.channel,
        "cadence": board.wish.cadence.value,
        "weekday": board.wish.weekday,
        "hour": board.wish.hour,
        "zone": board.wish.zone,
        "shows": sorted(shown.value for shown in board.wish.shows),
        "set_by": board.set_by,
        "set_at": board.set_at,
        "next_at": board.next_at,
        "paused": board.paused,
        "paused_reason": board.paused_reason,
        "version": board.version,
    }


def board_value(row: BoardRow) -> Board:
    """Return the board that a row holds."""
    return Board(
        workspace=row.workspace,
        channel=row.channel,
        wish=BoardWish(
            zone=row.zone,
            cadence=Cadence(row.cadence),
            weekday=row.weekday,
            hour=row.hour,
            shows=frozenset(map(Shows, row.shows)),
        ),
        set_by=row.set_by,
        set_at=row.set_at,
        next_at=row.next_at,
        paused=row.paused,
        paused_reason=row.paused_reason,
        version=row.version,
    )


def preferences_columns(chosen: Preferences) -> Columns:
    """Return the columns of what a member has chosen."""
    return {
        "workspace": chosen.who.workspace,
        "member": chosen.who.id,
        "hidden": chosen.hidden,
        "help_at": chosen.help_at,
        "report_zone": chosen.report_zone,
        "report_at": chosen.report_at,
    }


def preferences_value(row: PreferencesRow) -> Preferences:
    """Return what a row says that a member has chosen."""
    return Preferences(
        who=Member(row.workspace, row.member),
        hidden=row.hidden,
        help_at=row.help_at,
        report_zone=row.report_zone,
        report_at=row.report_at,
    )


def disputed_value(row: DisputeRow) -> DisputedFinding:
    """Return what a row says of a dispute, without who made it. The title is not known here."""
    return DisputedFinding(
        attempt=row.attempt,
        rule=row.rule,
        title="",
        stance=Stance(row.stance),
        made_at=row.made_at,
        decision=Decision(row.decision),
        decided_by=row.decided_by,
    )


def entry_columns(entry: Entry) -> Columns:
    """Return the columns of an entry."""
    return {
        "workspace": entry.who.workspace,
        "source": entry.source,
        "member": entry.who.id,
        "kind": entry.kind.value,
        "points": entry.points,
        "days": entry.days,
        "made_at": entry.made_at,
        "day": entry.day,
        "reverses": entry.reverses,
    }


def entry_value(row: LedgerRow) -> Entry:
    """Return the entry that a row holds."""
    return Entry(
        who=Member(row.workspace, row.member),
        source=row.source,
        kind=Award(row.kind),
        points=row.points,
        made_at=row.made_at,
        day=row.day,
        reverses=row.reverses,
    )
