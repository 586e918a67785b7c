"""A small language for the shapes that Slack accepts, and the words in which it complains.

A check takes a value and its JSON pointer, and yields one sentence for each thing that is wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def complaint(what: str, at: str) -> str:
    """A sentence in Slack's form."""
    return f"[ERROR] {what} [json-pointer:{at}]"


def anything(value: Any, at: str) -> Iterator[str]:
    """Accepts every value."""
    return iter(())


def text(longest: int, shortest: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must be a string", at)
        elif len(value) < shortest:
            yield complaint(f"must be more than {shortest - 1} characters", at)
        elif len(value) > longest:
            yield complaint(f"must be less than {longest + 1} characters", at)

    return check


def whole(lowest: int, highest: int) -> Check:
    """An integer in a range."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield complaint("must be an integer", at)
        elif not lowest <= value <= highest:
            yield complaint(f"must be from {lowest} to {highest}", at)

    return check


def real(value: Any, at: str) -> Iterator[str]:
    """Any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield complaint("must be a number", at)


def truth(value: Any, at: str) -> Iterator[str]:
    """A boolean."""
    if not isinstance(value, bool):
        yield complaint("must be a boolean", at)


def choice(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield complaint(f"must be one of: {', '.join(allowed)}", at)

    return check


def items(each: Check, most: int, fewest: int = 1) -> Check:
    """An array of so many items."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield complaint("must be an array", at)
            return
        if len(value) < fewest:
            yield complaint(f"no fewer than {fewest} items allowed", at)
        if len(value) > most:
            yield complaint(f"no more than {most} items allowed", at)
        for number, item in enumerate(value):
            yield from each(item, f"{at}/{number}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no others."""
    known = {**(optional or {}), **required}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", at)
            return
        for name in required:
            if name not in value:
                yield complaint(f"missing required field: {name}", at)
        for name, given in value.items():
            if name not in known:
                yield complaint(f"invalid additional property: {name}", at)
            elif given is not None:
                yield from known[name](given, f"{at}/{name}")

    return check


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the shapes it must have."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = str(value.get("type")) if isinstance(value, dict) else ""
        if kind in shapes:
            yield from shapes[kind](value, at)
        else:
            yield complaint(f"unsupported type: {kind}", f"{at}/type")

    return check
