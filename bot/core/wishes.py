"""The words by which a member runs their daily drill, and more, in a direct message."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple


class Wish(StrEnum):
    """What a member asks for. The value is the word for it."""

    JOIN = "join"
    STOP = "stop"
    DRILL = "drill"
    STATUS = "status"
    SKIP = "skip"
    SNOOZE = "snooze"
    RESUME = "resume"
    HINT = "hint"
    MODEL = "model answer"
    PAUSE = "pause"
    TIME = "time"
    DAYS = "days"
    ZONE = "zone"
    MY_DATA = "my data"


class Wished(NamedTuple):
    """A wish, and what it is given: the hour of `time 9am`."""

    wish: Wish
    given: str = ""


LONGEST_WORD = 24  # characters: whoever writes more has not mistyped a word
_ALIKE = 0.8  # one letter of five that is another, or too many
AROUND_A_WORD = " \t\r\n.!?/"
_WORDS = {
    "join": Wish.JOIN,
    "start": Wish.JOIN,
    "subscribe": Wish.JOIN,
    "stop": Wish.STOP,
    "leave": Wish.STOP,
    "unsubscribe": Wish.STOP,
    "drill": Wish.DRILL,
    "drill now": Wish.DRILL,
    "next drill": Wish.DRILL,
    "status": Wish.STATUS,
    "settings": Wish.STATUS,
    "skip": Wish.SKIP,
    "skip today": Wish.SKIP,
    "snooze": Wish.SNOOZE,
    "snooze one hour": Wish.SNOOZE,
    "resume": Wish.RESUME,
    "hint": Wish.HINT,
    "model answer": Wish.MODEL,
    "pause": Wish.PAUSE,
    "time": Wish.TIME,
    "days": Wish.DAYS,
    "zone": Wish.ZONE,
    "timezone": Wish.ZONE,
    "time zone": Wish.ZONE,
    "my data": Wish.MY_DATA,
    "export my data": Wish.MY_DATA,
    "delete my data": Wish.MY_DATA,
    "delete me": Wish.MY_DATA,
    "forget me": Wish.MY_DATA,
}
# A word with something after it. A line to check may begin with such a word too ("Time to wrap
# up, I think."), so what follows must look like what the word asks for.
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_GIVEN = {
    Wish.TIME: re.compile(
        r"time (?:to |at |of day )?((?:\S*\d|noon\b|midday\b|midnight\b).{0,12})"
    ),
    Wish.DAYS: re.compile(
        rf"days ((?:{_DAY}|weekdays|workdays|weekends?|daily|every ?day|all)\b.{{0,60}}|\S+)"
    ),
    Wish.ZONE: re.compile(r"(?:time ?)?zone (?:to )?(\S+(?: \S+){0,2})"),
    Wish.PAUSE: re.compile(
        rf"pause (?:(?:until|till)\b ?(.{{0,40}})|(\d.{{0,20}}|today|tomorrow|(?:next )?{_DAY}))"
    ),
}


def read_wish(text: str) -> Wished | None:
    """Return what a message asks for, None for a line or anything else."""
    words = _words(text)
    folded = words.casefold()
    if folded in _WORDS:
        return Wished(_WORDS[folded])
    for wish, pattern in _GIVEN.items():
        found = pattern.fullmatch(folded)
        if found is not None:
            start, end = found.span(found.lastindex or 0)
            return Wished(wish, words[start:end])
    return None


def nearest_word(text: str, more: Collection[str] = ()) -> str | None:
    """Return the word of `read_wish`, or one of `more`, that a few letters were meant to be.

    None for anything longer than a word or two, and for what is like none of them.
    """
    folded = _words(text).casefold()
    if len(folded) > LONGEST_WORD:
        return None
    first, _, rest = folded.partition(" ")
    for word in _alike(folded, (*_WORDS, *more)):
        return word
    for word in _alike(first, _GIVEN):
        if rest and read_wish(f"{word} {rest}") is not None:
            return str(word)
    return None


def _alike(typed: str, words: Collection[str]) -> list[str]:
    """Return the words of the same letters, those that are much alike after them."""
    letters = sorted(typed)
    mixed_up = [word for word in words if sorted(word) == letters]
    return [*mixed_up, *get_close_matches(typed, words, 1, _ALIKE)]


def _words(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", text.strip(AROUND_A_WORD))
