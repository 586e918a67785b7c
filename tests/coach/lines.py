"""Who says what, and when, in the tests of the coach."""

from datetime import UTC, datetime, timedelta

from bot.core.people import Member
from tests.core.small import LIBRARY as SMALL
from tests.core.small import TRAP

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)

MAYA = Member("T1", "U1")
TOM = Member("T1", "U2")
STRANGER = Member("T2", "U1")  # the same member id in another workspace

PASSIVE = TRAP.model_copy(update={"id": "passive-exit"})
LIBRARY = SMALL.model_copy(update={"traps": (*SMALL.traps, PASSIVE)})

BEGGING = "Please please call me. I want this."
BETTER = "Shall we go on? I want this."
WORRIED = "Any concerns about me? I want this."
SMALL_TALK = "The weather is nice in Leeds today."
