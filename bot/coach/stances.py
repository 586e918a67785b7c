"""The team's choice on what the sources disagree about."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.critique import Stance
from bot.core.people import Member
from bot.errors import NotAllowed
from bot.storage.store import Store

MANAGERS_ONLY = (
    "Only a manager can change how strictly lines are judged: a workspace admin or owner, or whom"
    " they named."
)


@dataclass(frozen=True, slots=True)
class Stances:
    """Reads and changes the stance of a workspace."""

    store: Store

    def of(self, workspace: str) -> Stance:
        """Return the stance of a workspace: balanced until a manager chooses."""
        return self.store.stance(workspace)

    def change(
        self,
        who: Member,
        stance: Stance,
        *,
        is_manager: bool,
        now: datetime,
        event_key: str | None = None,
    ) -> None:
        """Change the stance of the member's workspace, once for each event.

        Raises NotAllowed for anyone else.
        """
        if not is_manager:
            raise NotAllowed(MANAGERS_ONLY)
        self.store.set_stance(who.workspace, stance, who.id, now, event_key)
