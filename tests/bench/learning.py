"""How many daily drills it takes to halve what reps get wrong: `python -m tests.bench.learning`.

Modelled reps take one drill a working day: chosen by the bot, at random, or for each skill in turn.
The model is not the one that the bot's memory is built on. Without drills a rep gets each skill
wrong in a share of the lines of their own, some skills hardly ever and some nearly always. A drill
teaches a part of what is missing, and half of that part for the skills that it trains besides.
What was taught fades by halves, more slowly each time that it is taught again, the more so the
longer ago that was. One day in five a rep has a line checked; only the bot makes use of it.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import quantiles

from bot.content import content_folder, load_library
from bot.core.drills import choose, practised
from bot.core.exercises import Drill
from bot.core.grading import Grade
from bot.core.library import Library
from bot.core.memory import Card, lapsed, new_card

SEED = 20261122
REPS = 200
MOST = 250  # drills: a working year
FIRST_DAY = date(2026, 11, 23)
CHECKS_A_DAY = 0.2  # lines that a rep has checked
FIRST_HALF_LIFE = 4.0  # days


@dataclass(slots=True)
class Taught:
    """What drills have taught of one skill."""

    held: float = 0.0  # from 0 to 1, on the day of the last drill
    half_life: float = FIRST_HALF_LIFE
    day: date = FIRST_DAY

    def kept(self, today: date) -> float:
        """Return the part that has not faded since."""
        return 2 ** (-(today - self.day).days / self.half_life)

    def teach(self, gain: float, today: date) -> None:
        """Add a part of what is missing; what had faded by then will fade more slowly."""
        kept = self.kept(today)
        self.held = self.held * kept + (1 - self.held * kept) * gain
        self.half_life *= 1 + (1 - kept) * 1.5
        self.day = today


@dataclass(slots=True)
class Rep:
    """A modelled rep, and what the bot knows of them."""

    habits: dict[str, float]  # how often each skill goes wrong without drills
    gain: float  # how much of what is missing one drill teaches
    taught: dict[str, Taught]
    cards: dict[str, Card] = field(default_factory=dict)
    history: dict[str, date] = field(default_factory=dict)
    turn: int = 0

    def error(self, skill: str, today: date) -> float:
        """Return how often a skill goes wrong on a day."""
        taught = self.taught[skill]
        return self.habits[skill] * (1 - taught.held * taught.kept(today))

    def errors(self, today: date) -> float:
        """Return the mean over all skills: traps fallen into, moves and steps left out."""
        return sum(self.error(skill, today) for skill in self.habits) / len(self.habits)


Chooser = Callable[[Library, Rep, date, Random], Drill]


def by_the_bot(library: Library, rep: Rep, today: date, chance: Random) -> Drill:
    return choose(library, rep.cards.values(), rep.history, today).drill


def at_random(library: Library, rep: Rep, today: date, chance: Random) -> Drill:
    return chance.choice(library.drills)


def in_turn(library: Library, rep: Rep, today: date, chance: Random) -> Drill:
    """Each skill after the other, and each skill's drills in their order."""
    skills = list(rep.habits)
    round, place = divmod(rep.turn, len(skills))
    rep.turn += 1
    drills = drills_for(library, skills[place])
    return drills[round % len(drills)]


def drills_for(library: Library, skill: str) -> list[Drill]:
    """Return those that train a skill most of all, or else at all."""
    first = [drill for drill in library.drills if drill.skill == skill]
    return first or [drill for drill in library.drills if skill in drill.trains]


CHOOSERS: dict[str, Chooser] = {
    "the bot's choice": by_the_bot,
    "random": at_random,
    "fixed turn of skills": in_turn,
}


def show(seed: int = SEED) -> None:
    library = load_library(content_folder())
    print(
        f"\nlearning: daily drills until a rep gets half as much wrong, {REPS} modelled reps,"
        f" {len(library.trained)} skills, {len(library.drills)} drills, seed {seed}\n"
        f"{'':24}{'median':>8}{'quarter':>9}{'three quarters':>16}{'never':>7}   ratio"
    )
    base = None
    for name, chooser in CHOOSERS.items():
        needed = [drills_to_halve(library, chooser, seed * REPS + rep) for rep in range(REPS)]
        low, middle, high = quantiles(needed, n=4, method="inclusive")
        base = base or middle
        never = sum(drills > MOST for drills in needed)
        print(f"{name:24}{middle:8.0f}{low:9.0f}{high:16.0f}{never:7}{middle / base:8.2f}")


def drills_to_halve(library: Library, chooser: Chooser, seed: int) -> int:
    """Return after how many drills a rep gets half as much wrong; MOST + 1 for never."""
    chance = Random(seed)
    rep = new_rep(library, chance)
    today = FIRST_DAY
    wanted = rep.errors(today) / 2
    for drills in range(1, MOST + 1):
        check_a_line(rep, today, chance)
        drill = chooser(library, rep, today, chance)
        take(rep, drill, today, chance)
        if rep.errors(today) <= wanted:
            return drills
        today += timedelta(days=3 if today.weekday() == 4 else 1)
    return MOST + 1


def new_rep(library: Library, chance: Random) -> Rep:
    skills = sorted(library.trained)
    return Rep(
        habits={skill: chance.betavariate(0.8, 1.2) for skill in skills},
        gain=chance.uniform(0.25, 0.6),
        taught={skill: Taught() for skill in skills},
    )


def check_a_line(rep: Rep, today: date, chance: Random) -> None:
    """Now and then have a line checked; what goes wrong in it is a lapse."""
    if chance.random() < CHECKS_A_DAY:
        now = at_nine(today)
        for skill in rep.habits:
            if chance.random() < rep.error(skill, today):
                rep.cards[skill] = lapsed(rep.cards.get(skill) or new_card(skill, now), now)


def take(rep: Rep, drill: Drill, today: date, chance: Random) -> None:
    """Answer a drill, well or badly, and learn from it."""
    missed = [skill for skill in drill.trains if chance.random() < rep.error(skill, today)]
    score = round(100 * (1 - len(missed) / len(drill.trains)))
    grade = Grade(drill.id, score, (), tuple(missed), (), copied=False, comment="")
    for card in practised(rep.cards, drill, grade, assisted=False, now=at_nine(today)):
        rep.cards[card.skill] = card
    for place, skill in enumerate(drill.trains):
        rep.taught[skill].teach(rep.gain if place == 0 else rep.gain / 2, today)
    rep.history[drill.id] = today


def at_nine(today: date) -> datetime:
    return datetime.combine(today, time(9), UTC)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.learning")
    parser.add_argument("--seed", type=int, default=SEED)
    show(parser.parse_args().seed)
