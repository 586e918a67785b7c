"""Whether this process does its part, for a platform that restarts it when it does not."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.core.slots import SlotState
from bot.storage.store import Store
from bot.web.site import JSON, Answer, Environ

LATE = timedelta(minutes=5)  # without a tick, or a word from Slack where a socket is open
MOST_COUNTED = 1_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """`ticks` says whether this process keeps the time; `heard_at` when its socket last heard
    from Slack, where it has one. Only what this process answers for makes it unhealthy: what
    waits, or who keeps the time elsewhere, is told and no more.
    """

    store: Store
    now: Callable[[], datetime]
    started: datetime
    pulse: str  # the name of the tick's
    ticks: bool = False
    heard_at: Callable[[], datetime] | None = None

    def answer(self, environ: Environ) -> Answer:
        """Answer 200 when all is well, or else 503; the reasons are in the JSON."""
        found = self.look()
        return Answer(200 if found["ok"] else 503, json.dumps(found) + "\n", JSON)

    def look(self) -> dict[str, object]:
        """Look at everything. Ages are in seconds, null where there is nothing to look at."""
        now = self.now()
        try:
            ticked = self.store.pulse(self.pulse)
            oldest = self.store.oldest_pending(now)
            unknown = len(self.store.slots_in(SlotState.UNKNOWN, MOST_COUNTED))
        except SQLAlchemyError as error:
            log.warning("The database cannot be read: %s", type(error).__name__)
            return {"ok": False, "problems": ["database"]}
        heard = self.heard_at() if self.heard_at is not None else None
        problems = []
        if self.ticks and now - max(ticked or self.started, self.started) > LATE:
            problems.append("last_tick")
        if heard is not None and now - heard > LATE:
            problems.append("last_socket_frame")
        return {
            "ok": not problems,
            "problems": problems,
            "last_tick": _age(now, ticked),
            "last_socket_frame": _age(now, heard),
            "oldest_pending": _age(now, oldest),
            "unknown": unknown,
        }


def _age(now: datetime, then: datetime | None) -> float | None:
    return None if then is None else round((now - then).total_seconds(), 1)
