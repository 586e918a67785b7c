"""Sends what is to be delivered: at most once always, and exactly once when Slack can be asked.

A slot is claimed and the claim committed before anything is sent, and what became of it is marked
after. A send whose outcome nobody knows stays claimed until its lease ends; then the conversation
is searched for it by the key in its metadata, and only what is surely not there is sent again.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.core.slots import DRILLS, TO_A_CHANNEL, Slot, SlotKind, SlotState
from bot.errors import UserError
from bot.slack.clients import ClientFor, NotInstalled
from bot.slack.errors import sentence
from bot.slack.outcome import Fate, Outcome, before_sending, outcome_of
from bot.slack.pacing import Pace
from bot.slack.posting import channel_of, find, post
from bot.slack.views.blocks import Message
from bot.slack.views.conversation import sentence_message
from bot.storage.store import Store
from bot.storage.trouble import told

LEASE = timedelta(minutes=2)  # longer than any call to Slack can last
SECOND_LOOK = timedelta(seconds=45)  # a history may lag, so one look is not enough
GIVE_UP = timedelta(minutes=13)  # after the first question in vain
OF_NO_USE = timedelta(hours=6)  # however often the process was started again since
BARRED = 600  # seconds between two tries to reach a workspace that takes nothing from this bot
BACKOFF = (1, 2, 5, 15, 30, 60)  # seconds, by how often Slack did not answer in a row
IDLE = 5.0  # seconds after which the sender looks by itself
MARGIN = timedelta(days=1)  # Slack's clock is not ours, and a tick may be run ahead of time
TO_A_MEMBER = DRILLS | {SlotKind.REMINDER}  # not an answer to what they have just written
UNASKED = TO_A_CHANNEL | {SlotKind.BOARD_GONE, SlotKind.TEAM}  # an error is of no use to anybody

NOT_INSTALLED = "not installed"

Barred = Callable[[str, str | None, str], object]  # workspace, token, Slack's reason

log = logging.getLogger(__name__)


class Delivery:
    """One sender. `render` makes the message of a slot when it is sent; what it raises
    is told as the error boundary tells it, unless nobody waits for it: then nothing is sent.
    `gone` is told of a drill that nobody is there to read, and of a channel that takes no board,
    with Slack's reason. Replies are sent at once; drills wait for their turn, so that Slack is not
    flooded.

    `client_for` returns the client of a workspace, or raises NotInstalled: nothing is owed there
    then. `barred` is told of a workspace that takes nothing from this bot, with the token that was
    refused and Slack's reason.

    The clients must not retry by themselves (`retry_handlers=[]`): a retry may send twice.
    """

    def __init__(
        self,
        store: Store,
        client_for: ClientFor,
        render: Callable[[Slot], Message],
        now: Callable[[], datetime],
        *,
        gone: Callable[[Slot, str], object] = lambda slot, code: None,
        barred: Barred = lambda workspace, token, code: None,
        lease: timedelta = LEASE,
        idle: float = IDLE,
    ) -> None:
        self._store, self._client_for, self._render, self._now = store, client_for, render, now
        self._gone, self._barred, self._lease = gone, barred, lease
        self._idle = idle
        self._resting: dict[str, datetime] = {}  # by workspace: until when Slack asks to wait
        self._paces: dict[str, Pace] = {}  # by workspace
        self._misses: dict[Slot, datetime] = {}  # when a lost slot was first looked for in vain
        self._unheard: dict[Slot, datetime] = {}  # when Slack first could not be asked for it
        self._unreached = Counter[str]()  # by workspace
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
        while slot := self._claim():
            self._deliver(slot)
            taken += 1
        return taken

    def send_all(self, patience: float) -> int:
        """Send everything that is due, as fast as Slack takes it, and return how many were sent
        or tried. Leave what would have to wait longer than `patience` seconds.
        """
        taken = self.send_pending()
        while 0 < (wait := self._wait()) <= patience and not self._stopping.wait(wait):
            taken += self.send_pending()
        return taken

    @property
    def is_looking(self) -> bool:
        """Whether a message was looked for in vain that has to be looked for once more."""
        return bool(self._misses)

    def recover(self, now: datetime) -> None:
        """Settle the slots whose sender never said what became of them. Call it every minute."""
        silent: dict[str, Outcome] = {}  # by workspace, where any other question would be in vain
        lost = self._store.expired_leases(now)
        for slot in {*self._misses, *self._unheard}.difference(lost):
            self._forget(slot)  # another process has settled it
        for slot in lost:
            failed = silent.get(slot.workspace) or self._settle(slot, now)
            if failed is None:
                continue
            if failed.fate not in (Fate.REFUSED, Fate.GONE):  # which are about one conversation
                silent[slot.workspace] = failed
            self._asked_in_vain(slot, failed, now)
        self._news.set()

    def _run(self) -> None:
        last = False
        while not last:
            self._news.wait(self._pause())
            self._news.clear()
            last = self._stopping.is_set()  # then this round takes up all that was accepted
            try:
                self.send_pending()
            except SQLAlchemyError as error:
                log.warning("The sender could not go on; it tries again: %s", told(error))
            except Exception:
                log.exception("The sender could not go on; it tries again")

    def _pause(self) -> float:
        return min(self._idle, self._wait() or self._idle)

    def _wait(self) -> float:
        """Return in how many seconds a workspace takes messages again, 0 if all take them now."""
        now = self._now()
        until = {who: pace.ready_at(now) for who, pace in self._paces.items()}
        until |= {who: max(at, until.get(who, at)) for who, at in self._resting.items()}
        return min(((at - now).total_seconds() for at in until.values() if at > now), default=0.0)

    def _claim(self) -> Slot | None:
        now = self._now()
        self._resting = {who: until for who, until in self._resting.items() if until > now}
        busy = [who for who, pace in self._paces.items() if pace.ready_at(now) > now]
        return self._store.claim_slot(now, self._lease, self._resting.keys(), busy)

    def _deliver(self, slot: Slot) -> None:
        try:
            client = self._client_for(slot.workspace)
        except NotInstalled:
            self._store.mark_slot(slot, SlotState.EXPIRED, self._now(), NOT_INSTALLED)
            return
        pace = self._paces.setdefault(slot.workspace, Pace(self._now()))
        try:
            message = self._message(slot)
        except (SlackApiError, OSError) as error:
            self._not_delivered(slot, before_sending(outcome_of(error)), pace, client.token)
            return
        if message is None:
            return
        pace.spend(self._now())
        try:
            posted = post(client, slot, message)
        except Exception as error:  # noqa: BLE001 - every failure is classified, none is fatal
            self._not_delivered(slot, outcome_of(error), pace, client.token)
        else:
            self._unreached.pop(slot.workspace, None)
            now = self._now()
            pace.accepted(now)
            self._store.mark_sent(slot, now, channel=posted["channel"], ts=posted["ts"])

    def _message(self, slot: Slot) -> Message | None:
        """Return what is to be sent. None when nothing is, which is noted with the slot.

        Raises what Slack answers when it is asked for something that the message needs.
        """
        try:
            return self._render(slot)
        except Exception as error:
            if slot.kind not in UNASKED:
                return sentence_message(sentence(error))
            if isinstance(error, SlackApiError | OSError):
                raise
            said = sentence(error)  # which logs what is no UserError
            state = SlotState.EXPIRED if isinstance(error, UserError) else SlotState.FAILED
            self._store.mark_slot(slot, state, self._now(), said)
            return None

    def _not_delivered(self, slot: Slot, outcome: Outcome, pace: Pace, token: str | None) -> None:
        log.warning("A message was not delivered (%s): %s", outcome.fate, outcome.error)
        now = self._now()
        match outcome.fate:
            case Fate.REFUSED | Fate.GONE:
                self._store.mark_slot(slot, SlotState.FAILED, now, outcome.error)
                to_a_member = outcome.fate is Fate.GONE and slot.kind in TO_A_MEMBER
                if to_a_member or slot.kind in TO_A_CHANNEL:
                    self._gone(slot, outcome.error)
            case Fate.BARRED:
                self._store.mark_slot(slot, SlotState.PENDING, now, outcome.error)
                self._rest(slot.workspace, BARRED)
                self._barred(slot.workspace, token, outcome.error)
            case Fate.NOT_SENT:
                self._store.mark_slot(slot, SlotState.PENDING, now, outcome.error)
                self._rest(slot.workspace, outcome.wait)
                if outcome.wait:
                    pace.refused(now)
            case Fate.UNKNOWN:  # it stays claimed: when the lease ends, `recover` looks for it
                if outcome.silent:
                    self._rest(slot.workspace, 0)  # others need not wait until it is heard of

    def _rest(self, workspace: str, wait: int) -> None:
        if not wait:
            wait = BACKOFF[min(self._unreached[workspace], len(BACKOFF) - 1)]
            self._unreached[workspace] += 1
        self._resting[workspace] = self._now() + timedelta(seconds=wait)

    def _settle(self, slot: Slot, now: datetime) -> Outcome | None:
        """Look for a message in Slack. Return why that was in vain, or None."""
        try:
            client = self._client_for(slot.workspace)
            channel = channel_of(client, slot)
            ts = find(client, slot, channel, min(slot.created_at, now) - MARGIN)
        except NotInstalled:
            self._close(slot, SlotState.UNKNOWN, now, NOT_INSTALLED)
            return None
        except (SlackApiError, OSError) as error:
            log.warning("Slack could not be asked what became of a message: %s", _named(error))
            return outcome_of(error)
        if ts is not None:
            self._forget(slot)
            self._store.mark_sent(slot, now, channel=channel, ts=ts)
        elif now - self._misses.setdefault(slot, now) >= SECOND_LOOK:
            self._close(slot, SlotState.PENDING, now)
        return None

    def _asked_in_vain(self, slot: Slot, failed: Outcome, now: datetime) -> None:
        """Give up what could not be asked for long enough. Too many questions at once are none."""
        asked_for = timedelta(0) if failed.wait else now - self._unheard.setdefault(slot, now)
        if asked_for >= GIVE_UP or now - slot.created_at >= OF_NO_USE:
            self._close(slot, SlotState.UNKNOWN, now, "not reconciled")

    def _close(self, slot: Slot, state: SlotState, now: datetime, error: str = "") -> None:
        self._forget(slot)
        self._store.mark_slot(slot, state, now, error)

    def _forget(self, slot: Slot) -> None:
        self._misses.pop(slot, None)
        self._unheard.pop(slot, None)


def _named(error: Exception) -> str:
    return outcome_of(error).error
