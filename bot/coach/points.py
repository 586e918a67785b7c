"""What members earn by what they do."""

from dataclasses import dataclass

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
        schedule = self.store.enrolment(attempt.who).schedule
        deed = Deed(
            who=attempt.who,
            attempt=attempt.id,
            score=attempt.score,
            made_at=attempt.made_at,
            day=schedule.local_date(attempt.made_at),
            line=fingerprint(attempt.text or ""),
            betters=attempt.earlier,
        )
        return Claim(self.rules, deed)

    def for_answer(self, attempt: DrillAttempt) -> Claim:
        """Return the claim of an answer to a drill."""
        schedule = self.store.enrolment(attempt.who).schedule
        deed = Deed(
            who=attempt.who,
            attempt=attempt.id,
            score=attempt.score,
            made_at=attempt.made_at,
            day=schedule.local_date(attempt.made_at),
            betters=attempt.assignment,
            assisted=attempt.assisted,
            counted=attempt.counted,
        )
        return Claim(self.rules, deed)
