"""A member says of a finding: not a trap."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.people import Member
from bot.errors import Gone
from bot.storage.store import Store

UNKNOWN_FINDING = "That remark is no longer here, so there is nothing to object to."


@dataclass(frozen=True, slots=True)
class Disputes:
    """Keeps objections to findings, without the text of the line."""

    store: Store

    def dispute(self, who: Member, attempt_id: str, rule_id: str, *, now: datetime) -> bool:
        """Keep an objection. Return False when the member has made it before.

        Raises Gone when the member has no such attempt, or it has no such finding.
        """
        attempt = self.store.attempt(who, attempt_id)
        if attempt is None or rule_id not in attempt.findings:
            raise Gone(UNKNOWN_FINDING)
        return self.store.record_dispute(who, attempt_id, rule_id, now)
