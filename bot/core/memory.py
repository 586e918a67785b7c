"""What a member remembers of a skill: one FSRS card for each, reviewed with every drill."""

from dataclasses import dataclass
from datetime import datetime

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler

# One drill a day: no steps of minutes. No fuzz: the same answers give the same days.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_HARD, _GOOD, _EASY = 30, 50, 85  # the least scores


@dataclass(frozen=True, slots=True)
class Card:
    """A member's memory of one skill. `state` is FSRS's own record of it, as JSON."""

    skill: str
    due: datetime
    state: str

    def recall(self, now: datetime) -> float:
        """Return how likely it is, from 0 to 1, that the skill comes to mind. 0 before a review."""
        return _SCHEDULER.get_card_retrievability(FsrsCard.from_json(self.state), now)


def new_card(skill: str, now: datetime) -> Card:
    """Return the card of a skill that was never practised: due at once."""
    return Card(skill, now, FsrsCard(card_id=0, due=now).to_json())


def reviewed(
    card: Card, score: int, assisted: bool, now: datetime, *, trapped: bool = False
) -> Card:
    """Return the card after an answer with a score from 0 to 100.

    `assisted`: the model answer was seen first. `trapped`: the answer fell into a trap.
    """
    return _rated(card, _rating(score, assisted, trapped), now)


def lapsed(card: Card, now: datetime) -> Card:
    """Return the card after the skill was missing where it counted: in a line of the member's."""
    return _rated(card, Rating.Again, now)


def _rating(score: int, assisted: bool, trapped: bool) -> Rating:
    if trapped or score < _HARD:
        return Rating.Again
    if assisted or score < _GOOD:
        return Rating.Hard
    return Rating.Good if score < _EASY else Rating.Easy


def _rated(card: Card, rating: Rating, now: datetime) -> Card:
    after, _ = _SCHEDULER.review_card(FsrsCard.from_json(card.state), rating, now)
    return Card(card.skill, after.due, after.to_json())
