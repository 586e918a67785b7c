"""The phrase language of content/: how a coach writes down a wording without code.

    let me know                   these words, in any case, with any white space between them
    thank* ... (soon|next week)   any ending; up to six words in between; one of several

A phrase is bounded by word ends, crosses no end of a sentence inside `...`, and forgives a comma
between two of its words. Matching stays linear on hostile text: gaps are bounded, runs are
possessive, and a phrase is tried only where its first word stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.core.critique import Span
from bot.core.text import straighten

_GAP = "..."
_MOST_GAPS = 2  # each gap multiplies the ways to try
_SPACE_REGEX = r",?\s++"
_GAP_REGEX = r"(?:[^\w.!?\n'-]++[\w'-]++){0,6}?[^\w.!?\n'-]++"
_ITEM = re.compile(r"\([^()]*\)[^\s()]*|[^\s()]+|[()]")
_TERM = re.compile(r"(?P<word>[^*|()]+)(?P<star>(?<=\w)\*)?")
_WORD = re.compile(r"\w+")
_WORDS_KEPT = 8192  # single words and a bounded number of them: never a text
_LONGEST_WORD = 40  # letters: no phrase begins with a longer one, and none is kept


@dataclass(frozen=True, slots=True)
class _Pattern:
    key: str  # the set of phrases that it belongs to
    regex: re.Pattern[str]


class _Shelf:
    """The patterns that begin with one word."""

    def __init__(self) -> None:
        self.patterns: list[_Pattern] = []

    @cached_property
    def any(self) -> re.Pattern[str]:
        """Matches where one of them does: most often none does, and one try tells it."""
        return re.compile("|".join(one.regex.pattern for one in self.patterns), re.IGNORECASE)

    def found_at(self, plain: str, start: int) -> Iterator[tuple[str, Span]]:
        """Return the matches that start at a place, each with the key of its set."""
        if not self.any.match(plain, start):
            return
        for one in self.patterns:
            if match := one.regex.match(plain, start):
                yield one.key, Span(*match.span())


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
        pattern = _Pattern(key, _regex(phrase, items))
        for head, starred in sorted({_head(phrase, term) for term in _openings(items[0])}):
            shelf = self._begun if starred else self._whole
            shelf.setdefault(head, _Shelf()).patterns.append(pattern)

    def find_all(self, text: str) -> dict[str, tuple[Span, ...]]:
        """Return, for each set that occurs, its matches in order, none overlapping another.

        Of the matches that start at one place the longest counts.
        """
        plain = straighten(text)
        found: dict[str, list[Span]] = {}
        for word in _WORD.finditer(plain):
            for shelf in self._starting_with(word.group()[:_LONGEST_WORD].lower()):
                for key, span in shelf.found_at(plain, word.start()):
                    _keep(found.setdefault(key, []), span)
        return {key: tuple(spans) for key, spans in found.items()}

    def _look_up(self, word: str) -> list[_Shelf]:
        found = [self._whole[word]] if word in self._whole else []
        if word.startswith(self._beginnings):
            found += [self._begun[head] for head in self._beginnings if word.startswith(head)]
        return found


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
    if items[0] == _GAP or items[-1] == _GAP:
        raise _wrong(phrase, "must start and end with a word, not with ...")
    if items.count(_GAP) > _MOST_GAPS:
        raise _wrong(phrase, f"has more than {_MOST_GAPS} gaps (...)")
    if (_GAP, _GAP) in pairwise(items):
        raise _wrong(phrase, "has two gaps (...) in a row")
    return items


def _regex(phrase: str, items: list[str]) -> re.Pattern[str]:
    made = ""
    for before, item in zip([_GAP, *items], items, strict=False):
        if item == _GAP:
            made += _GAP_REGEX
        else:
            made += ("" if before == _GAP else _SPACE_REGEX) + _item_regex(phrase, item)
    return re.compile(rf"(?<!\w){made}(?!\w)", re.IGNORECASE)


def _item_regex(phrase: str, item: str) -> str:
    if not item.startswith("("):
        return _term_regex(phrase, item)
    inside, after = item[1:].rsplit(")", 1)
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


def _openings(item: str) -> list[str]:
    """Return the first words of the alternatives that a phrase opens with."""
    if not item.startswith("("):
        return [item]
    return [way.split()[0] for way in item[1:].rsplit(")", 1)[0].split("|")]


def _head(phrase: str, term: str) -> tuple[str, bool]:
    """Return what a first word begins with, and whether any ending may follow."""
    word = _WORD.match(term)
    if word is None:
        raise _wrong(phrase, "must start with a letter or a digit")
    return word.group().lower(), term[word.end() :] == "*"


def _wrong(phrase: str, what: str) -> ValueError:
    return ValueError(f'The phrase "{phrase}" {what}.')
