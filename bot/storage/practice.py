"""What members did, as the points see it: kept together with the attempt, in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, func, select
from sqlalchemy.orm import Session

from bot.core.calendar import Schedule
from bot.core.enrolment import Enrolment
from bot.core.fingerprints import read, written
from bot.core.people import Member
from bot.core.scoring import REMEMBERED, Award, Deed, Past, PastLine, ScoringRules, award
from bot.core.streaks import NO_STREAK, Calendar, Streak
from bot.storage.board_rows import entry_columns
from bot.storage.board_tables import DayOffRow, LedgerRow, PracticeRow
from bot.storage.database import insert_all, insert_once
from bot.storage.drill_tables import DrillAttemptRow, EnrolmentRow, HolidayRow
from bot.storage.tables import AttemptRow

A_DAY = timedelta(days=1)

_WORKSPACE: BindParameter[str] = bindparam("workspace")
_MEMBER: BindParameter[str] = bindparam("member")
_DAY: BindParameter[date] = bindparam("day")
_MEMBERS: BindParameter[list[str]] = bindparam("members", expanding=True)
# Asked at each check, and so built once.
LATEST = (
    select(PracticeRow.number, PracticeRow.streak, PracticeRow.freezes, PracticeRow.last)
    .where(PracticeRow.workspace == _WORKSPACE, PracticeRow.member == _MEMBER)
    .order_by(PracticeRow.number.desc())
    .limit(1)
)
HOLIDAYS = select(HolidayRow.day).where(HolidayRow.workspace == _WORKSPACE)
CHOSEN = select(EnrolmentRow.member, EnrolmentRow.weekdays, EnrolmentRow.zone).where(
    EnrolmentRow.workspace == _WORKSPACE, EnrolmentRow.member.in_(_MEMBERS)
)
DAYS_OFF = select(DayOffRow.member, DayOffRow.start, DayOffRow.until).where(
    DayOffRow.workspace == _WORKSPACE, DayOffRow.member.in_(_MEMBERS)
)
TODAY = (
    select(LedgerRow.kind, func.sum(LedgerRow.points), func.sum(LedgerRow.days))
    .where(LedgerRow.workspace == _WORKSPACE, LedgerRow.member == _MEMBER, LedgerRow.day == _DAY)
    .group_by(LedgerRow.kind)
)
LINES = (
    select(AttemptRow.id, AttemptRow.score, PracticeRow.fingerprint)
    .join(
        PracticeRow,
        (PracticeRow.workspace == AttemptRow.workspace) & (PracticeRow.attempt == AttemptRow.id),
    )
    .where(AttemptRow.workspace == _WORKSPACE, AttemptRow.member == _MEMBER)
    .where(PracticeRow.member == _MEMBER, PracticeRow.is_line)
    .order_by(PracticeRow.number.desc())
    .limit(REMEMBERED)
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A deed, the rules by which it is to be rewarded, and when its member practises."""

    rules: ScoringRules
    deed: Deed
    schedule: Schedule


def reward(session: Session, claim: Claim) -> None:
    """Keep what a deed brings its member, in the transaction that keeps the attempt."""
    deed = claim.deed
    number, streak = latest(session.connection(), deed.who)
    past = _past(session.connection(), claim, streak)
    awarded = award(claim.rules, deed, past)
    insert_all(session, LedgerRow, [entry_columns(entry) for entry in awarded.entries])
    row = {
        "workspace": deed.who.workspace,
        "member": deed.who.id,
        "number": number + 1,
        "attempt": deed.attempt,
        "is_line": deed.line is not None,
        "day": deed.day,
        "counts": awarded.counts,
        "working": past.working,
        "missed": past.missed,
        "streak": awarded.streak.days,
        "freezes": awarded.streak.freezes,
        "last": awarded.streak.last,
        "fingerprint": written(deed.line) if deed.line is not None else "",
    }
    insert_once(session, PracticeRow, row)


def latest(connection: Connection, who: Member) -> tuple[int, Streak]:
    """Return how often a member has practised, and their streak after the last time."""
    theirs = {"workspace": who.workspace, "member": who.id}
    row = connection.execute(LATEST, theirs).one_or_none()
    return (0, NO_STREAK) if row is None else (row.number, streak_value(row))


def streak_value(row: PracticeRow | Row[*tuple[Any, ...]]) -> Streak:
    """Return the streak that a member had after what a row holds."""
    return Streak(row.streak, row.freezes, row.last)


