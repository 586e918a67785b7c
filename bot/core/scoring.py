"""Points: an append-only ledger of awards. Nothing takes points away but a mistake's mending.

What a member gets for what they did follows from that and from what they did before, and from
nothing else: so all points can be worked out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from bot.core.assignments import DrillAttempt
from bot.core.attempts import Attempt
from bot.core.fingerprints import Fingerprint, alike
from bot.core.people import Member
from bot.core.schema import Content, Sentence
from bot.core.streaks import NO_STREAK, Streak

REMEMBERED = 500  # of a member's latest lines, to tell a new one from a repetition
_FULL_SCORE = 100


class Award(StrEnum):
    """What points are given for."""

    DRILL = "drill"  # a drill that was answered
    IMPROVEMENT = "improvement"  # a better try at a line or a drill
    NEW_LINE = "new-line"  # a checked line that is like none before
    STREAK = "streak"  # once for each day with practice; worth nothing on the first


# ------------------------------------------------------------ the rules, as data


class DrillPoints(Content):
    """For the first answer to a drill: by the share of its checks' points that it met."""

    points: int = Field(ge=0)  # for all of them
    least_score: int = Field(ge=0, le=100)  # below it an answer earns nothing, but counts
    with_help: float = Field(ge=0, le=1)  # the share left once the model answer was seen
    most_a_day: int = Field(ge=0)


class ImprovementPoints(Content):
    """For a try that is better than all before it at the same thing."""

    score_for_a_point: int = Field(ge=1)
    most_a_day: int = Field(ge=0)


class NewLinePoints(Content):
    """For a checked line that is like none that its writer had checked before."""

    points: int = Field(ge=0)
    alike: float = Field(gt=0, le=1)  # the share in common from which two lines count as the same
    most_a_day: int = Field(ge=0)


class StreakPoints(Content):
    """For each working day that continues a streak."""

    points: int = Field(ge=0)


class ScoringRules(Content):
    """All of scoring.toml. `explain` says to members how points are earned."""

    explain: tuple[Sentence, ...] = Field(min_length=1)
    drill: DrillPoints
    improvement: ImprovementPoints
    new_line: NewLinePoints
    streak: StreakPoints


NO_POINTS = ScoringRules(
    explain=("No points are given here.",),
    drill=DrillPoints(points=0, least_score=0, with_help=0, most_a_day=0),
    improvement=ImprovementPoints(score_for_a_point=1, most_a_day=0),
    new_line=NewLinePoints(points=0, alike=1, most_a_day=0),
    streak=StreakPoints(points=0),
)


