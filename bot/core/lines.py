"""A long list of lines in their order, opened like a dictionary: at the page that is asked for.

The linear model knows hundreds of thousands of n-grams, and a text has some hundred of them. To cut
the whole list apart and to file each line took a tenth of the start.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_A_PAGE = 32  # lines
_LINE_FEED = b"\n"


class SortedLines:
    """Lines in the order of their code points, none of them twice, each with its number from 0.

    Any thread may look one up: a page that two of them open at once is the same page.
    """

    def __init__(self, data: bytes) -> None:
        """Take the lines as UTF-8 with line feeds between them. ValueError when out of order."""
        self.data = data
        letters = np.frombuffer(data, dtype=np.uint8)
        self._starts = np.concatenate([[0], np.flatnonzero(letters == _LINE_FEED[0]) + 1])
        ends = np.append(self._starts[1:], len(data) + 1) - 1
        firsts = zip(self._starts[::_A_PAGE].tolist(), ends[::_A_PAGE].tolist(), strict=True)
        self._firsts = [data[start:end].decode() for start, end in firsts]
        self._cuts = [*self._starts[::_A_PAGE].tolist(), len(data) + 1]
        if any(one >= other for one, other in pairwise(self._firsts)):
            raise ValueError("the lines are not in order")
        self._pages: list[dict[str, int] | None] = [None] * len(self._firsts)

    @classmethod
    def of(cls, lines: Iterable[str]) -> "SortedLines":
        return cls("\n".join(lines).encode())

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[str]:
        return iter(self.data.decode().split("\n"))

    def get(self, line: str) -> int | None:
        """Return the number of a line, or None where there is no such line."""
        at = max(bisect_right(self._firsts, line) - 1, 0)
        page = self._pages[at] or self._open(at)
        return page.get(line)

    def holding(self, sign: str) -> npt.NDArray[np.bool_]:
        """Tell of each line whether it holds an ASCII sign."""
        letters = np.frombuffer(self.data + _LINE_FEED, dtype=np.uint8)
        return np.logical_or.reduceat(letters == ord(sign), self._starts)

    def _open(self, at: int) -> dict[str, int]:
        lines = self.data[self._cuts[at] : self._cuts[at + 1] - 1].decode().split("\n")
        page = dict(zip(lines, range(at * _A_PAGE, at * _A_PAGE + len(lines)), strict=True))
        self._pages[at] = page
        return page
