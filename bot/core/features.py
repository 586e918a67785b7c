"""What the linear model sees of a text: word and character n-grams.

Words give one- to three-grams, with marks for where a sentence begins and ends; the inside of
each word gives character grams of two to five, so that endings, slang and typing errors count.
"""

import re
from collections.abc import Sequence
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


def joint_grams(words: Sequence[str]) -> list[str]:
    """Return the two- and three-grams of a sentence's words. Each holds the sign "+"."""
    framed = ["^", *words, "$"]
    found = [f"{one}+{two}" for one, two in pairwise(framed)]
    found += [f"{a}+{b}+{c}" for a, b, c in zip(framed, framed[1:], framed[2:], strict=False)]
    return found


def own_grams(word: str) -> list[str]:
    """Return what a word has by itself: its one-gram, which is its name with a "+", and its
    character grams.
    """
    return [f"{word}+", *character_grams(word)]


def is_word_gram(gram: str) -> bool:
    """Tell word grams from character grams: no word holds the sign "+"."""
    return "+" in gram


def character_grams(word: str) -> list[str]:
    """Return the character grams of a word between spaces."""
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in _CHARACTERS
        for start in range(len(padded) - size + 1)
    ]


def grams(text: str) -> list[str]:
    """Return all n-grams of one sentence, as often as they occur."""
    words = tokens(text)
    return [*joint_grams(words), *(gram for word in words for gram in own_grams(word))]
