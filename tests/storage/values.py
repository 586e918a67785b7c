"""Values to keep, so that a test names only what it is about."""

from datetime import UTC, datetime, timedelta

from bot.core.attempts import Attempt
from bot.core.critique import LineKind, Stance
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MAYA = Member("T1", "U1")

ATTEMPT = Attempt(
    id="a1",
    who=MAYA,
    kind=LineKind.FINAL_CLOSE,
    score=60,
    verdict="solid",
    checks=(("no-trap", True), ("asks-next", False)),
    findings=("state-interest", "passive-exit"),
    stance=Stance.STRICT,
    rules="abc123",
    text="I want this. Keep me posted.",
    made_at=NOON,
    earlier=None,
)

SLOT = Slot(
    workspace="T1",
    recipient="U1",
    kind=SlotKind.CRITIQUE,
    key="Ev1",
    subject="a1",
    channel="D1",
    thread_ts="1700000000.000100",
    created_at=NOON,
)
