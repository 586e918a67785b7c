"""A member gets a drill, answers it, asks for a hint or the model answer."""

from dataclasses import dataclass
from datetime import datetime

from bot.coach.critiques import Reply
from bot.core.assignments import Assignment
from bot.core.exercises import Drill
from bot.core.grading import Grade, Grader
from bot.core.library import Library
from bot.core.people import Member
from bot.core.slots import Slot
from bot.storage.store import Store

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
    counted: bool  # False when the day of the drill is over
    before: int | None


@dataclass(frozen=True, slots=True)
class Drills:
    """Gives drills and grades answers. Each event key has one effect.

    An assignment or an attempt that is unknown, or a drill that is no longer in content/,
    raises Gone. An answer that cannot be graded raises UnusableLine and keeps nothing.
    """

    grader: Grader
    library: Library
    store: Store

    def given(self, who: Member, assignment_id: str) -> Given:
        """Return a drill that was given to this member, for its message, modal or reminder."""
        raise NotImplementedError

    def of_slot(self, slot: Slot) -> Given:
        """Return the drill that a slot of the kind DRILL or DRILL_NOW delivers."""
        raise NotImplementedError

    def in_thread(self, who: Member, thread_ts: str) -> str | None:
        """Return the assignment whose message started this thread, None when it is no drill's."""
        raise NotImplementedError

    def ask(self, who: Member, *, now: datetime, event_key: str, reply: Reply) -> Given:
        """Give a drill now, beside the daily one. It is delivered as a slot DRILL_NOW."""
        raise NotImplementedError

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
        raise NotImplementedError

    def graded(self, who: Member, attempt_id: str) -> Graded:
        """Grade a kept answer again, to show it. Raises Gone when its text is not kept."""
        raise NotImplementedError

    def hint(self, who: Member, assignment_id: str) -> str:
        """Return the hint."""
        raise NotImplementedError

    def model_answer(self, who: Member, assignment_id: str) -> str:
        """Return the model answer; every answer from now on counts as assisted."""
        raise NotImplementedError
