"""What members earn by what they do."""

from dataclasses import dataclass
from datetime import date

from bot.core.assignments import DrillAttempt
from bot.core.attempts import Attempt
from bot.core.fingerprints import fingerprint
from bot.core.scoring import Deed, ScoringRules
from bot.storage.practice import Claim
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Points:
    """Says what is to be rewarded. The store does so together with keeping it."""

    rules: ScoringRules
    store: Store

    def for_line(self, attempt: Attempt) -> Claim:
        """Return the claim of a line that was just checked, whose text is at hand."""
        line = fingerprint(attempt.text or "")
        return Claim(self.rules, Deed.of_line(attempt, self._day(attempt), line))

    def for_answer(self, attempt: DrillAttempt) -> Claim:
        """Return the claim of an answer to a drill."""
        return Claim(self.rules, Deed.of_answer(attempt, self._day(attempt)))

    def _day(self, attempt: Attempt | DrillAttempt) -> date:
        return self.store.enrolment(attempt.who).schedule.local_date(attempt.made_at)
