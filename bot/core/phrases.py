"""The phrase language of content/: how a coach writes down a wording without code.

    let me know                   these words, in any case, with any white space between them
    thank* ... (soon|next week)   any ending; up to six words in between; one of several

A phrase is bounded by word ends, crosses no end of a sentence inside `...`, and forgives a comma
between two of its words. Matching stays linear on hostile text: gaps are bounded, runs are
possessive, and a phrase is tried only where its first two words stand.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from bot.core.critique import Span
from bot.core.recall import recalled
from bot.core.text import straighten

_GAP = "..."
_MOST_GAPS = 2  # each gap multiplies the ways to try
_SPACE_REGEX = r",?\s++"
_GAP_REGEX = r"(?:[^\w.!?\n'-]++[\w'-]++){0,6}?[^\w.!?\n'-]++"
_ITEM = re.compile(r"\([^()]*\)[^\s()]*|[^\s()]+|[()]")
_INSIDE = re.compile(r"[^\s(]\(")
_TERM = re.compile(r"(?P<word>[^*|()]+)(?P<star>(?<=\w)\*)?")
_LONGEST_WORD = 40  # letters by which the beginning of a phrase is found: no real word is longer
_WORD = re.compile(rf"(\w{{1,{_LONGEST_WORD}}})")
_BEGUN = re.compile(rf"{_WORD.pattern}\w*+(\*?)")  # the mark says that any ending may follow
_WORDS_KEPT = 8192  # single words and a bounded number of them: never a text


@dataclass(frozen=True)
class _Pattern:
    key: str  # the set of phrases that it belongs to
    source: str
    needs: str  # a word without which it cannot occur, or _ANY

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first tried: most are not for a long time, and it takes a while."""
        return re.compile(self.source, re.IGNORECASE)


_Shelf = dict[str, list[_Pattern]]  # what begins with one word, by its second word
_ANY = ""  # any second word, or none


class PhraseBook:
    """Several named sets of phrases, looked for in one pass over a text."""

    def __init__(self, sets: Mapping[str, Iterable[str]]) -> None:
        """Raise ValueError, with a sentence that quotes it, on a phrase that makes no sense."""
        self._whole: dict[str, _Shelf] = {}  # by first word
        self._begun: dict[str, _Shelf] = {}  # by the beginning of a first word with *
        for key, phrases in sets.items():
            for phrase in phrases:
                self._add(key, phrase)
        self._beginnings = tuple(self._begun)
        self._starting_with = lru_cache(maxsize=_WORDS_KEPT)(self._look_up)

    def _add(self, key: str, phrase: str) -> None:
        items = _items(phrase)
        pattern = _Pattern(key, _regex(phrase, items), _needed(items))
        for first, starred, second in sorted(_beginnings(phrase, items)):
            shelf = (self._begun if starred else self._whole).setdefault(first, {})
            shelf.setdefault(second, []).append(pattern)

    def find_all(self, text: str) -> dict[str, tuple[Span, ...]]:
        """Return, for each set that occurs, its matches in order, none overlapping another.

        Of the matches that start at one place the longest counts.
        """
        plain = straighten(text)
        starts, words = recalled(_words, plain)
        said = {*words}  # _ANY among them
        found: dict[str, list[Span]] = {}
        for at, shelf in enumerate(map(self._starting_with, words)):
            if not shelf:
                continue
            for pattern in shelf.get(words[at + 1]) or shelf[_ANY]:
                needed = pattern.needs in said
                if needed and (match := pattern.regex.match(plain, starts[at])):
                    _keep(found.setdefault(pattern.key, []), Span(*match.span()))
        return {key: tuple(spans) for key, spans in found.items()}

    def _look_up(self, word: str) -> _Shelf:
        """Return what begins with a word; what bears any second word stands with each of them."""
        shelves = [self._whole[word]] if word in self._whole else []
        if word.startswith(self._beginnings):
            shelves += [self._begun[head] for head in self._beginnings if word.startswith(head)]
        if not shelves:
            return {}
        seconds = {_ANY}.union(*shelves)
        return {
            second: [
                pattern
                for shelf in shelves
                for follows in {second, _ANY}
                for pattern in shelf.get(follows, ())
            ]
            for second in seconds
        }


@dataclass(frozen=True, slots=True)
class Phrases:
    """One set of phrases."""

    book: PhraseBook

    def find(self, text: str) -> Span | None:
        """Return the first match, or None."""
        return next(iter(self.find_all(text)), None)

    def find_all(self, text: str) -> tuple[Span, ...]:
        """Return the matches in order, none overlapping another."""
        return self.book.find_all(text).get("", ())


