"""Which drill is the right one today."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.core.exercises import Drill
from bot.core.grading import Grade
from bot.core.library import Library, Skill
from bot.core.memory import Card, Memory, lapsed, new_card, reviewed

REST = timedelta(days=60)  # before the same drill may come again, while others are left
_NOON = time(12, tzinfo=UTC)
_LEVELS = (7, 30)  # days that a skill must last for its drills to get harder
_UNKNOWN = 0.4  # how likely a skill fails that was never worked on
_BESIDES = 0.5  # what a drill trains besides its main skill counts half


@dataclass(frozen=True, slots=True)
class Choice:
    """A drill, the skill that it was chosen for, and why, in one sentence to the rep."""

    drill: Drill
    skill: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Want:
    """A skill that may be trained today. `memory` is None for one never worked on."""

    skill: Skill
    memory: Memory | None
    due: bool
    weak: int  # recent closes that show it to be weak

    @property
    def need(self) -> float:
        """How likely the skill fails today, from 0 to 1."""
        return 1 - self.memory.recall if self.memory else _UNKNOWN

    @property
    def level(self) -> int:
        days = self.memory.days if self.memory else 0
        return 1 + sum(days >= lasting for lasting in _LEVELS)

    @property
    def rank(self) -> tuple[int, float, str]:
        """The least first: what is due, most forgotten first; what is new, gravest first; then
        what will be due, most forgotten first.
        """
        if self.memory is None:
            return (1, -self.skill.severity.gravity, self.skill.id)
        return (0 if self.due else 2, self.memory.recall, self.skill.id)


def choose(
    library: Library,
    cards: Collection[Card],
    history: Mapping[str, date],
    today: date,
    weak: Mapping[str, int] | None = None,
) -> Choice:
    """Choose the drill of a local date: the skill that needs it most, in a drill that is fresh.

    `history` says when each drill was last given, by id. `weak` says how many of the member's
    recent closes lacked a skill or fell into a trap. The same arguments give the same choice.
    Raises ValueError when the library has no drill.
    """
    if not library.drills:
        raise ValueError("content/ has no drills")
    wants = _wants(library, cards, today, weak or {})
    rested = today - REST
    for want in wants:
        trained = library.drills_on[want.skill.id]
        fresh = [drill for drill in trained if history.get(drill.id, date.min) <= rested]
        if fresh:
            best = min(fresh, key=_fitness(library, wants, want, history))
            return Choice(best, want.skill.id, _reason(want, today))
    oldest = min(library.drills, key=lambda drill: (history.get(drill.id, date.min), drill.id))
    return Choice(
        oldest,
        oldest.skill,
        "You have had every drill lately, so here is the one from longest ago.",
    )


def practised(
    cards: Mapping[str, Card], drill: Drill, grade: Grade, assisted: bool, now: datetime
) -> tuple[Card, ...]:
    """Return the cards that an answer changes: `cards` are the member's, by skill.

    Each skill that the drill trains is reviewed with the score. A trap in the answer is a lapse
    of that trap. An answer copied from the model answer counts as assisted.
    """
    skills = dict.fromkeys((*drill.trains, *grade.traps))
    before = {skill: cards.get(skill) or new_card(skill, now) for skill in skills}
    return tuple(
        lapsed(card, now)
        if skill in grade.traps
        else reviewed(card, grade.score, assisted or grade.copied, now)
        for skill, card in before.items()
    )


def _wants(
    library: Library, cards: Collection[Card], today: date, weak: Mapping[str, int]
) -> list[_Want]:
    noon = datetime.combine(today, _NOON)
    held = {card.skill: card for card in cards}
    wants = []
    for id, skill in library.trained.items():
        card = held.get(id)
        due = card is not None and card.due.date() <= today
        memory = card.memory(noon) if card is not None else None
        wants.append(_Want(skill, memory, due, weak.get(id, 0)))
    return sorted(wants, key=lambda want: want.rank)


def _fitness(
    library: Library, wants: list[_Want], want: _Want, history: Mapping[str, date]
) -> Callable[[Drill], tuple[bool, float, int, date, str]]:
    """Return what ranks the drills for a skill, the best least.

    A drill that is about it comes before one that touches it. Then counts what else it trains
    that is needed, the level, and a kind of drill that was not seen lately.
    """
    needs = {one.skill.id: one.need for one in wants}
    last: dict[str, date] = {}
    for drill in library.drills if history else ():
        given = history.get(drill.id, date.min)
        last[drill.kind] = max(given, last.get(drill.kind, date.min))

    def rank(drill: Drill) -> tuple[bool, float, int, date, str]:
        besides = _BESIDES * sum(needs[skill] for skill in drill.trains[1:])
        return (
            drill.skill != want.skill.id,
            -round(needs[drill.skill] + besides, 1),
            abs(drill.level - want.level),
            last.get(drill.kind, date.min),
            drill.id,
        )

    return rank


def _reason(want: _Want, today: date) -> str:
    title = want.skill.title
    if want.weak:
        closes = "a recent close" if want.weak == 1 else f"{want.weak} of your recent closes"
        if want.skill.is_trap:
            return f"This was in {closes}, so here is practice against it: {title}."
        return f"This was missing from {closes}, so here is practice for it: {title}."
    if want.memory is None:
        return f"You have had no drill on this yet: {title}."
    days = max(0, (today - want.memory.since.date()).days)
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    if want.due:
        return f"You last worked on this {ago}, and it is time to do so again: {title}."
    return f"Nothing is due, so this one keeps fresh what you worked on {ago}: {title}."
