"""What has been worked out about the sentences of the line in hand.

A rewrite is read again and again, and most of its sentences are the rep's own. What was worked
out about them is kept until the line is done with, and then forgotten.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")
_KNOWN: ContextVar[dict[tuple[str, int, str], Any] | None] = ContextVar("known", default=None)


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


def recalled(work: Callable[[str], Found], owner: object, text: str) -> Found:
    """Return what the work of an owner makes of a text, worked out once a line."""
    known = _KNOWN.get()
    if known is None:
        return work(text)
    key = (work.__name__, id(owner), text)
    if key not in known:
        known[key] = work(text)
    found: Found = known[key]
    return found
