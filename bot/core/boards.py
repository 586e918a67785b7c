"""A team's board: when it is posted, what it says, and who stands where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.calendar import WORKDAYS, instant_of
from bot.core.exercises import Drill
from bot.core.people import Member
from bot.core.periods import Period, day_of, month_of, week_of
from bot.core.scoring import Entry

A_FEW = 3  # people: what is said of fewer would be said of somebody
_DAY = timedelta(days=1)
_NOON = 12


class Cadence(StrEnum):
    DAILY = "daily"  # from Monday to Friday, but for holidays
    WEEKLY = "weekly"
    MONTHLY = "monthly"  # on the first such weekday of the month, about the month before


class Shows(StrEnum):
    """What a board shows beside place and name."""

    POINTS = "points"
    PRACTICE = "practice"  # practice days and streak
    IMPROVEMENT = "improvement"  # the change since the period before, and who improved most


@dataclass(frozen=True, slots=True)
class BoardWish:
    """How a manager wants a board. `weekday` counts for weekly and monthly ones; Monday is 0.

    Raises ValueError for a weekday or an hour that there is not, or when nothing is to be shown.
    """

    zone: str  # an IANA name
    cadence: Cadence = Cadence.WEEKLY
    weekday: int = 4
    hour: int = 16
    shows: frozenset[Shows] = frozenset(Shows)

    def __post_init__(self) -> None:
        if self.weekday not in range(7) or self.hour not in range(24) or not self.shows:
            raise ValueError(f"no board can be like this: {self}")

    def next_post(self, after: datetime, holidays: Collection[date] = ()) -> datetime:
        """Return when the next board is due after an instant."""
        zone = ZoneInfo(self.zone)
        day = after.astimezone(zone).date() - _DAY
        while True:
            at = instant_of(day, time(self.hour), zone) if self._posts_on(day, holidays) else None
            if at is not None and at > after:
                return at
            day += _DAY

    def period_at(self, due: datetime) -> Period:
        """Return what the board that is due at an instant is about.

        A weekly board is about the week that it mostly looks back on: from Thursday on the one
        that it stands in, before that the one before. A daily one of the morning is about the
        working day before.
        """
        day = due.astimezone(ZoneInfo(self.zone)).date()
        match self.cadence:
            case Cadence.WEEKLY:
                return week_of(day - 3 * _DAY)
            case Cadence.MONTHLY:
                return month_of(day - 7 * _DAY)
        if self.hour < _NOON:
            day -= _DAY
        while day.weekday() not in WORKDAYS:
            day -= _DAY
        return day_of(day)

    def _posts_on(self, day: date, holidays: Collection[date]) -> bool:
        match self.cadence:
            case Cadence.DAILY:
                return day.weekday() in WORKDAYS and day not in holidays
            case Cadence.MONTHLY:
                return day.weekday() == self.weekday and day.day <= 7
        return day.weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a channel. `version` grows with each change, so that none is overwritten.

    `paused_reason` says to people why nothing is posted; it is empty unless `paused`. `next_at`
    is None then.
    """

    workspace: str
    channel: str
    wish: BoardWish
    set_by: str  # the manager who set it up or changed it last
    set_at: datetime
    next_at: datetime | None
    paused: bool = False
    paused_reason: str = ""
    version: int = 1

    @property
    def cadence(self) -> Cadence:
        return self.wish.cadence

    @property
    def zone(self) -> str:
        return self.wish.zone

    @property
    def shows(self) -> frozenset[Shows]:
        return self.wish.shows


@dataclass(frozen=True, slots=True)
class Score:
    """What a member has got together in a period."""

    who: Member
    points: int
    practice_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's place. Ties share a place, and the next place is left out.

    `streak` is in working days, as it is now. `change` is how many places they have gained since
    the period before; None for somebody who had no place then.
    """

    place: int
    who: Member
    points: int
    practice_days: int
    streak: int
    change: int | None


@dataclass(frozen=True, slots=True)
class TrapRate:
    """The share of what a team wrote in a week that held a trap, from 0 to 1.

    None when fewer than three people wrote anything.
    """

    week: Period
    rate: float | None


@dataclass(frozen=True, slots=True)
class MostImproved:
    """Whose scores rose most since the period before: the means of both, from 0 to 100."""

    who: Member
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class CommonTrap:
    """A trap that a team falls into, and how many of its people did."""

    id: str
    title: str
    people: int


@dataclass(frozen=True, slots=True)
class BoardReport:
    """What a board says of a period. It names nobody who is hidden.

    `idle` counts those who take part and scored nothing. `hidden` counts those who are hidden
    from boards, and is 0 for fewer than three. All aggregates are empty for fewer than three.
    """

    board: Board
    period: Period
    standings: tuple[Standing, ...]  # who scored, the first first
    idle: int
    hidden: int
    trap_rates: tuple[TrapRate, ...] = ()  # eight weeks, the oldest first
    most_improved: MostImproved | None = None
    common_traps: tuple[CommonTrap, ...] = ()  # at most two
    exercise: Drill | None = None  # five minutes against the first of them that has a drill


@dataclass(frozen=True, slots=True)
class PlaceView:
    """What a member sees of their own place. `place` is None for who has none, or is hidden.

    `around` holds the two above and the two below, and the member's own standing.
    """

    who: Member
    period: Period
    place: int | None
    of: int  # how many have a place
    points: int
    practice_days: int
    streak: int
    freezes: int  # in hand; each covers a working day without practice
    covers: date | None  # the next working day that a freeze would cover
    around: tuple[Standing, ...]
    entries: tuple[Entry, ...]  # where the points come from, the newest first
    next_drill: datetime | None
    hidden: bool


def rank(
    scores: Collection[Score], before: Collection[Score], streaks: Mapping[Member, int]
) -> tuple[Standing, ...]:
    """Rank who has points: by points alone, in a stable order where these are equal."""
    places, earlier = _places(scores), _places(before)
    return tuple(
        Standing(
            place=places[score.who],
            who=score.who,
            points=score.points,
            practice_days=score.practice_days,
            streak=streaks.get(score.who, 0),
            change=earlier[score.who] - places[score.who] if score.who in earlier else None,
        )
        for score in _in_order(scores)
    )


def around(standings: tuple[Standing, ...], who: Member, reach: int = 2) -> tuple[Standing, ...]:
    """Return the standing of a member with those next to it; nothing for who has none."""
    for number, standing in enumerate(standings):
        if standing.who == who:
            return standings[max(0, number - reach) : number + reach + 1]
    return ()


def _in_order(scores: Collection[Score]) -> list[Score]:
    """Order who has points. The order in a tie must not depend on how they were found."""
    return sorted(
        (score for score in scores if score.points > 0),
        key=lambda score: (-score.points, -score.practice_days, score.who.id),
    )


def _places(scores: Collection[Score]) -> dict[Member, int]:
    places: dict[Member, int] = {}
    place, points = 0, -1
    for number, score in enumerate(_in_order(scores), start=1):
        if score.points != points:
            place, points = number, score.points
        places[score.who] = place
    return places
