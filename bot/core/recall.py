"""What has been worked out about the sentences of the line in hand.

A rewrite is read again and again, and most of its sentences are the rep's own. What was worked
out about them is kept until the line is done with, and then forgotten.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar, TypeVarTuple

Found = TypeVar("Found")
Given = TypeVarTuple("Given")
_KNOWN: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("known", default=None)


class Kept(Generic[Found]):
    """What is worked out about texts that were named, for good: content's own, never a person's."""

    def __init__(self) -> None:
        self._found: dict[str, Found | None] = {}

    def name(self, texts: Iterable[str]) -> None:
        """Take texts whose results may be kept, once they are known."""
        self._found.update(dict.fromkeys(texts))

    def get(self, work: Callable[[str], Found], text: str) -> Found:
        """Return what the work makes of a text."""
        kept = self._found.get(text)
        if kept is not None:
            return kept
        found = work(text)
        if text in self._found:
            self._found[text] = found
        return found


@contextmanager
def one_line() -> Iterator[None]:
    """Keep what is worked out until the end of the block, or of one that it stands in."""
    if _KNOWN.get() is not None:
        yield
        return
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def recalled(work: Callable[[*Given], Found], *given: *Given) -> Found:
    """Return what a work makes of what it is given, never None, worked out once a line."""
    known = _KNOWN.get()
    if known is None:
        return work(*given)
    key = (work, *given)
    found: Found | None = known.get(key)
    if found is None:
        found = known[key] = work(*given)
    return found
