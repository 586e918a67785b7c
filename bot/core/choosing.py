"""Answers that are chosen: read from a message, and weighed against the right ones."""

import re
from string import ascii_lowercase

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bot.core.exercises import Drill, DrillKind
from bot.errors import UnusableLine

_ALIKE = 80  # of 100: a choice that was typed out
_IDS = re.compile(r"[a-z0-9-]+")
_MARKS = re.compile(r"[a-z]+|[0-9]")


def read_choices(drill: Drill, text: str) -> tuple[str, ...]:
    """Return the ids that a typed answer chooses: by number, letter, id, or in its own words.

    Raises UnusableLine, with how to answer, when it chooses none.
    """
    typed = text.casefold()
    ids = [option.id for option in drill.choices]
    marks = dict(zip(ascii_lowercase, ids, strict=False))
    marks |= {str(number): id for number, id in enumerate(ids, start=1)}
    for pattern, known in ((_IDS, {id: id for id in ids}), (_MARKS, marks)):
        found = pattern.findall(typed)
        if found and all(one in known for one in found):
            return tuple(known[one] for one in found)
    written_out = _written_out(drill, text) if drill.kind is not DrillKind.ORDER else None
    if written_out is None:
        raise UnusableLine(_how_to_answer(drill))
    return (written_out,)


def check_choices(drill: Drill, chosen: tuple[str, ...]) -> None:
    """Raise UnusableLine when something was chosen that the drill does not offer, or nothing."""
    if not chosen or not set(chosen) <= {option.id for option in drill.choices}:
        raise UnusableLine(_how_to_answer(drill))


def share_right(drill: Drill, chosen: tuple[str, ...]) -> float:
    """Return how much of the answer is right, from 0 to 1.

    In an order each step in its place counts. Elsewhere a wrong choice takes back a right one.
    """
    if drill.kind is DrillKind.ORDER:
        right = sum(ours == theirs for ours, theirs in zip(drill.answer, chosen, strict=False))
    else:
        right = len(set(chosen) & set(drill.answer)) - len(set(chosen) - set(drill.answer))
    return max(0, right) / len(drill.answer)


def _written_out(drill: Drill, text: str) -> str | None:
    options = {option.id: option.text for option in drill.choices}
    best = process.extractOne(
        text, options, scorer=fuzz.WRatio, processor=default_process, score_cutoff=_ALIKE
    )
    return str(best[2]) if best else None


def _how_to_answer(drill: Drill) -> str:
    most = len(drill.choices)
    if drill.kind is DrillKind.ORDER:
        backwards = " ".join(str(number) for number in range(most, 0, -1))
        return f"Answer with the {most} numbers in your order, such as {backwards}."
    return f"Answer with the number of your choice, from 1 to {most}."
