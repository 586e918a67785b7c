"""What members earn by what they do."""

from dataclasses import dataclass

from bot.core.assignments import DrillAttempt
from bot.core.attempts import Attempt
from bot.core.enrolment import Enrolment
from bot.core.fingerprints import fingerprint
from bot.core.scoring import Deed, ScoringRules
from bot.storage.practice import Claim
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Points:
    """Says what is to be rewarded. The store does so together with keeping it."""

    rules: ScoringRules
    store: Store

    def for_line(self, attempt: Attempt, enrolment: Enrolment) -> Claim:
        """Return the claim of a line that was just checked, whose text is at hand."""
        line = fingerprint(attempt.text or "")
        day = enrolment.schedule.local_date(attempt.made_at)
        return Claim(self.rules, Deed.of_line(attempt, day, line), enrolment.schedule)

    def for_answer(self, attempt: DrillAttempt) -> Claim:
        """Return the claim of an answer to a drill."""
        schedule = self.store.enrolment(attempt.who).schedule
        day = schedule.local_date(attempt.made_at)
        return Claim(self.rules, Deed.of_answer(attempt, day), schedule)
