"""Whether an answer names something, give or take an ending or a slip of the finger."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bot.core.text import straighten

CLOSE_ENOUGH = 85  # of 100
_BEGINS = 5  # characters of a wording from which a longer ending still counts as the same word


def plain(text: str) -> str:
    """Return a text in small letters, without marks, its words parted by single spaces."""
    return " ".join(default_process(straighten(text)).split())


def named(wanted: Iterable[str], text: str) -> tuple[str, ...]:
    """Return those of the wordings that occur. A wording may hold alternatives parted by |."""
    words = plain(text).split()
    return tuple(one for one in wanted if any(_occurs(plain(way), words) for way in one.split("|")))


def _occurs(wording: str, words: list[str]) -> bool:
    """Compare a wording with each run of as many words, of one fewer and of one more.

    A long enough wording is also compared with what stands from the start of a word on, so that
    an ending ("negotiating" for "negotiate") does not hide it.
    """
    if not wording:
        return False
    size = len(wording.split())
    runs = [
        " ".join(words[start : start + length])
        for length in range(max(1, size - 1), size + 2)
        for start in range(len(words) - length + 1)
    ]
    if len(wording) >= _BEGINS:
        runs += [run[: len(wording)] for run in runs]
    return bool(process.extractOne(wording, runs, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH))
