"""What the linear model sees of a text: counted word and character n-grams.

Words give one- to three-grams, with marks for where a sentence begins and ends; the inside of
each word gives character grams of two to five, so that endings, slang and typing errors count.
"""

import re
from functools import lru_cache
from itertools import pairwise

from bot.core.text import straighten

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d|[?!]")
_DIGITS = re.compile(r"\d[\d.,]*")
_LONGEST_WORD = 24  # letters of a word that are read: no real word is longer
_CHARACTERS = range(2, 6)


def tokens(text: str) -> list[str]:
    """Return the words of a sentence in lower case, numbers as 0, with the marks ? and !."""
    plain = _DIGITS.sub(" 0 ", straighten(text).lower())
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)]


def grams(text: str) -> dict[str, int]:
    """Count the n-grams of one sentence. Word grams are told from character grams by a "+"."""
    words = ["^", *tokens(text), "$"]
    found = [f"{word}+" for word in words[1:-1]]
    found += [f"{one}+{two}" for one, two in pairwise(words)]
    found += [f"{a}+{b}+{c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    for word in words[1:-1]:
        found += character_grams(word)
    counts: dict[str, int] = {}
    for gram in found:
        counts[gram] = counts.get(gram, 0) + 1
    return counts


@lru_cache(maxsize=8192)
def character_grams(word: str) -> tuple[str, ...]:
    """Return the character grams of a word between spaces."""
    padded = f" {word} "
    return tuple(
        padded[start : start + size]
        for size in _CHARACTERS
        for start in range(len(padded) - size + 1)
    )
