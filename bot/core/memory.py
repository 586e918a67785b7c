"""What a member remembers of a skill: one FSRS card for each, reviewed with every drill."""

from dataclasses import dataclass
from datetime import datetime

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler

# One drill a day: no steps of minutes. No fuzz: the same answers give the same days.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_HARD, _GOOD, _EASY = 30, 50, 85  # the least scores


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a skill is held at an instant.

    `recall` is how likely it comes to mind, from 0 to 1. `days` is how long it lasts: until recall
    has fallen to nine in ten. `since` is when it was last worked on.
    """

    recall: float
    days: float
    since: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """A member's memory of one skill. `state` is FSRS's own record of it, as JSON."""

    skill: str
    due: datetime
    state: str

    def memory(self, now: datetime) -> Memory | None:
        """Return how well the skill is held, None when it was never worked on."""
        card = FsrsCard.from_json(self.state)
        if card.stability is None or card.last_review is None:
            return None
        recall = _SCHEDULER.get_card_retrievability(card, now)
        return Memory(recall, card.stability, card.last_review)


def new_card(skill: str, now: datetime) -> Card:
    """Return the card of a skill that was never worked on: due at once."""
    return Card(skill, now, FsrsCard(card_id=0, due=now).to_json())


def reviewed(card: Card, score: int, assisted: bool, now: datetime) -> Card:
    """Return the card after an answer with a score from 0 to 100.

    `assisted` says that the model answer was seen first: then the skill was hard at best.
    """
    return _rated(card, _rating(score, assisted), now)


def lapsed(card: Card, now: datetime) -> Card:
    """Return the card after the skill was not there when it was needed: a trap that was fallen
    into, a step that a checked line left out.
    """
    return _rated(card, Rating.Again, now)


def _rating(score: int, assisted: bool) -> Rating:
    if score < _HARD:
        return Rating.Again
    if assisted or score < _GOOD:
        return Rating.Hard
    return Rating.Good if score < _EASY else Rating.Easy


def _rated(card: Card, rating: Rating, now: datetime) -> Card:
    after, _ = _SCHEDULER.review_card(FsrsCard.from_json(card.state), rating, now)
    return Card(card.skill, after.due, after.to_json())