def calendars(
    connection: Connection, workspace: str, members: Collection[str]
) -> dict[str, Calendar]:
    """Return when each of these members is expected to practise, as things are now."""
    theirs = {"workspace": workspace, "members": list(members)}
    schedules = dict.fromkeys(members, Schedule())
    for member, days, zone in connection.execute(CHOSEN, theirs):
        schedules[member] = Schedule(weekdays=frozenset(days), zone=zone)
    return _calendars(connection, workspace, schedules)


def _calendars(
    connection: Connection, workspace: str, schedules: Mapping[str, Schedule]
) -> dict[str, Calendar]:
    theirs = {"workspace": workspace, "members": list(schedules)}
    holidays = frozenset(connection.scalars(HOLIDAYS, {"workspace": workspace}))
    off: dict[str, list[tuple[date, date]]] = {member: [] for member in schedules}
    for member, start, until in connection.execute(DAYS_OFF, theirs):
        off[member].append((start, until))
    return {
        member: Calendar(schedule.weekdays, holidays, tuple(off[member]), schedule.zone)
        for member, schedule in schedules.items()
    }


def keep_days_off(session: Session, before: Enrolment, after: Enrolment, now: datetime) -> None:
    """Keep a pause or a skipped day for the streak, or end it where it was taken back."""
    who, was, chosen = after.who, before.schedule, after.schedule
    today = chosen.local_date(now)
    ended = was.paused_until not in (None, chosen.paused_until)
    if ended or (was.skip is not None and chosen.skip is None):
        _end_days_off(session, who, today)
    if chosen.paused_until is not None and chosen.paused_until != was.paused_until:
        keep_day_off(session, who, today, chosen.paused_until)
    if chosen.skip is not None and chosen.skip != was.skip:
        keep_day_off(session, who, chosen.skip, chosen.skip + A_DAY)


def keep_day_off(session: Session, who: Member, start: date, until: date) -> None:
    """Keep that a member is not expected to practise from one date on, before another."""
    stretch = {"workspace": who.workspace, "member": who.id, "start": start, "until": until}
    insert_once(session, DayOffRow, stretch)


def _end_days_off(session: Session, who: Member, today: date) -> None:
    """Let days off be over today, and keep those that have been."""
    lasting = (
        DayOffRow.workspace == who.workspace,
        DayOffRow.member == who.id,
        DayOffRow.until > today,
    )
    begun = session.scalars(select(DayOffRow.start).where(*lasting, DayOffRow.start < today)).all()
    session.execute(delete(DayOffRow).where(*lasting))
    for start in begun:
        keep_day_off(session, who, start, today)


def _past(connection: Connection, claim: Claim, streak: Streak) -> Past:
    deed, who = claim.deed, claim.deed.who
    calendar = _calendars(connection, who.workspace, {who.id: claim.schedule})[who.id]
    today = _today(connection, who, deed.day)
    return Past(
        lines=tuple(_lines(connection, deed)) if deed.line is not None else (),
        tries=tuple(_tries(connection, deed)) if deed.line is None else (),
        today={kind: points for kind, (points, _) in today.items()},
        practised=Award.STREAK in today and today[Award.STREAK][1] > 0,
        streak=streak,
        working=calendar.works(deed.day),
        missed=len(calendar.between(streak.last, deed.day)) if streak.last else 0,
    )


def _today(connection: Connection, who: Member, day: date) -> dict[Award, tuple[int, int]]:
    """Return the points and the practice days of a date, by kind of award."""
    theirs = {"workspace": who.workspace, "member": who.id, "day": day}
    found = connection.execute(TODAY, theirs)
    return {Award(kind): (points, days) for kind, points, days in found}


def _lines(connection: Connection, deed: Deed) -> Iterator[PastLine]:
    who = deed.who
    found = connection.execute(LINES, {"workspace": who.workspace, "member": who.id})
    return (PastLine(id, score, read(line)) for id, score, line in found)


def _tries(connection: Connection, deed: Deed) -> Iterable[int]:
    return connection.scalars(
        select(DrillAttemptRow.score).where(
            DrillAttemptRow.workspace == deed.who.workspace,
            DrillAttemptRow.assignment == deed.betters,
            DrillAttemptRow.id != deed.attempt,
            DrillAttemptRow.counted,
        )
    )
