"""Who is a manager: the admins and owners of the workspace, and whom they made one."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.people import Member
from bot.errors import NotAllowed
from bot.storage.store import Store

ADMINS_ONLY = "Only a workspace admin or owner can say who is a manager here."


@dataclass(frozen=True, slots=True)
class Managers:
    """Keeps whom an admin or owner made manager. Slack says at each action who is an admin."""

    store: Store

    def is_manager(self, who: Member, *, is_admin: bool) -> bool:
        """Whether somebody may do what managers do. `is_admin`: admin or owner, says Slack now."""
        return is_admin or who.id in self.store.managers(who.workspace)

    def named(self, workspace: str) -> tuple[str, ...]:
        """Return the ids of whom an admin or owner made manager, the longest ago first."""
        return self.store.managers(workspace)

    def make(self, by: Member, id: str, *, is_admin: bool, now: datetime) -> bool:
        """Make somebody of the same workspace manager; False when they are one already.

        Raises NotAllowed unless an admin or owner does it.
        """
        if not is_admin:
            raise NotAllowed(ADMINS_ONLY)
        return self.store.make_manager(Member(by.workspace, id), by.id, now)

    def unmake(self, by: Member, id: str, *, is_admin: bool, now: datetime) -> None:
        """Make somebody no manager any more. Raises NotAllowed unless an admin or owner does it."""
        if not is_admin:
            raise NotAllowed(ADMINS_ONLY)
        self.store.unmake_manager(Member(by.workspace, id), by.id, now)
