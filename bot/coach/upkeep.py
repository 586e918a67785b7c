"""What is forgotten, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.installations import Leavings
from bot.storage.store import Store

EVENTS_KEPT = timedelta(days=2)  # Slack delivers an event again within hours, never days
SCRUBBED_EVERY = timedelta(days=1)  # if anybody was deleted: writers wait for it for a second or so


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Forgets the texts of lines after their retention, and the events long seen.

    Where workspaces install the bot by themselves, also all of those that removed it, after a
    `grace`, and the installations that somebody began and did not finish.
    """

    store: Store
    retention: timedelta
    installations: Leavings | None = None
    grace: timedelta = timedelta(0)

    def run(self, now: datetime) -> None:
        """Forget what is due at `now`. Cheap when nothing is."""
        self.store.forget_texts(now - self.retention)
        self.store.forget_events(now - EVENTS_KEPT)
        if self.installations is not None:
            self.installations.forget_states(now)
            self.installations.purge(now - self.grace)
        self.store.scrub(now, SCRUBBED_EVERY)
