"""Critiques as JSON: one object a line, in the order given, in constant memory.

The reader works on bytes: one line that is not UTF-8, not JSON or far too long gets an error object
of its own, and the next line is read as if nothing had happened.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from bot.core.critic import Critic
from bot.core.critique import Critique, Finding, Stance
from bot.errors import UnusableLine

LONGEST_LINE = 1_000_000  # bytes: far above 4,000 characters however they are escaped


class BadInput(Exception):
    """A line of the stream that cannot be judged. `id` is the line's own where it has one."""

    def __init__(self, reason: str, id: Any = None) -> None:
        super().__init__(reason)
        self.id = id


@dataclass(frozen=True, slots=True)
class Request:
    """One line of input. `id` is any JSON value: it is handed back as it came."""

    id: Any
    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """How to judge, and whether to tell doubts as well."""

    stance: Stance = Stance.BALANCED
    maybe: bool = False


def stream(source: BinaryIO, target: BinaryIO, critic: Critic, say: Say) -> None:
    """Judge each line of `source` and write its answer to `target` at once."""
    for raw in raw_lines(source):
        target.write(encode(answer(raw, critic, say)) + b"\n")
        target.flush()  # whoever waits for the answer may be about to write the next line


def encode(value: dict[str, Any]) -> bytes:
    """Return JSON in ASCII: safe in every locale, and for lone surrogates."""
    return json.dumps(value, allow_nan=False).encode("ascii")


def as_object(critique: Critique, *, maybe: bool = False) -> dict[str, Any]:
    """Return what --json and --jsonl say about a line, without its id.

    `maybe` adds the findings that are not sure, and says of each whether it is.
    """
    findings = [_finding(one) for one in critique.findings]
    if maybe:
        findings = [{**_finding(one), "sure": one.sure} for one in _by_place(critique)]
    return {
        "kind": critique.kind.value,
        "score": critique.score,
        "verdict": critique.verdict,
        "findings": findings,
        "steps": [{"id": step.id, "met": step.met} for step in critique.steps],
        "rewrite": critique.rewrite,
    }


def _by_place(critique: Critique) -> list[Finding]:
    every = (*critique.findings, *critique.maybes)
    return sorted(every, key=lambda one: (one.span.start, one.span.end, one.id))


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "id": finding.id,
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.words,
        "confidence": round(finding.confidence, 4),
        "message": finding.message,
    }


def answer(raw: bytes, critic: Critic, say: Say) -> dict[str, Any]:
    """Return the answer to one line of input, or an error object with the line's id."""
    try:
        request = read(raw)
    except BadInput as bad:
        return {"id": bad.id, "error": str(bad)}
    try:
        return {
            "id": request.id,
            **as_object(critic.critique(request.text, say.stance), maybe=say.maybe),
        }
    except UnusableLine as unusable:
        return {"id": request.id, "error": str(unusable)}


def raw_lines(source: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of `source` but the blank ones. Of a line far too long, only the start."""
    while raw := source.readline(LONGEST_LINE + 1):
        ended = raw
        while not ended.endswith(b"\n") and len(ended) > LONGEST_LINE:
            ended = source.readline(LONGEST_LINE + 1)
        if raw.strip():
            yield raw


def read(raw: bytes) -> Request:
    """Return what one line asks for. Raises BadInput."""
    if len(raw) > LONGEST_LINE:
        raise BadInput(f"This line is longer than {LONGEST_LINE:,} bytes.")
    value = parse(raw)
    if not isinstance(value, dict):
        raise BadInput("This line is not a JSON object.")
    text = value.get("text")
    if not isinstance(text, str):
        raise BadInput('This object has no "text" that is a string.', value.get("id"))
    return Request(value.get("id"), text)


def parse(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=refuse)
    except UnicodeDecodeError:
        raise BadInput("This line is not UTF-8 text.") from None
    except (ValueError, RecursionError):
        raise BadInput("This line is not JSON.") from None


def refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads but JSON does not have."""
    raise ValueError(constant)
