"""Works all points out again from what was done, and says where the ledger differs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.people import Member
from bot.core.scoring import (
    REMEMBERED,
    Award,
    Awarded,
    Deed,
    Entry,
    Past,
    PastLine,
    ScoringRules,
    award,
    reversal,
)
from bot.core.streaks import NO_STREAK, Streak

_AGAIN = "~"  # before the number of a further entry for the same thing


@dataclass(frozen=True, slots=True)
class Done:
    """A deed as it was kept, with what was known then of the days around it.

    `counts` and `streak` are what was kept as its outcome.
    """

    deed: Deed
    working: bool
    missed: int
    counts: bool
    streak: Streak


@dataclass(frozen=True, slots=True)
class Difference:
    """An award that the ledger has otherwise than it should be. `mend` sets it right."""

    who: Member
    source: str
    expected: int  # points
    found: int
    mend: tuple[Entry, ...]


def replay(rules: ScoringRules, done: Iterable[Done]) -> list[Awarded]:
    """Return what each deed of one member brings, in the order in which they were kept."""
    lines: list[PastLine] = []
    tries: defaultdict[str | None, list[int]] = defaultdict(list)
    days: defaultdict[date, defaultdict[Award, int]] = defaultdict(lambda: defaultdict(int))
    practised: set[date] = set()
    streak, awards = NO_STREAK, []
    for one in done:
        deed = one.deed
        past = Past(
            lines=tuple(lines[-REMEMBERED:]),
            tries=tuple(tries[deed.betters]) if deed.line is None else (),
            today=days[deed.day],
            practised=deed.day in practised,
            streak=streak,
            working=one.working,
            missed=one.missed,
        )
        awarded = award(rules, deed, past)
        awards.append(awarded)
        streak = awarded.streak
        for entry in awarded.entries:
            days[deed.day][entry.kind] += entry.points
            if entry.days:
                practised.add(deed.day)
        if deed.line is not None:
            lines.append(PastLine(deed.attempt, deed.score, deed.line))
        elif deed.counted:
            tries[deed.betters].append(deed.score)
    return awards


def differences(expected: Iterable[Entry], ledger: Iterable[Entry]) -> list[Difference]:
    """Return where the ledger of one member is not what it should be, by source."""
    right = {entry.source: entry for entry in expected}
    kept: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ledger:
        kept[entry.source.partition(_AGAIN)[0]].append(entry)
    sources = sorted(right.keys() | kept.keys())
    found = (_difference(source, right.get(source), kept[source]) for source in sources)
    return [difference for difference in found if difference is not None]


def _difference(source: str, right: Entry | None, kept: Sequence[Entry]) -> Difference | None:
    undone = {entry.reverses for entry in kept}
    standing = [one for one in kept if one.reverses is None and one.source not in undone]
    mend: list[Entry] = []
    if [_worth(entry) for entry in standing] != ([_worth(right)] if right else []):
        mend += [reversal(entry, source) for entry in standing]
        mend += [right] if right else []
    expected = right.points if right else 0
    off = expected - sum(entry.points for entry in (*kept, *mend))
    if off:  # somebody has changed an entry that was undone, or what undid it
        mend.append(replace(kept[0], kind=Award.DRILL, points=off, reverses=source))
    if not mend:
        return None
    return Difference(
        who=mend[0].who,
        source=source,
        expected=expected,
        found=sum(entry.points for entry in kept),
        mend=tuple(
            replace(entry, source=f"{source}{_AGAIN}{number}" if number else source)
            for number, entry in enumerate(mend, start=len(kept))
        ),
    )


def _worth(entry: Entry) -> tuple[Member, Award, int, date]:
    return entry.who, entry.kind, entry.points, entry.day
