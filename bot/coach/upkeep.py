"""What is forgotten, and when. SECURITY.md tells the same to whoever runs the bot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.installations import Leavings
from bot.storage.personal import ERASED
from bot.storage.store import Store

EVENTS_KEPT = timedelta(days=2)  # Slack delivers an event again within hours, never days
SLOTS_KEPT = timedelta(days=30)  # what was delivered or given up; its key has passed long since
AUDIT_KEPT = timedelta(days=365)
A_NIGHT = timedelta(days=1)
NIGHTLY = "nightly"  # the pulse of what need not be done each minute


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Forgets the texts of lines after their retention, and the events long seen.

    Where workspaces install the bot by themselves, also all of those that removed it, after a
    `grace`, and the installations that somebody began and did not finish. Once a day: what was
    delivered long ago, what managers did long ago, and what a deletion may have left in the file.
    """

    store: Store
    retention: timedelta
    installations: Leavings | None = None
    grace: timedelta = timedelta(0)

    def run(self, now: datetime) -> None:
        """Forget what is due at `now`. Cheap when nothing is."""
        self.store.forget_texts(now - self.retention)
        self.store.forget_ended_rules(now - self.retention)  # no text is left that they judged
        self.store.forget_events(now - EVENTS_KEPT)
        if self.installations is not None:
            self.installations.forget_states(now)
            if self.installations.purge(now - self.grace):
                self.store.beat(ERASED, now)
        before = self.store.pulse(NIGHTLY)
        if before is None or now - before >= A_NIGHT:
            self.store.forget_slots(now - SLOTS_KEPT)
            self.store.forget_audit(now - AUDIT_KEPT)
            self.store.beat(NIGHTLY, now)
        self.store.scrub(now, A_NIGHT)
