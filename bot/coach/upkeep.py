"""What is forgotten, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.store import Store

EVENTS_KEPT = timedelta(days=2)  # Slack delivers an event again within hours, never days


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Forgets the texts of lines after their retention, and the events long seen."""

    store: Store
    retention: timedelta

    def run(self, now: datetime) -> None:
        """Forget what is due at `now`. Cheap when nothing is."""
        self.store.forget_texts(now - self.retention)
        self.store.forget_events(now - EVENTS_KEPT)
