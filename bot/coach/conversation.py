"""What a direct message is, and which answer it gets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.coach.critiques import Critiques, Reply
from bot.coach.drills import Drills
from bot.coach.schedule import Schedules
from bot.core.people import Member
from bot.core.slots import SlotKind
from bot.core.typed import parse_day, parse_time, parse_weekdays, parse_zone
from bot.core.wishes import AROUND_A_WORD, Wish, Wished, nearest_word, read_wish
from bot.errors import UserError
from bot.storage.store import Store

GREETINGS = frozenset(
    ("hi", "hello", "hey", "hiya", "hi there", "hello there", "hey there", "good morning")
)
HELP_WORDS = frozenset({"help", "help me", "commands", "usage", "", *GREETINGS})
NO_DRILL = "You have no drill yet. Send “drill” to get one now, or “join” for one a day."
ASK_FOR_A_DAY = "Until when? Send for example “pause until monday” or “pause until 5 December”."
ASK_FOR_A_TIME = "At what time? Send for example “time 9am”."
ASK_FOR_DAYS = "On which days? Send for example “days mon-fri”."
ASK_FOR_A_ZONE = "Which time zone? Send for example “zone Europe/London”, or “zone slack”."
_HIDING = (
    "Boards show you or hide you as you choose: with the button on my Home tab, or the one below"
    " /close-board me."
)
_STANDING = (
    "Send /close-board me for your points and your place. My Home tab has your latest scores."
)
ELSEWHERE = {
    **dict.fromkeys(("hide", "hide me", "unhide", "show me"), _HIDING),
    **dict.fromkeys(("score", "scores", "points", "my points", "my score", "streak"), _STANDING),
    **dict.fromkeys(("board", "leaderboard", "rank", "place", "my place", "stats"), _STANDING),
}
MORE_WORDS = ("help", "commands", "score", "points", "leaderboard")
DID_YOU_MEAN = "Did you mean “{word}”? Send it to me, or “help” for all that I can do."
SLACK_ZONE = frozenset({"slack", "auto", "automatic"})


@dataclass(frozen=True, slots=True)
class Heard:
    """One direct message: who wrote it, when, and where the answer goes."""

    who: Member
    text: str
    now: datetime
    event_key: str
    reply: Reply

    @property
    def once(self) -> dict[str, Any]:
        """The arguments of a change that has one effect for each event, and one answer."""
        return {"now": self.now, "event_key": self.event_key, "reply": self.reply}


@dataclass(frozen=True, slots=True)
class Conversation:
    """Takes direct messages. Each gets one answer, kept as a slot for the sender to deliver."""

    critiques: Critiques
    schedules: Schedules
    drills: Drills
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
        """Keep the event and its answer together, so that neither is lost nor doubled.

        A message is a word of the bot's, an answer in the thread of a drill, or else a line.
        """
        heard = Heard(who, text, now, event_key, Reply(channel, thread_ts))
        self._answer_or_explain(heard, self._take)

    def edited(
        self,
        who: Member,
        text: str,
        *,
        now: datetime,
        event_key: str,
        channel: str,
        thread_ts: str,
    ) -> None:
        """Grade an edited answer in the thread of a drill. Every other edit is left alone."""
        if self.drills.in_thread(who, thread_ts) is not None and read_wish(text) is None:
            heard = Heard(who, text, now, event_key, Reply(channel, thread_ts))
            self._answer_or_explain(heard, self._check)

    def _answer_or_explain(self, heard: Heard, take: Callable[[Heard], None]) -> None:
        try:
            take(heard)
        except UserError as error:
            self._say(heard, SlotKind.UNUSABLE, str(error))

    def _take(self, heard: Heard) -> None:
        wished, word = read_wish(heard.text), heard.text.strip(AROUND_A_WORD).casefold()
        if word in HELP_WORDS and (word or not heard.reply.thread_ts):
            self._say(heard, SlotKind.HELP)
        elif wished is None:
            self._check(heard)
        elif wished.wish is Wish.MY_DATA:
            self._say(heard, SlotKind.MY_DATA)
        elif wished.wish in (Wish.HINT, Wish.MODEL):
            self._help(heard, wished.wish)
        else:
            self._grant(heard, wished)

    def _check(self, heard: Heard) -> None:
        thread = heard.reply.thread_ts
        drill = self.drills.in_thread(heard.who, thread) if thread else None
        if drill is None:
            _guess(heard.text)
            self.critiques.review(heard.who, heard.text, **heard.once)
        else:
            self.drills.answer(heard.who, drill, heard.text, **heard.once)

    def _help(self, heard: Heard, wish: Wish) -> None:
        """Help with the drill of this thread, or else with the latest one."""
        thread = heard.reply.thread_ts
        drill = self.drills.in_thread(heard.who, thread) if thread else None
        drill = drill or self.drills.latest(heard.who)
        if drill is None:
            raise UserError(NO_DRILL)
        if wish is Wish.HINT:
            self.drills.hint(heard.who, drill)
            self._say(heard, SlotKind.HINT, drill)
        else:
            self.drills.model_answer(heard.who, drill)
            self._say(heard, SlotKind.MODEL, drill)

    def _grant(self, heard: Heard, wished: Wished) -> None:
        who, schedules = heard.who, self.schedules
        match wished.wish:
            case Wish.JOIN:
                # Slack is asked for the zone when the answer is sent: here nobody may wait for it.
                schedules.join(who, zone=schedules.of(who).schedule.zone, **heard.once)
            case Wish.STOP:
                schedules.stop(who, **heard.once)
            case Wish.STATUS:
                schedules.status(who, **heard.once)
            case Wish.SKIP:
                schedules.skip(who, **heard.once)
            case Wish.SNOOZE:
                schedules.snooze(who, **heard.once)
            case Wish.RESUME:
                schedules.resume(who, **heard.once)
            case Wish.DRILL:
                # Not in the thread of another drill: an answer must show which drill it is for.
                reply = Reply(heard.reply.channel)
                self.drills.ask(who, now=heard.now, event_key=heard.event_key, reply=reply)
            case _:
                self._change(heard, wished)

    def _change(self, heard: Heard, wished: Wished) -> None:
        who, given, schedule = heard.who, wished.given, self.schedules.of(heard.who).schedule
        match wished.wish:
            case Wish.PAUSE:
                until = parse_day(_given(given, ASK_FOR_A_DAY), schedule.local_date(heard.now))
                self.schedules.pause(who, until, **heard.once)
            case Wish.TIME:
                at = parse_time(_given(given, ASK_FOR_A_TIME))
                self.schedules.change(who, at=at, **heard.once)
            case Wish.DAYS:
                days = parse_weekdays(_given(given, ASK_FOR_DAYS))
                self.schedules.change(who, weekdays=days, **heard.once)
            case _ if given.casefold() in SLACK_ZONE:
                self.schedules.unpin(who, schedule.zone, **heard.once)
            case _:
                zone = parse_zone(_given(given, ASK_FOR_A_ZONE))
                self.schedules.change(who, zone=zone, **heard.once)

    def _say(self, heard: Heard, kind: SlotKind, subject: str = "") -> None:
        slot = heard.reply.slot(heard.who, kind, heard.event_key, heard.now, subject)
        self.store.record_event(heard.who.workspace, heard.event_key, heard.now, slot)


def _guess(text: str) -> None:
    """Raise UserError, which says where to turn, for a word of another place or a mistyped one."""
    typed = text.strip(AROUND_A_WORD).casefold()
    word = typed if typed in ELSEWHERE else nearest_word(text, MORE_WORDS)
    if word is not None:
        raise UserError(ELSEWHERE.get(word) or DID_YOU_MEAN.format(word=word))


def _given(text: str, ask: str) -> str:
    """Return what a word was given. Raises UserError, which asks for it, without."""
    if not text:
        raise UserError(ask)
    return text
