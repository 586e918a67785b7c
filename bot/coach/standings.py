"""What a board says, and where one member stands on it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coach.people import people_of
from bot.core.boards import Board, BoardReport, PlaceView, Standing, around, rank
from bot.core.insights import (
    WEEKS,
    common_traps,
    exercise_against,
    most_improved,
    trap_rates,
)
from bot.core.library import Library
from bot.core.people import Member
from bot.core.periods import Period
from bot.storage.store import Store

ENTRIES = 50  # of the points' origin: what a reader can take in


def report(
    store: Store,
    library: Library,
    board: Board,
    period: Period,
    members: Collection[str],
    now: datetime,
) -> BoardReport:
    """Return what a board says of a period. It names nobody who is hidden."""
    people = people_of(store, board.workspace, members)
    standings = _standings(store, board.workspace, people.shown, period, now)
    today = min(period.end, now.astimezone(ZoneInfo(board.zone)).date())
    start, end = _looked_at(period, today)
    works = store.works(board.workspace, people.counted, start, end)
    own = store.trap_names(board.workspace)
    traps = common_traps(library, works, period, own)
    exercises = (exercise_against(library, trap.id, period) for trap in traps)
    return BoardReport(
        board=board,
        period=period,
        standings=standings,
        idle=len(people.shown) - len(standings),
        hidden=people.hidden_count,
        trap_rates=trap_rates(library, works, today, own),
        most_improved=most_improved((one for one in works if one.who.id in people.shown), period),
        common_traps=traps,
        exercise=next(filter(None, exercises), None),  # there is none against a trap of its own
    )


def place_of(
    store: Store, who: Member, members: Collection[str], period: Period, now: datetime
) -> PlaceView:
    """Return where a member stands among the members of a channel."""
    people = people_of(store, who.workspace, members)
    standings = _standings(store, who.workspace, people.shown, period, now)
    mine = next((one for one in standings if one.who == who), None)
    own = store.scores(who.workspace, [who.id], period)
    streak = store.streaks(who.workspace, [who.id], now)[who]
    enrolment = store.enrolment(who)
    return PlaceView(
        who=who,
        period=period,
        place=mine.place if mine else None,
        of=len(standings),
        points=sum(score.points for score in own),
        practice_days=sum(score.practice_days for score in own),
        streak=streak.days,
        freezes=streak.freezes,
        covers=streak.covers,
        around=around(standings, who),
        entries=store.entries(who, period, ENTRIES),
        next_drill=enrolment.next and enrolment.next.at,
        hidden=store.preferences(who).hidden,
    )


def _standings(
    store: Store, workspace: str, shown: Collection[str], period: Period, now: datetime
) -> tuple[Standing, ...]:
    scores = store.scores(workspace, shown, period)
    before = store.scores(workspace, shown, period.before) if period.before else ()
    streaks = store.streaks(workspace, [score.who.id for score in scores], now)
    return rank(scores, before, {who: streak.days for who, streak in streaks.items()})


def _looked_at(period: Period, today: date) -> tuple[date, date]:
    """Return the local dates whose work says something: eight weeks, the period, the one before.

    Of all time only the latest weeks: what a team fell into years ago needs no exercise.
    """
    start = today - timedelta(weeks=WEEKS)
    if period.before is None:
        return start, period.end
    return min(start, period.before.start), period.end
