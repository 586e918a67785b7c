"""Which drill suits a member today, and what a checked line says of their skills."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.attempts import Attempt
from bot.core.drills import Choice, choose
from bot.core.library import Library
from bot.core.memory import Card, lapsed, new_card
from bot.core.people import Member
from bot.core.skills import weak_skills
from bot.storage.store import Store

RECENT = 3  # closes that say what is weak today
SITTING = timedelta(hours=12)  # tries within it show one weakness, however many they are
TRIES = 20  # that are looked at for it


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses by what the store knows of a member."""

    library: Library
    store: Store

    def drill_for(self, who: Member, day: date) -> Choice:
        """Choose the drill of a member for a local date of theirs."""
        lines = self.store.recent_attempts(who, RECENT)
        weak = Counter(skill for line in lines for skill in weak_skills(self.library, line))
        cards, history = self.store.cards(who), self.store.drill_history(who)
        return choose(self.library, cards, history, day, weak)

    def lapses(
        self, attempt: Attempt, before: Sequence[Attempt], cards: Collection[Card]
    ) -> tuple[Card, ...]:
        """Return the cards of the skills that a new attempt shows to be weak, as they are then.

        A skill lapses once in a sitting: trying one line again and again is no forgetting.
        `before` are the tries before it, at least those of the sitting, and `cards` the member's.
        """
        weak = weak_skills(self.library, attempt)
        for other in before:
            if weak and attempt.made_at - other.made_at < SITTING:
                weak -= weak_skills(self.library, other)
        if not weak:
            return ()
        held = {card.skill: card for card in cards}
        now = attempt.made_at
        return tuple(lapsed(held.get(skill) or new_card(skill, now), now) for skill in sorted(weak))
