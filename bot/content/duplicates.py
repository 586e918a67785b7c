"""Near-duplicates among the lines of the corpus: the same line but for a word or a name.

Two lines are alike when they share three quarters of their character grams. To find such pairs
among thousands of lines, each is compared only with those that share one of its rarest grams:
lines alike must have one in common.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from math import ceil
from typing import NamedTuple

from bot.content.links import same_line

ALIKE = 0.75  # of all grams of two lines, the share that both have
_CHARACTERS = 5
_NO_LETTERS = re.compile(r"\W+")


class Pair(NamedTuple):
    """Two lines that are alike, by their places: `earlier` is less than `later`."""

    earlier: int
    later: int


def near_duplicates(texts: Sequence[str]) -> list[Pair]:
    """Return every pair of lines that are alike, in the order of the later one."""
    lines = _by_rarity([_grams(text) for text in texts])
    rare: defaultdict[int, list[int]] = defaultdict(
        list
    )  # the lines with a gram among their rarest
    pairs: list[Pair] = []
    for later in sorted(range(len(lines)), key=lambda line: len(lines[line])):
        rarest = _rarest(lines[later])
        near = {earlier for gram in rarest for earlier in rare[gram]}
        whole = frozenset(lines[later])
        pairs += [Pair(*sorted((one, later))) for one in near if _alike(lines[one], whole)]
        for gram in rarest:
            rare[gram].append(later)
    return sorted(pairs, key=lambda pair: (pair.later, pair.earlier))


def _grams(text: str) -> set[str]:
    plain = f" {_NO_LETTERS.sub(' ', same_line(text)).strip()} "
    ends = range(_CHARACTERS, max(len(plain), _CHARACTERS) + 1)
    return {plain[end - _CHARACTERS : end] for end in ends}


def _by_rarity(lines: Sequence[set[str]]) -> list[list[int]]:
    """Number all grams by how rare they are, and return each line's numbers, rarest first."""
    lines_with = Counter(gram for line in lines for gram in line)
    ranked = sorted(lines_with, key=lambda gram: (lines_with[gram], gram))
    numbers = {gram: number for number, gram in enumerate(ranked)}
    return [sorted(numbers[gram] for gram in line) for line in lines]


def _rarest(line: Sequence[int]) -> Sequence[int]:
    """As many of its rarest grams as it takes: a line alike cannot lack them all."""
    return line[: len(line) - ceil(ALIKE * len(line)) + 1]


def _alike(shorter: Collection[int], longer: frozenset[int]) -> bool:
    if len(shorter) < ALIKE * len(longer):
        return False
    shared = len(longer.intersection(shorter))
    return shared >= ALIKE * (len(shorter) + len(longer) - shared)
