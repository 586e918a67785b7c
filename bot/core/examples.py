"""Finds traps by the lines that they must catch: a text is like one of them, or it is not.

How like it must be follows from the lines that must pass.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from math import sqrt

from bot.core.critique import Span
from bot.core.detection import Signal
from bot.core.gallery import Gallery, cosine, pieces
from bot.core.recall import recalled
from bot.core.text import sentences

LIKE = 0.55  # a sentence of the corpus is that like one of five unrelated lines once in 15,000
_NEARER = 0.02  # how much more like a caught line than any that must pass
_SUREST = 0.99


class _Shelf:
    """The lines of one length that the traps must catch."""

    def __init__(self) -> None:
        self._traps: list[str] = []  # by the number of a line, as are the others
        self._sets: list[frozenset[str]] = []
        self._least: list[float] = []  # how many pieces a text must share, by the root of its own

    def add(self, trap: str, line: frozenset[str], passed: Iterable[frozenset[str]]) -> None:
        """Put a line beside the others. It must be less like those that must pass than a text."""
        nearest = (cosine(len(line & other), len(line), len(other)) for other in passed)
        self._traps.append(trap)
        self._sets.append(line)
        self._least.append(max(LIKE, max(nearest, default=0.0) + _NEARER) * sqrt(len(line)))

    @cached_property
    def _gallery(self) -> Gallery[int]:
        return Gallery(dict(enumerate(self._sets)))

    def near(self, text: str) -> dict[str, float]:
        """Return the traps that have a line like a text, and how like the likest is."""
        found: dict[str, float] = {}
        window = pieces(text)
        root = sqrt(len(window))
        for number, shared in self._gallery.shared(window).items():
            if shared >= self._least[number] * root:
                trap, like = self._traps[number], shared / (sqrt(len(self._sets[number])) * root)
                found[trap] = max(like, found.get(trap, 0.0))
        return found


class Examples:
    """The lines that the traps must catch, each compared with as many sentences as it has."""

    def __init__(self, traps: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> None:
        """Take traps: their id, the lines that they must catch, and those that they must pass."""
        self._shelves: defaultdict[int, _Shelf] = defaultdict(_Shelf)
        for id, caught, passed in traps:
            others = [pieces(line) for line in passed]
            for line in caught:
                self._shelves[max(len(sentences(line)), 1)].add(id, pieces(line), others)

    def alike(self, text: str) -> Iterator[tuple[str, Signal]]:
        """Yield for each trap the passages that are like one of its lines, the likest last."""
        found: list[tuple[float, int, int, str]] = []
        spans = sentences(text)
        for length, shelf in self._shelves.items():
            for first, last in zip(spans, spans[length - 1 :], strict=False):
                window = text[first.start : last.end]
                near = recalled(shelf.near, window)
                found += [(like, -first.start, last.end, trap) for trap, like in near.items()]
        for like, start, end, trap in sorted(found):
            yield trap, Signal(trap, Span(-start, end), round(min(like, _SUREST), 2))
