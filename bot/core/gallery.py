"""Finds, among many sets, those that share members with a given one: each member is looked up once.

What the sets hold is up to whoever asks: pieces of a text, or hashes of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Set
from itertools import chain
from math import sqrt
from typing import Generic, TypeVar

from bot.core.text import straighten

Key = TypeVar("Key")
_LETTERS = 4
_NO_LETTERS = re.compile(r"[\W_]+")


class Gallery(Generic[Key]):
    """Sets by their keys."""

    def __init__(self, sets: Mapping[Key, Set[Hashable]]) -> None:
        self._holders: defaultdict[Hashable, list[Key]] = defaultdict(list)
        for key, members in sets.items():
            for member in members:
                self._holders[member].append(key)

    def shared(self, members: Set[Hashable]) -> Counter[Key]:
        """Return how many of these members each set holds: those that hold any."""
        known = self._holders.keys() & members
        return Counter(chain.from_iterable(map(self._holders.__getitem__, known)))


def pieces(text: str) -> frozenset[str]:
    """Return a text's letters, four at a time. Case, marks and spacing make no difference."""
    plain = f" {_NO_LETTERS.sub(' ', straighten(text).casefold()).strip()} "
    return frozenset(plain[at : at + _LETTERS] for at in range(max(len(plain) - _LETTERS, 0) + 1))


def cosine(shared: int, one: int, other: int) -> float:
    """Return how alike two sets of these sizes are, from 0 to 1."""
    return shared / sqrt(one * other)
