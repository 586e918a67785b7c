"""Who is on a board, and who is counted in what is said of a team."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.boards import A_FEW
from bot.core.team import Preferences
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class People:
    """Those of a team who take part. Nobody of the `hidden` may be named anywhere."""

    shown: frozenset[str]
    hidden: frozenset[str]
    chosen: dict[str, Preferences]

    @property
    def hidden_count(self) -> int:
        """How many are hidden; 0 for fewer than three, since that would point at somebody."""
        return len(self.hidden) if len(self.hidden) >= A_FEW else 0

    @property
    def counted(self) -> frozenset[str]:
        """Those whose work enters what is said of the team as a whole."""
        return self.shown | self.hidden if self.hidden_count else self.shown


def people_of(store: Store, workspace: str, members: Collection[str] | None = None) -> People:
    """Return who takes part: of the whole workspace, or of the members of a channel."""
    part = store.participants(workspace, members)
    chosen = store.preferences_of(workspace)
    hidden = frozenset(id for id in part if id in chosen and chosen[id].hidden)
    return People(part - hidden, hidden, chosen)