def compile_phrases(phrases: Iterable[str]) -> Phrases:
    """Make phrases ready to be looked for. ValueError, quoting it, on one that makes no sense."""
    return Phrases(PhraseBook({"": phrases}))


def _words(plain: str) -> tuple[list[int], list[str]]:
    """Return where the words of a text start, and the words in lower case; after them, none."""
    pieces = _WORD.split(plain)  # every other one is a word
    ends = [*accumulate(map(len, pieces))]
    return ends[::2], [*map(str.lower, pieces[1::2]), _ANY]


def _keep(spans: list[Span], span: Span) -> None:
    if not spans or span.start >= spans[-1].end:
        spans.append(span)
    elif span.start == spans[-1].start and span.end > spans[-1].end:
        spans[-1] = span


def _items(phrase: str) -> list[str]:
    """Split a phrase into words, gaps and bracketed alternatives; check how they stand together."""
    items = _ITEM.findall(straighten(phrase).replace(_GAP, f" {_GAP} "))
    if not items:
        raise _wrong(phrase, "is empty")
    if "(" in items or ")" in items:
        raise _wrong(phrase, "has a bracket without its partner, or brackets inside brackets")
    if _INSIDE.search(phrase):
        raise _wrong(phrase, "has a bracket inside a word: put whole words into it, (grey|gray)")
    if items[0] == _GAP or items[-1] == _GAP:
        raise _wrong(phrase, "must start and end with a word, not with ...")
    if items.count(_GAP) > _MOST_GAPS:
        raise _wrong(phrase, f"has more than {_MOST_GAPS} gaps (...)")
    if (_GAP, _GAP) in pairwise(items):
        raise _wrong(phrase, "has two gaps (...) in a row")
    return items


def _needed(items: list[str]) -> str:
    """Return the last word that has neither alternatives nor endings, _ANY where there is none."""
    words = (item.lower() for item in reversed(items) if item.isalnum())
    return next((word for word in words if len(word) <= _LONGEST_WORD), _ANY)


def _regex(phrase: str, items: list[str]) -> str:
    made = ""
    for before, item in zip([_GAP, *items], items, strict=False):
        if item == _GAP:
            made += _GAP_REGEX
        else:
            made += ("" if before == _GAP else _SPACE_REGEX) + _item_regex(phrase, item)
    return rf"(?<!\w){made}(?!\w)"


def _item_regex(phrase: str, item: str) -> str:
    if not item.startswith("("):
        return _term_regex(phrase, item)
    inside, after = item[1:].rsplit(")", 1)
    if "*" in after or "|" in after:
        raise _wrong(phrase, f'has a * or | out of place in "{item}"')
    ways = [_SPACE_REGEX.join(_terms(phrase, way.split())) for way in inside.split("|")]
    return f"(?:{'|'.join(ways)}){re.escape(after)}"


def _terms(phrase: str, words: list[str]) -> list[str]:
    if not words:
        raise _wrong(phrase, "has an empty alternative")
    if _GAP in words:
        raise _wrong(phrase, "has a gap (...) inside brackets")
    return [_term_regex(phrase, word) for word in words]


def _term_regex(phrase: str, word: str) -> str:
    term = _TERM.fullmatch(word)
    if term is None:
        raise _wrong(phrase, f'has a * or | out of place in "{word}"')
    return re.escape(term["word"]) + (r"\w*+" if term["star"] else "")


def _beginnings(phrase: str, items: list[str]) -> set[tuple[str, bool, str]]:
    """Return what a phrase may begin with: its first word, whether any ending may follow that one,
    and its second word, or _ANY.
    """
    gap = len(items) == 1 or items[1] == _GAP
    more = [""] if gap else _ways(items[1])
    return {_beginning(phrase, f"{one} {two}") for one in _ways(items[0]) for two in more}


def _beginning(phrase: str, words: str) -> tuple[str, bool, str]:
    if not _WORD.match(words):
        raise _wrong(phrase, "must start with a letter or a digit")
    (first, starred), (second, open_end) = [*_BEGUN.findall(words.lower()), ("", "")][:2]
    return first, bool(starred), _ANY if open_end else second


def _ways(item: str) -> list[str]:
    """Return the alternatives of an item."""
    if not item.startswith("("):
        return [item]
    inside, after = item[1:].rsplit(")", 1)
    return [way.strip() + after for way in inside.split("|")]


def _wrong(phrase: str, what: str) -> ValueError:
    return ValueError(f'The phrase "{phrase}" {what}.')
