"""What the work of a team shows: its traps, who gets better, which drills are missed.

Nothing is said of fewer than three people. `own` holds the names of a team's own traps by id:
those of now, and those by which anything in the works may have been judged.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from bot.core.boards import A_FEW, CommonTrap, MostImproved, TrapRate
from bot.core.critique import Stance
from bot.core.exercises import Drill
from bot.core.library import Library
from bot.core.people import Member
from bot.core.periods import Period, weeks_until
from bot.core.team import MissedDrill, TrapTrend

WEEKS = 8
_TREND = timedelta(weeks=4)
_ENOUGH = 3  # things done in a period, to say that somebody has improved
_MOST_TRAPS, _MOST_DRILLS = 2, 5
_NO_OWN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Work:
    """A checked line or an answer that was no repetition, without its text.

    `drill` and `assignment` are None for a line.
    """

    who: Member
    day: date
    score: int
    findings: tuple[str, ...]
    stance: Stance
    drill: str | None = None
    assignment: str | None = None
    passed: bool = False
    assisted: bool = False


def trap_rates(
    library: Library, works: Iterable[Work], today: date, own: Mapping[str, str] = _NO_OWN
) -> tuple[TrapRate, ...]:
    """Return how much of what was written held a trap, in each of eight weeks until today."""
    written = _written(library, works, own)
    return tuple(
        TrapRate(week, _rate([one for one in written if week.start <= one[0].day <= week.end]))
        for week in weeks_until(today, WEEKS)
    )


def common_traps(
    library: Library, works: Iterable[Work], period: Period, own: Mapping[str, str] = _NO_OWN
) -> tuple[CommonTrap, ...]:
    """Return the two traps that most people fell into in a period."""
    in_time = (work for work in works if period.start <= work.day <= period.end)
    written = _written(library, in_time, own)
    if not _are_a_few(written):
        return ()
    fallen: defaultdict[str, set[Member]] = defaultdict(set)
    for work, traps in written:
        for trap in traps:
            fallen[trap].add(work.who)
    ranked = sorted(fallen, key=lambda trap: (-len(fallen[trap]), trap))
    titles = _titles(library, own)
    return tuple(CommonTrap(trap, titles[trap], len(fallen[trap])) for trap in ranked[:_MOST_TRAPS])


def exercise_against(library: Library, trap: str, period: Period) -> Drill | None:
    """Return a drill against a trap for the whole team, another one in each period."""
    drills = [drill for drill in library.drills if drill.trains[0] == trap]
    drills.sort(key=lambda drill: (drill.level, drill.id))
    easiest = [drill for drill in drills if drill.level == drills[0].level]
    return easiest[period.start.toordinal() // 7 % len(easiest)] if easiest else None


def most_improved(works: Iterable[Work], period: Period) -> MostImproved | None:
    """Return whose mean score rose most since the period before, None when nobody's did.

    Only what was done without help counts, for whoever did at least three things in both.
    """
    earlier = period.before
    if earlier is None:
        return None
    now: defaultdict[Member, list[int]] = defaultdict(list)
    then: defaultdict[Member, list[int]] = defaultdict(list)
    for work in works:
        if not work.assisted and period.start <= work.day <= period.end:
            now[work.who].append(work.score)
        elif not work.assisted and earlier.start <= work.day <= earlier.end:
            then[work.who].append(work.score)
    rises = [
        MostImproved(who, _mean(then[who]), _mean(now[who]))
        for who in now.keys() & then.keys()
        if min(len(now[who]), len(then[who])) >= _ENOUGH
    ]
    risen = [rise for rise in rises if rise.after > rise.before]
    return min(risen, key=lambda rise: (rise.before - rise.after, rise.who.id), default=None)


def trap_trends(
    library: Library, works: Iterable[Work], today: date, own: Mapping[str, str] = _NO_OWN
) -> tuple[TrapTrend, ...]:
    """Return how often each trap occurs, in the four weeks until today and the four before."""
    written = _written(library, works, own)
    now = [one for one in written if today - _TREND < one[0].day <= today]
    then = [one for one in written if today - 2 * _TREND < one[0].day <= today - _TREND]
    trends = [
        TrapTrend(id, title, _rate(now, id), _rate(then, id))
        for id, title in _titles(library, own).items()
    ]
    seen = [trend for trend in trends if trend.rate or trend.before]
    return tuple(sorted(seen, key=lambda trend: (-(trend.rate or 0), trend.id)))


def missed_drills(
    library: Library, works: Iterable[Work], period: Period
) -> tuple[MissedDrill, ...]:
    """Return the drills that most people did not pass at the first try. `works` are in order."""
    tried: defaultdict[str, dict[Member, bool]] = defaultdict(dict)
    for work in works:
        if work.drill is not None and period.start <= work.day <= period.end:
            tried[work.drill].setdefault(work.who, work.passed)
    titles = {drill.id: drill.title for drill in library.drills}
    missed = [
        MissedDrill(id, titles[id], len(passed), list(passed.values()).count(False))
        for id, passed in tried.items()
        if id in titles and len(passed) >= A_FEW
    ]
    ranked = sorted(missed, key=lambda one: (-one.missed / one.people, -one.people, one.id))
    return tuple(one for one in ranked[:_MOST_DRILLS] if one.missed)


_Written = tuple[Work, frozenset[str]]


def _titles(library: Library, own: Mapping[str, str]) -> dict[str, str]:
    """Return what every trap that there may be is called, by id."""
    return {rule.id: rule.title for rule in (*library.traps, *library.disputed)} | dict(own)


def _written(library: Library, works: Iterable[Work], own: Mapping[str, str]) -> list[_Written]:
    """Return what was written, not chosen, with the traps in it."""
    chosen = {drill.id for drill in library.drills if drill.choices}
    traps = {*(rule.id for rule in library.traps), *own}
    strict = traps.union(rule.id for rule in library.disputed)
    return [
        (work, frozenset(work.findings) & (strict if work.stance is Stance.STRICT else traps))
        for work in works
        if work.drill not in chosen
    ]


def _rate(written: Sequence[_Written], trap: str | None = None) -> float | None:
    """Return the share that holds a trap: a certain one, or any."""
    if not _are_a_few(written):
        return None
    held = [bool(traps) if trap is None else trap in traps for _, traps in written]
    return sum(held) / len(held)


def _are_a_few(written: Collection[_Written]) -> bool:
    return len({work.who for work, _ in written}) >= A_FEW


def _mean(scores: Sequence[int]) -> int:
    return round(sum(scores) / len(scores))
