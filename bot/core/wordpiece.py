"""Cuts text into the word pieces that the encoder was trained on.

A word that is no piece itself is cut greedily, the longest known beginning first. The pieces of a
word are kept for the next time: single words only, and a bounded number of them, never a text.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.core.text import straighten

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 40  # letters of a word that are read: no real word is longer
_WORDS_KEPT = 8192


class WordPieces:
    """A vocabulary of word pieces, and the way from a text to their numbers."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """Take the pieces in the order of their numbers; those inside a word begin with ##."""
        self.pieces = tuple(pieces)
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self.start, self.end = self._numbers[START], self._numbers[END]
        self._of_word = lru_cache(maxsize=_WORDS_KEPT)(self._cut)

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, without marks for where it starts and ends."""
        plain = unicodedata.normalize("NFD", straighten(text).lower())
        letters = "".join(one for one in plain if unicodedata.category(one) != "Mn")
        return [number for word in _WORD.findall(letters) for number in self._of_word(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        word, found, start = word[:_LONGEST_WORD], [], 0
        while start < len(word):
            end = next(
                (end for end in range(len(word), start, -1) if self._has(word, start, end)), 0
            )
            if not end:
                return (self._numbers[UNKNOWN],)
            found.append(self._numbers[_piece(word, start, end)])
            start = end
        return tuple(found)

    def _has(self, word: str, start: int, end: int) -> bool:
        return _piece(word, start, end) in self._numbers


def _piece(word: str, start: int, end: int) -> str:
    return word[start:end] if start == 0 else f"##{word[start:end]}"
