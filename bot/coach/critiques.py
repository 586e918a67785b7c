"""A member has a line checked, tries again, and looks at it once more."""

from dataclasses import dataclass
from datetime import datetime

from bot.coach.chooser import TRIES, Chooser
from bot.coach.points import Points
from bot.coach.rulebook import Rulebook
from bot.core.attempts import Attempt, Comparison, Review, attempt_id, compare
from bot.core.critic import Critic
from bot.core.critique import Critique, LineKind
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.errors import Gone
from bot.storage.store import Store

__all__ = ["Comparison", "Critiques", "Reply", "Review"]

UNKNOWN_ATTEMPT = "That check is no longer here. Paste the line again to check it once more."
FORGOTTEN_TEXT = "The text of that line is no longer kept. Paste it again to check it once more."


@dataclass(frozen=True, slots=True)
class Reply:
    """Where the answer is to be delivered: a DM, or one of its threads."""

    channel: str
    thread_ts: str | None = None

    def slot(
        self, who: Member, kind: SlotKind, event_key: str, now: datetime, subject: str = ""
    ) -> Slot:
        """Return the slot that delivers an answer of this kind here."""
        return Slot(
            workspace=who.workspace,
            recipient=who.id,
            kind=kind,
            key=event_key,
            subject=subject,
            channel=self.channel,
            thread_ts=self.thread_ts,
            created_at=now,
        )


@dataclass(frozen=True, slots=True)
class Critiques:
    """Judges lines and keeps what a member needs to see their progress."""

    critic: Critic
    store: Store
    chooser: Chooser
    points: Points
    rulebook: Rulebook

    def review(
        self,
        who: Member,
        text: str,
        *,
        now: datetime,
        event_key: str,
        earlier: str | None = None,
        reply: Reply | None = None,
    ) -> Review:
        """Judge a line once for each event, and keep it unless it is no closing line.

        `earlier` is the attempt that the line tries to better. The same event gets the same
        review again and has no second effect. Raises UnusableLine, and keeps nothing then.
        """
        ground = self.rulebook.now(who.workspace)
        critique = self.critic.critique(text, ground.stance, ground.team)
        before, id = self._find(who, earlier), attempt_id(who.workspace, event_key)
        if critique.kind is LineKind.NOT_A_CLOSE:
            self._answer(who, SlotKind.NOT_A_CLOSE, reply, event_key, now)
            return self._as_before(who, id, critique)  # it may have been one by earlier rules
        attempt = _attempt(id, who, critique, ground.stamp, now, before)
        slot = reply.slot(who, SlotKind.CRITIQUE, event_key, now, subject=id) if reply else None
        tries, cards, enrolment = self.store.before_attempt(who, TRIES)
        lapses = self.chooser.lapses(attempt, tries, cards)
        claim = self.points.for_line(attempt, enrolment)
        if not self.store.record_attempt(attempt, event_key, slot, lapses, claim):
            return self._as_before(who, id, critique)
        invites = not tries and not enrolment.joined
        return Review(critique, id, _comparison(before, critique), invites)

    def again(self, who: Member, attempt_id: str) -> Review:
        """Judge the kept line of an attempt once more, by the stance and the rules of that time.

        Raises Gone when the member has no such attempt, or its text is no longer kept.
        """
        attempt = self._kept(who, attempt_id)
        if attempt.text is None:
            raise Gone(FORGOTTEN_TEXT)
        return self._judge_again(attempt, attempt.text)

    def line(self, who: Member, attempt_id: str) -> str:
        """Return the text of an attempt, empty when it is no longer kept.

        Raises Gone when the member has no such attempt.
        """
        return self._kept(who, attempt_id).text or ""

    def _judge_again(self, attempt: Attempt, text: str) -> Review:
        team = self.rulebook.then(attempt.who.workspace, attempt.rules)
        critique = self.critic.critique(text, attempt.stance, team)
        before = self._find(attempt.who, attempt.earlier)
        invites = self._invites(attempt.who, attempt.id)
        return Review(critique, attempt.id, _comparison(before, critique), invites)

    def _as_before(self, who: Member, id: str, critique: Critique) -> Review:
        """Answer an event that has had its effect already."""
        attempt = self._find(who, id)
        if attempt is None:
            return Review(critique, attempt_id=None)
        return self._judge_again(attempt, critique.text)

    def _answer(
        self, who: Member, kind: SlotKind, reply: Reply | None, event_key: str, now: datetime
    ) -> None:
        if reply is not None:
            slot = reply.slot(who, kind, event_key, now)
            self.store.record_event(who.workspace, event_key, now, slot)

    def _invites(self, who: Member, id: str) -> bool:
        first = [attempt.id for attempt in self.store.recent_attempts(who, 2)] == [id]
        return first and not self.store.enrolment(who).joined

    def _find(self, who: Member, id: str | None) -> Attempt | None:
        return None if id is None else self.store.attempt(who, id)

    def _kept(self, who: Member, id: str) -> Attempt:
        attempt = self.store.attempt(who, id)
        if attempt is None:
            raise Gone(UNKNOWN_ATTEMPT)
        return attempt


def _comparison(before: Attempt | None, critique: Critique) -> Comparison | None:
    return None if before is None else compare(before, critique)


def _attempt(
    id: str, who: Member, critique: Critique, rules: str, now: datetime, before: Attempt | None
) -> Attempt:
    return Attempt(
        id=id,
        who=who,
        kind=critique.kind,
        score=critique.score,
        verdict=critique.verdict,
        checks=tuple((check.id, check.met) for check in critique.checks),
        findings=tuple(finding.id for finding in critique.findings),
        stance=critique.stance,
        rules=rules,
        text=critique.text,
        made_at=now,
        earlier=before.id if before else None,
    )
