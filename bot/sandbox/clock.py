"""The clock of the demo: it passes as real time does, and people may move it forwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.model import Now
from bot.sandbox.refusal import SlackRefusal

FURTHEST = timedelta(days=366)  # at once: whoever mistypes a year is told, not carried there


class MovableClock:
    """Tells the time when called, from any thread. `real` is the time that nobody moves."""

    def __init__(self, real: Now) -> None:
        self.real = real
        self._ahead = timedelta()
        self._listeners: list[Callable[[], None]] = []

    def __call__(self) -> datetime:
        return self.real() + self._ahead

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each move, on the thread that moves the clock."""
        self._listeners.append(listener)

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment` now; refuses to go back, or further than a year at once."""
        ahead = moment - self()
        if ahead <= timedelta():
            raise SlackRefusal("clock_backwards")
        if ahead > FURTHEST:
            raise SlackRefusal("clock_too_far")
        self._ahead += ahead
        for listener in self._listeners:
            listener()


def local_moment(text: str, zone: str) -> datetime:
    """Read a date and a time of day as a form gives them, "2026-11-23T09:00", in an IANA zone.

    Of an hour that a clock change repeats the first one is meant. Refuses what is no such text.
    """
    try:
        local = datetime.fromisoformat(text)
        return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise SlackRefusal("invalid_time") from error
