"""Near-duplicates among the lines of the corpus: the same line but for a word or a name.

Two lines are alike when they share three quarters of their character grams. To find such pairs
among thousands of lines, each line gets a mark of a few hundred bits, one or more of its grams
behind each: lines whose marks differ much cannot be alike, and only the others are compared.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.content.links import same_line

ALIKE = 0.75  # of all grams of two lines, the share that both have
_CHARACTERS = 5
_BITS = 256  # of a mark; a line of the corpus has some eighty grams
_NO_LETTERS = re.compile(r"\W+")


class Pair(NamedTuple):
    """Two lines that are alike, by their places: `earlier` is less than `later`."""

    earlier: int
    later: int


def near_duplicates(texts: Sequence[str]) -> list[Pair]:
    """Return every pair of lines that are alike, in the order of the later one."""
    grams = [_grams(text) for text in texts]
    by_size = sorted(range(len(grams)), key=lambda line: len(grams[line]))
    pairs = (
        Pair(*sorted((by_size[shorter], by_size[longer])))
        for shorter, longer in _near([grams[line] for line in by_size])
    )
    alike = [pair for pair in pairs if _alike(grams[pair.earlier], grams[pair.later])]
    return sorted(alike, key=lambda pair: (pair.later, pair.earlier))


def _grams(text: str) -> set[str]:
    plain = f" {_NO_LETTERS.sub(' ', same_line(text)).strip()} "
    ends = range(_CHARACTERS, max(len(plain), _CHARACTERS) + 1)
    return {plain[end - _CHARACTERS : end] for end in ends}


def _near(lines: Sequence[set[str]]) -> Iterator[tuple[int, int]]:
    """Yield the places of every two lines that may be alike. The lines come shortest first.

    Of two lines alike, only a seventh of the grams are in one and not in the other; each of them
    makes one bit differ at most.
    """
    marks, sizes = _marks(lines), np.array([len(line) for line in lines], dtype=np.int64)
    long_enough = np.searchsorted(sizes, np.ceil(ALIKE * sizes))
    for longer, first in enumerate(long_enough.tolist()):
        bits = np.bitwise_count(marks[:, first:longer] ^ marks[:, longer, None])
        differ, both = bits.sum(axis=0, dtype=np.uint16), sizes[first:longer] + sizes[longer]
        near = np.flatnonzero((1 + ALIKE) * differ <= (1 - ALIKE) * both)
        yield from ((first + place, longer) for place in near.tolist())


def _marks(lines: Sequence[set[str]]) -> NDArray[np.uint64]:
    """Return the bits of each line: words x lines."""
    bits = np.zeros((len(lines), _BITS), dtype=np.bool_)
    for row, line in zip(bits, lines, strict=True):
        row[np.fromiter(map(hash, line), dtype=np.int64, count=len(line)) % _BITS] = True
    return np.ascontiguousarray(np.packbits(bits, axis=1).view(np.uint64).T)


def _alike(one: Collection[str], other: set[str]) -> bool:
    shared = len(other.intersection(one))
    return shared >= ALIKE * (len(one) + len(other) - shared)
