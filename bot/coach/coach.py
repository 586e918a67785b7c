"""Everything that the edges may ask for, in one value."""

from dataclasses import dataclass

from bot.coach.conversation import Conversation
from bot.coach.critiques import Critiques
from bot.coach.disputes import Disputes
from bot.coach.homes import Homes
from bot.coach.stances import Stances
from bot.core.critic import Critic
from bot.core.library import Library
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Coach:
    """The use cases, one a feature."""

    critiques: Critiques
    conversation: Conversation
    disputes: Disputes
    stances: Stances
    homes: Homes
    library: Library

    @classmethod
    def over(cls, critic: Critic, store: Store) -> "Coach":
        """Return a coach that judges with `critic` and keeps what it must in `store`."""
        critiques = Critiques(critic, store)
        return cls(
            critiques=critiques,
            conversation=Conversation(critiques, store),
            disputes=Disputes(store),
            stances=Stances(store),
            homes=Homes(store, critic.library),
            library=critic.library,
        )
