"""Everything that the edges may ask for, in one value."""

from dataclasses import dataclass

from bot.coach.boards import Boards
from bot.coach.chooser import Chooser
from bot.coach.conversation import Conversation
from bot.coach.critiques import Critiques
from bot.coach.disputes import Disputes
from bot.coach.drills import Drills
from bot.coach.due import Due
from bot.coach.homes import Homes
from bot.coach.managers import Managers
from bot.coach.my_data import MyData
from bot.coach.points import Points
from bot.coach.schedule import Schedules
from bot.coach.stances import Stances
from bot.coach.team import Team
from bot.coach.tick import Tick
from bot.core.critic import Critic
from bot.core.grading import Grader
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
    schedules: Schedules
    drills: Drills
    tick: Tick
    boards: Boards
    managers: Managers
    team: Team
    my_data: MyData
    library: Library

    @classmethod
    def over(cls, critic: Critic, store: Store) -> "Coach":
        """Return a coach that judges with `critic` and keeps what it must in `store`."""
        chooser = Chooser(critic.library, store)
        points = Points(critic.library.scoring, store)
        critiques, schedules = Critiques(critic, store, chooser, points), Schedules(store)
        drills = Drills(Grader(critic), chooser, critic.library, store, points)
        return cls(
            critiques=critiques,
            conversation=Conversation(critiques, schedules, drills, store),
            disputes=Disputes(store),
            stances=Stances(store),
            homes=Homes(store, critic.library),
            schedules=schedules,
            drills=drills,
            tick=Tick(chooser, store, Due(store)),
            boards=Boards(store, critic.library),
            managers=Managers(store),
            team=Team(store, critic.library),
            my_data=MyData(store),
            library=critic.library,
        )
