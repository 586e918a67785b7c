"""What a direct message is, and which answer it gets."""

from dataclasses import dataclass
from datetime import datetime

from bot.coach.critiques import Critiques, Reply
from bot.core.people import Member
from bot.core.slots import SlotKind
from bot.errors import UnusableLine
from bot.storage.store import Store

HELP_WORDS = frozenset({"help", "help me", "commands", "usage", ""})
AROUND_A_WORD = " \t\r\n.!?/"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Takes direct messages. Each gets one answer, kept as a slot for the sender to deliver."""

    critiques: Critiques
    store: Store

    def answer(
        self,
        who: Member,
        text: str,
        *,
        now: datetime,
        event_key: str,
        channel: str,
        thread_ts: str | None = None,
    ) -> None:
        """Keep the event and its answer together, so that neither is lost nor doubled."""
        reply = Reply(channel, thread_ts)
        if text.strip(AROUND_A_WORD).casefold() in HELP_WORDS:
            slot = reply.slot(who, SlotKind.HELP, event_key, now)
            self.store.record_event(who.workspace, event_key, now, slot)
            return
        try:
            self.critiques.review(who, text, now=now, event_key=event_key, reply=reply)
        except UnusableLine as error:
            slot = reply.slot(who, SlotKind.UNUSABLE, event_key, now, subject=str(error))
            self.store.record_event(who.workspace, event_key, now, slot)
