"""The n-grams that the linear model knows, and what each weighs in a text.

Most of a text's grams come from single words met before, so the columns of a word are kept for
the next time. Only single words are kept, and a bounded number of them: never a text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.core.features import is_word_gram, joint_grams, own_grams, tokens

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
_WORDS_KEPT = 8192
_NONE: Places = np.array([], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector: the columns that are not zero, in their order, and their values."""

    columns: Places
    values: Floats


class Vocabulary:
    """The columns of known n-grams. Grams that it does not know are left out everywhere."""

    def __init__(self, grams: Sequence[str], idf: Floats) -> None:
        """Take the grams in the order of their columns, and how rare each is."""
        self.grams = tuple(grams)
        self.idf = idf
        self._columns = dict(zip(self.grams, range(len(self.grams)), strict=True))
        self._blocks = np.fromiter(map(is_word_gram, self.grams), np.int8, len(self.grams))
        self._of_word = lru_cache(maxsize=_WORDS_KEPT)(self._look_up_word)

    def look_up(self, sentence: str) -> Places:
        """Return the column of every known gram of a sentence, as often as it occurs."""
        words = tokens(sentence)
        return np.concatenate([self._known(joint_grams(words)), *map(self._of_word, words)])

    def vector(self, sentences: Sequence[Places]) -> Vector:
        """Weigh the grams of several sentences as one text: logarithm of the count times rarity.

        Words and characters are each brought to length one.
        """
        columns, times = _counted(np.concatenate([_NONE, *sentences]))
        blocks = self._blocks[columns]
        values = (1 + np.log(times)) * self.idf[columns]
        lengths = np.sqrt(np.bincount(blocks, values * values, minlength=2))
        return Vector(columns, (values / lengths[blocks]).astype(np.float32))

    def _look_up_word(self, word: str) -> Places:
        return self._known(own_grams(word))

    def _known(self, grams: Iterable[str]) -> Places:
        found = map(self._columns.get, grams)
        return np.fromiter([column for column in found if column is not None], np.intp)


def _counted(places: Places) -> tuple[Places, Places]:
    """Return each column once, and how often it occurs: np.unique without its generality."""
    places.sort()
    differs = np.empty(len(places) + 1, dtype=np.bool_)  # from the one before it
    differs[0] = differs[-1] = True
    np.not_equal(places[1:], places[:-1], out=differs[1:-1])
    (starts,) = differs.nonzero()
    return places[starts[:-1]], starts[1:] - starts[:-1]
