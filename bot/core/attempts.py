"""One checked line, what changed since an earlier try, and the objections to its findings."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.core.critique import Critique, LineKind, Stance
from bot.core.people import Member

ID_DIGITS = 16  # 64 bits: two events of one workspace do not meet by chance


@dataclass(frozen=True, slots=True)
class Attempt:
    """A line that a member had checked, and how it was judged then.

    `text` is None once its retention has passed; the rest stays. Only `who` may ever see it.
    """

    id: str
    who: Member
    kind: LineKind
    score: int
    verdict: str
    checks: tuple[tuple[str, bool], ...]  # (check id, met), in the order of the kind's checks
    findings: tuple[str, ...]  # rule ids, by place in the text
    stance: Stance
    rules: str  # the version of the library that judged it
    text: str | None
    made_at: datetime
    earlier: str | None  # the attempt that this one tries to better


@dataclass(frozen=True, slots=True)
class Dispute:
    """A member's "not a trap". It carries no text, so that a coach may learn from it."""

    who: Member
    attempt: str
    rule: str
    stance: Stance
    rules: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two tries, check by check. The tuples hold titles of checks."""

    before: int
    after: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    kept_missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The answer to a line. `attempt_id` is None when nothing was kept: it was no closing line.

    `invites` says that it is the member's first line, and that they have no daily drill yet.
    """

    critique: Critique
    attempt_id: str | None
    comparison: Comparison | None = None
    invites: bool = False


def attempt_id(workspace: str, event_key: str) -> str:
    """Return the id of the attempt that an event makes: the same event makes the same attempt."""
    return sha256(f"{workspace}\n{event_key}".encode()).hexdigest()[:ID_DIGITS]


def compare(earlier: Attempt, critique: Critique) -> Comparison:
    """Compare a new critique with an earlier attempt.

    A check that the earlier line was not held to, because it was of another kind, is neither
    gained nor lost.
    """
    was_met = dict(earlier.checks)

    def titles(before: bool, after: bool) -> tuple[str, ...]:
        return tuple(
            check.title
            for check in critique.checks
            if was_met.get(check.id) is before and check.met is after
        )

    return Comparison(
        before=earlier.score,
        after=critique.score,
        gained=titles(before=False, after=True),
        lost=titles(before=True, after=False),
        kept_missing=titles(before=False, after=False),
    )
