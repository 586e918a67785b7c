"""A member gets a drill, answers it, asks for a hint or the model answer."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from bot.coach.chooser import Chooser
from bot.coach.critiques import Reply
from bot.coach.points import Points
from bot.coach.rulebook import Ground, Rulebook
from bot.core.assignments import Assignment, DrillAttempt, assignment_id, given_by
from bot.core.attempts import attempt_id
from bot.core.choosing import read_choices
from bot.core.drills import practised
from bot.core.exercises import Drill
from bot.core.grading import Grade, Grader
from bot.core.library import Library
from bot.core.memory import Card
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.errors import Gone
from bot.storage.store import Store

UNKNOWN_DRILL = "That drill is no longer here. Send “drill” to get another one."
UNKNOWN_ANSWER = "That answer is no longer kept. Send “drill” to get another drill."

Answer = str | tuple[str, ...]  # free text, or the ids of the choices


@dataclass(frozen=True, slots=True)
class Given:
    """A drill in the hands of a member: all that its message needs."""

    assignment: Assignment
    drill: Drill


@dataclass(frozen=True, slots=True)
class Graded:
    """The answer to an answer. `before` is the score of the try before, if there was one."""

    attempt_id: str
    given: Given
    grade: Grade
    answer: Answer
    assisted: bool
    counted: bool  # False when the day of the drill was over
    before: int | None


@dataclass(frozen=True, slots=True)
class Drills:
    """Gives drills and grades answers. Each event key has one effect.

    An assignment or an attempt that is unknown, or a drill that is no longer in content/,
    raises Gone. An answer that cannot be graded raises UnusableLine and keeps nothing.
    """

    grader: Grader
    chooser: Chooser
    library: Library
    store: Store
    points: Points
    rulebook: Rulebook

    def given(self, who: Member, assignment_id: str) -> Given:
        """Return a drill that was given to this member, for its message, modal or reminder."""
        assignment = self.store.assignment(who, assignment_id)
        if assignment is None:
            raise Gone(UNKNOWN_DRILL)
        try:
            return Given(assignment, self.library.drill(assignment.drill))
        except KeyError:
            raise Gone(UNKNOWN_DRILL) from None

    def of_slot(self, slot: Slot) -> Given:
        """Return the drill that a slot of the kind DRILL or DRILL_NOW delivers.

        The one of a day is chosen when it is first asked for here, so a tick need not, and kept
        before it is returned: however often the slot is sent, it is with this drill.
        """
        id = assignment_id(slot.who, slot.kind, slot.key)
        if slot.kind is SlotKind.DRILL and self.store.assignment(slot.who, id) is None:
            self._choose(slot)
        return self.given(slot.who, id)

    def in_thread(self, who: Member, thread_ts: str) -> str | None:
        """Return the assignment whose message started this thread, None when it is no drill's."""
        found = self.store.assignment_at(who, thread_ts)
        return None if found is None else found.id

    def latest(self, who: Member) -> str | None:
        """Return the assignment that the member was given last, None when they had none."""
        return next((each.id for each in self.store.recent_assignments(who, 1)), None)

    def ask(self, who: Member, *, now: datetime, event_key: str, reply: Reply) -> Given:
        """Give a drill now, beside the daily one. It is delivered as a slot DRILL_NOW."""
        schedule = self.store.enrolment(who).schedule
        today = schedule.local_date(now)
        choice = self.chooser.drill_for(who, today)
        slot = reply.slot(who, SlotKind.DRILL_NOW, event_key, now, choice.drill.id)
        assignment = given_by(slot, today, schedule, choice.drill.id, choice.reason)
        self.store.give_drill(assignment, slot, event_key)
        return self.given(who, assignment.id)

    def answer(
        self,
        who: Member,
        assignment_id: str,
        answer: Answer,
        *,
        now: datetime,
        event_key: str,
        reply: Reply | None = None,
    ) -> Graded:
        """Grade an answer and keep it. With a reply, a slot GRADE delivers the grade.

        An edited answer is a further answer, under the key of the event that edits it.
        """
        given = self.given(who, assignment_id)
        answer = _read(given.drill, answer)
        ground = self.rulebook.now(who.workspace)
        grade = self.grader.grade(given.drill, answer, ground.stance, ground.team)
        id = attempt_id(who.workspace, event_key)
        attempt = self._attempt(id, given, grade, answer, ground, now)
        slot = reply.slot(who, SlotKind.GRADE, event_key, now, subject=id) if reply else None
        cards = self._practised(given, grade, attempt)
        claim = self.points.for_answer(attempt)
        self.store.record_drill_attempt(attempt, event_key, cards, slot, claim)
        kept = self.store.drill_attempt(who, id) or attempt
        return self._graded(kept, self.given(who, assignment_id), grade, answer)

    def graded(self, who: Member, attempt_id: str) -> Graded:
        """Grade a kept answer again, to show it. Raises Gone when its text is not kept."""
        attempt = self.store.drill_attempt(who, attempt_id)
        if attempt is None or attempt.text is None:
            raise Gone(UNKNOWN_ANSWER)
        given = self.given(who, attempt.assignment)
        answer = _read(given.drill, attempt.text)
        team = self.rulebook.then(who.workspace, attempt.rules)
        grade = self.grader.grade(given.drill, answer, attempt.stance, team)
        return self._graded(attempt, given, grade, answer)

    def hint(self, who: Member, assignment_id: str) -> str:
        """Return the hint."""
        return self.given(who, assignment_id).drill.hint

    def model_answer(self, who: Member, assignment_id: str) -> str:
        """Return the model answer; every answer from now on counts as assisted."""
        given = self.given(who, assignment_id)
        self.store.show_model(who, assignment_id)
        return given.drill.model_answer

    def skip(self, who: Member, assignment_id: str) -> Given:
        """Leave out this drill, whatever its day. It breaks no streak."""
        self.store.skip_drill(who, assignment_id)
        return self.given(who, assignment_id)

    def _choose(self, slot: Slot) -> None:
        day = date.fromisoformat(slot.key)
        choice = self.chooser.drill_for(slot.who, day)
        schedule = self.store.enrolment(slot.who).schedule
        given = given_by(slot, day, schedule, choice.drill.id, choice.reason)
        self.store.choose_drill(given)

    def _attempt(
        self, id: str, given: Given, grade: Grade, answer: Answer, ground: Ground, now: datetime
    ) -> DrillAttempt:
        assignment = given.assignment
        return DrillAttempt(
            id=id,
            who=assignment.who,
            assignment=assignment.id,
            drill=given.drill.id,
            score=grade.score,
            passed=grade.passed,
            checks=tuple((check.id, check.met) for check in grade.checks),
            findings=grade.findings,
            assisted=assignment.assisted or grade.copied,
            counted=now < assignment.closes_at,
            stance=ground.stance,
            rules=ground.stamp,
            text=answer if isinstance(answer, str) else " ".join(answer),
            made_at=now,
        )

    def _practised(self, given: Given, grade: Grade, attempt: DrillAttempt) -> tuple[Card, ...]:
        """Return the cards of the skills concerned, as the first answer to a drill leaves them."""
        held = {card.skill: card for card in self.store.cards(attempt.who)}
        return practised(held, given.drill, grade, attempt.assisted, attempt.made_at)

    def _graded(self, attempt: DrillAttempt, given: Given, grade: Grade, answer: Answer) -> Graded:
        tries = self.store.drill_attempts(attempt.who, attempt.assignment)
        earlier = [other.score for other in takewhile(lambda other: other.id != attempt.id, tries)]
        return Graded(
            attempt_id=attempt.id,
            given=given,
            grade=grade,
            answer=answer,
            assisted=attempt.assisted,
            counted=attempt.counted,
            before=earlier[-1] if earlier else None,
        )


def _read(drill: Drill, answer: Answer) -> Answer:
    """Return what a typed answer chooses, in a drill that is answered by choosing."""
    return read_choices(drill, answer) if drill.choices and isinstance(answer, str) else answer
