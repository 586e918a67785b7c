"""Sends what is to be delivered: at most once always, and exactly once when Slack can be asked.

A slot is claimed and the claim committed before anything is sent, and what became of it is marked
after. A send whose outcome nobody knows stays claimed until its lease ends; then the conversation
is searched for it by the key in its metadata, and only what is surely not there is sent again.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.slots import Slot, SlotState
from bot.slack.errors import sentence
from bot.slack.outcome import Fate, Outcome, outcome_of
from bot.slack.views.conversation import Message, sentence_message
from bot.storage.store import Store

EVENT_TYPE = "close_coach"
LEASE = timedelta(minutes=2)  # longer than any call to Slack can last
SECOND_LOOK = timedelta(seconds=45)  # a history may lag, so one look is not enough
GIVE_UP = timedelta(minutes=15)
BACKOFF = (1, 2, 5, 15, 30, 60)  # seconds, by how often Slack could not be reached in a row
IDLE = 5.0  # seconds after which the sender looks by itself
HISTORY = 100

log = logging.getLogger(__name__)


class Delivery:
    """One sender. `render` makes the message of a slot when it is sent; what it raises
    is told as the error boundary tells it.

    The client must not retry by itself (`retry_handlers=[]`): a retry may send twice.
    """

    def __init__(
        self,
        store: Store,
        client: WebClient,
        render: Callable[[Slot], Message],
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._client, self._render, self._now = store, client, render, now
        self._resting: dict[str, datetime] = {}  # by workspace: until when Slack asks to wait
        self._misses: dict[Slot, datetime] = {}  # when a lost slot was first looked for in vain
        self._unreached = 0
        self._news = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="slack-delivery", daemon=True)

    def start(self) -> None:
        """Start the sender, which first sends what an earlier process has left."""
        self._news.set()
        self._thread.start()

    def wake(self) -> None:
        """Tell the sender that there is something to send."""
        self._news.set()

    def stop(self, timeout: float) -> bool:
        """Send what can be sent now, then end. Return whether that was done in time."""
        self._stopping.set()
        self._news.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def send_pending(self) -> int:
        """Send everything that may be sent now. Return how many slots were taken up."""
        taken = 0
        while slot := self._store.claim_slot(self._now(), LEASE, self._who_rests()):
            self._deliver(slot)
            taken += 1
        return taken

    def recover(self, now: datetime) -> None:
        """Settle the slots whose sender never said what became of them. Call it every minute."""
        for slot in self._store.expired_leases(now):
            self._settle(slot, now)
        self._news.set()

    def _run(self) -> None:
        last = False
        while not last:
            self._news.wait(self._pause())
            self._news.clear()
            last = self._stopping.is_set()  # then this round takes up all that was accepted
            try:
                self.send_pending()
            except Exception:
                log.exception("The sender could not go on; it tries again")

    def _pause(self) -> float:
        now = self._now()
        rests = [max(0.0, (until - now).total_seconds()) for until in self._resting.values()]
        return min([IDLE, *(rest for rest in rests if rest)])

    def _who_rests(self) -> frozenset[str]:
        now = self._now()
        self._resting = {who: until for who, until in self._resting.items() if until > now}
        return frozenset(self._resting)

    def _deliver(self, slot: Slot) -> None:
        message = self._message(slot)
        try:
            self._post(slot, message)
        except Exception as error:  # noqa: BLE001 - every failure is classified, none is fatal
            self._not_delivered(slot, outcome_of(error))
        else:
            self._unreached = 0
            self._store.mark_slot(slot, SlotState.SENT, self._now())

    def _message(self, slot: Slot) -> Message:
        try:
            return self._render(slot)
        except Exception as error:  # noqa: BLE001 - the boundary: an answer is owed in any case
            return sentence_message(sentence(error))

    def _post(self, slot: Slot, message: Message) -> None:
        self._client.chat_postMessage(
            channel=slot.channel,
            thread_ts=slot.thread_ts,
            text=message.text,
            blocks=message.blocks,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": delivery_key(slot)}},
            unfurl_links=False,
            unfurl_media=False,
        )

    def _not_delivered(self, slot: Slot, outcome: Outcome) -> None:
        log.warning("A reply was not delivered (%s): %s", outcome.fate, outcome.error)
        if outcome.fate is Fate.REFUSED:
            self._store.mark_slot(slot, SlotState.FAILED, self._now(), outcome.error)
        elif outcome.fate is Fate.NOT_SENT:
            self._store.mark_slot(slot, SlotState.PENDING, self._now(), outcome.error)
            self._rest(slot.workspace, outcome.wait)
        # An unknown outcome stays claimed: when the lease ends, `recover` looks for the message.

    def _rest(self, workspace: str, wait: int) -> None:
        if not wait:
            wait = BACKOFF[min(self._unreached, len(BACKOFF) - 1)]
            self._unreached += 1
        self._resting[workspace] = self._now() + timedelta(seconds=wait)

    def _settle(self, slot: Slot, now: datetime) -> None:
        try:
            arrived = self._arrived(slot)
        except (SlackApiError, OSError) as error:
            log.warning("Slack could not be asked what became of a reply: %s", type(error).__name__)
            if now - slot.created_at > GIVE_UP:
                self._close(slot, SlotState.UNKNOWN, now, "not reconciled")
            return
        if arrived:
            self._close(slot, SlotState.SENT, now)
        elif now - self._misses.setdefault(slot, now) >= SECOND_LOOK:
            self._close(slot, SlotState.PENDING, now)

    def _close(self, slot: Slot, state: SlotState, now: datetime, error: str = "") -> None:
        self._misses.pop(slot, None)
        self._store.mark_slot(slot, state, now, error)

    def _arrived(self, slot: Slot) -> bool:
        oldest = f"{slot.created_at.timestamp() - 60:.6f}"  # Slack's clock is not ours
        asked: dict[str, Any] = {
            "channel": slot.channel,
            "oldest": oldest,
            "limit": HISTORY,
            "include_all_metadata": True,
        }
        if slot.thread_ts is None:
            pages = self._client.conversations_history(**asked)
        else:
            pages = self._client.conversations_replies(ts=slot.thread_ts, **asked)
        key = delivery_key(slot)
        return any(_key_of(message) == key for page in pages for message in page["messages"])


def delivery_key(slot: Slot) -> str:
    """Return what tells this delivery from every other one in its conversation."""
    return f"{slot.kind}:{slot.key}"


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None
