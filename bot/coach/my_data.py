"""A member takes their data along, or has it deleted."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.people import Member
from bot.storage.store import Store

ABOUT = (
    "All that Close Coach keeps about you, by the table that holds it. Times are in UTC. A text"
    " that is null has passed its retention."
)


@dataclass(frozen=True, slots=True)
class MyData:
    """Everything that is kept about a member, whichever feature keeps it."""

    store: Store
    retention: timedelta  # of the texts of lines and answers

    def export(self, who: Member, *, now: datetime) -> bytes:
        """Return all of it as one JSON object."""
        data = {
            "about": ABOUT,
            "workspace": who.workspace,
            "member": who.id,
            "exported_at": now,
            "tables": self.store.all_about(who),
        }
        text = json.dumps(data, default=_written, ensure_ascii=False, indent=2)
        return text.encode("utf-8", errors="replace")

    def delete(self, who: Member, *, now: datetime) -> None:
        """Delete all of it, for good. Whoever comes back begins anew."""
        self.store.forget_member(who, now)


def _written(value: object) -> str:
    assert isinstance(value, date | time)
    return value.isoformat()