# -------------------------------------------------------------------- the ledger


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `source` names what it was given for, once in a workspace.

    `day` is the member's local date. `reverses` is the source of an entry that was a mistake:
    then the points are the negative of that entry's, on its day.
    """

    who: Member
    source: str
    kind: Award
    points: int
    made_at: datetime
    day: date
    reverses: str | None = None

    @property
    def days(self) -> int:
        """What it adds to the number of days with practice: 1, 0, or -1 for a reversal."""
        if self.kind is not Award.STREAK:
            return 0
        return 1 if self.reverses is None else -1


def reversal(entry: Entry, source: str) -> Entry:
    """Return the entry that undoes another one, as if that had never been."""
    return replace(entry, source=source, points=-entry.points, reverses=entry.source)


# -------------------------------------------------------------------- the awards


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a member did: a line that they had checked, or an answer to a drill.

    `line` is None for an answer. `betters` is the attempt that a line tries to better, and for an
    answer the assignment that it is to. `day` is the member's local date then.
    """

    who: Member
    attempt: str
    score: int
    made_at: datetime
    day: date
    line: Fingerprint | None = None
    betters: str | None = None
    assisted: bool = False
    counted: bool = True  # False for an answer after the day of its drill

    @classmethod
    def of_line(cls, attempt: Attempt, day: date, line: Fingerprint) -> "Deed":
        """Return the deed of a checked line. Its text may be forgotten: `line` outlives it."""
        return cls(
            who=attempt.who,
            attempt=attempt.id,
            score=attempt.score,
            made_at=attempt.made_at,
            day=day,
            line=line,
            betters=attempt.earlier,
        )

    @classmethod
    def of_answer(cls, attempt: DrillAttempt, day: date) -> "Deed":
        """Return the deed of an answer to a drill."""
        return cls(
            who=attempt.who,
            attempt=attempt.id,
            score=attempt.score,
            made_at=attempt.made_at,
            day=day,
            betters=attempt.assignment,
            assisted=attempt.assisted,
            counted=attempt.counted,
        )


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line that a member had checked before."""

    attempt: str
    score: int
    line: Fingerprint


@dataclass(frozen=True, slots=True)
class Past:
    """All of a member's past on which the award for a deed depends.

    `lines` are the latest checked ones, `tries` the scores of earlier answers to the same drill,
    `today` the points of the deed's date by kind. `practised` says that this date has counted as
    a day with practice. `working` and `missed` are what `Streak.practised` asks for.
    """

    lines: tuple[PastLine, ...] = ()
    tries: tuple[int, ...] = ()
    today: Mapping[Award, int] = field(default_factory=dict)
    practised: bool = False
    streak: Streak = NO_STREAK
    working: bool = True
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Awarded:
    """What a deed brings. `counts` is False for what only repeats what was there before."""

    entries: tuple[Entry, ...]
    counts: bool
    streak: Streak  # afterwards


def award(rules: ScoringRules, deed: Deed, past: Past) -> Awarded:
    """Return the points for a deed. Never fewer than none, and none for a repetition."""
    earned = _earned(rules, deed, past)
    if not earned:
        return Awarded((), counts=False, streak=past.streak)
    limits = {
        Award.DRILL: rules.drill.most_a_day,
        Award.IMPROVEMENT: rules.improvement.most_a_day,
        Award.NEW_LINE: rules.new_line.most_a_day,
    }
    entries = []
    for kind, points in earned.items():
        left = limits[kind] - past.today.get(kind, 0)
        if min(points, left) > 0:
            entries.append(_entry(deed, kind, min(points, left)))
    streak = past.streak.practised(deed.day, working=past.working, missed=past.missed)
    if not past.practised:
        goes_on = streak != past.streak and past.working and streak.days > 1
        entries.append(_entry(deed, Award.STREAK, rules.streak.points if goes_on else 0))
    return Awarded(tuple(entries), counts=True, streak=streak)


def _earned(rules: ScoringRules, deed: Deed, past: Past) -> dict[Award, int]:
    """Return what a deed is worth before the limits of a day; empty for a repetition."""
    if not deed.counted:
        return {}
    if deed.line is None:
        return _for_answer(rules, deed, past)
    return _for_line(rules, deed.line, deed, past)


def _for_answer(rules: ScoringRules, deed: Deed, past: Past) -> dict[Award, int]:
    if past.tries:
        return {} if deed.assisted else _for_gain(rules, deed.score - max(past.tries))
    if deed.score < rules.drill.least_score:
        return {Award.DRILL: 0}
    share = rules.drill.with_help if deed.assisted else 1.0
    return {Award.DRILL: round(rules.drill.points * share * deed.score / _FULL_SCORE)}


def _for_line(rules: ScoringRules, line: Fingerprint, deed: Deed, past: Past) -> dict[Award, int]:
    """A line earns by being new, and by being better than the one that it tries to better, and
    than all that were like it before.
    """
    least = rules.new_line.alike
    same = [one.score for one in past.lines if alike(one.line, line, least)]
    earned = {} if same else {Award.NEW_LINE: rules.new_line.points}
    earlier = [one.score for one in past.lines if one.attempt == deed.betters]
    if earlier:
        earned |= _for_gain(rules, deed.score - max(earlier + same))
    return earned


def _for_gain(rules: ScoringRules, gain: int) -> dict[Award, int]:
    points = gain // rules.improvement.score_for_a_point
    return {Award.IMPROVEMENT: points} if points > 0 else {}


def _entry(deed: Deed, kind: Award, points: int) -> Entry:
    subject = {
        Award.DRILL: deed.betters,
        Award.STREAK: f"{deed.who.id}:{deed.day.isoformat()}",
    }.get(kind, deed.attempt)
    return Entry(deed.who, f"{kind}:{subject}", kind, points, deed.made_at, deed.day)
