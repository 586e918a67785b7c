"""What every reader of a line shares: straight characters, sentences with their spans, words.

All spans index the text as it was given, because `straighten` keeps every character's place.
"""

import re
import unicodedata
from functools import lru_cache

from bot.core.critique import Span
from bot.core.recall import recalled

MAX_CHARACTERS = 4000  # the most that a critique reads; longer texts are refused before any rule

_PLAIN = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'"}
_PLAIN |= dict.fromkeys("“”„‟″«»", '"')
_PLAIN |= dict.fromkeys("‐‑‒–—―−", "-")
_BLANK = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})  # controls, bidi, zero-width, odd spaces

# A run of end marks with the quotes or brackets that close after it, or a line break. The
# lookbehind lets a run be tried once only, from its start: linear on a text of dots alone.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"')\]]*+(?=\s|\Z)|\n+")
_FILLED = re.compile(r"[^\W_]\S*+")  # a word from its first letter or digit on
_LAST_WORD = re.compile(r"[\w.']{1,12}\Z")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc e.g i.e approx dept inc ltd co no fig est".split()
)


def straighten(text: str) -> str:
    """Return the text with plain quotes, dashes and spaces, each character in its place.

    Control, bidi and zero-width characters become spaces; line breaks stay. Styled letters
    (full-width, mathematical) become the plain ones. The length never changes.
    """
    if text.isascii() and text.isprintable():
        return text.replace("`", "'")
    return "".join(map(_straight, text))


@lru_cache(maxsize=4096)
def _straight(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character == "\n" or " " <= character <= "~":
        return character
    if unicodedata.category(character) in _BLANK:
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences in order, without the white space around them."""
    return recalled(_sentences, text)


def _sentences(text: str) -> tuple[Span, ...]:
    plain = straighten(text)
    found, start = [], 0
    for end in _END.finditer(plain):
        if _ends_sentence(plain, end):
            found.append(_trimmed(plain, start, end.end()))
            start = end.end()
    found.append(_trimmed(plain, start, len(plain)))
    return tuple(span for span in found if span.start < span.end)


def _ends_sentence(plain: str, end: re.Match[str]) -> bool:
    mark = end.group()
    if mark.startswith("\n"):
        return True
    after = plain[end.end() : end.end() + 2].strip()
    if mark in ("...", "…"):
        return not after.islower()  # a pause, unless a capital or the end follows
    if mark != ".":
        return True
    word = _LAST_WORD.search(plain, max(0, end.start() - 12), end.start())
    if word is None:
        return True
    last = word.group().casefold()
    initial = len(last) == 1 and last.isalpha() and after.isupper() and last != "i"
    return last not in _ABBREVIATIONS and not initial


def _trimmed(plain: str, start: int, end: int) -> Span:
    from_word = plain[start:end].lstrip()
    return Span(end - len(from_word), end - len(from_word) + len(from_word.rstrip()))


def words(text: str) -> int:
    """Return the number of words: what stands between spaces and holds a letter or a digit."""
    return len(_FILLED.findall(straighten(text)))
