"""A member says of a finding: not a trap."""

from dataclasses import dataclass
from datetime import datetime

from bot.coach.rulebook import Rulebook
from bot.core.attempts import Attempt
from bot.core.critic import Critic
from bot.core.fingerprints import fingerprint, written
from bot.core.people import Member
from bot.core.team_rules import passage
from bot.errors import Gone
from bot.storage.store import Store

UNKNOWN_FINDING = "That remark is no longer here, so there is nothing to object to."


@dataclass(frozen=True, slots=True)
class Disputes:
    """Keeps objections to findings, without the text of the line.

    A fingerprint of the passage is kept, so that a manager may accept it without reading it.
    """

    critic: Critic
    store: Store
    rulebook: Rulebook

    def dispute(self, who: Member, attempt_id: str, rule_id: str, *, now: datetime) -> bool:
        """Keep an objection. Return False when the member has made it before.

        Raises Gone when the member has no such attempt, or it has no such finding.
        """
        attempt = self.store.attempt(who, attempt_id)
        if attempt is None or rule_id not in attempt.findings:
            raise Gone(UNKNOWN_FINDING)
        print = self._fingerprint(attempt, attempt.text, rule_id) if attempt.text else None
        return self.store.record_dispute(who, attempt_id, rule_id, now, print)

    def _fingerprint(self, attempt: Attempt, text: str, rule_id: str) -> str:
        """Return that of the sentence which was found, or of all when it is found no more."""
        team = self.rulebook.then(attempt.who.workspace, attempt.rules)
        findings = self.critic.read(text, attempt.stance, team).findings
        spans = [finding.span for finding in findings if finding.id == rule_id]
        return written(fingerprint(passage(text, spans[0]) if spans else text))
