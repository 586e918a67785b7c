"""Everything that the edges may ask for, in one value."""

from dataclasses import dataclass
from datetime import timedelta

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
from bot.coach.own_rules import OwnRules
from bot.coach.points import Points
from bot.coach.rulebook import Rulebook
from bot.coach.schedule import Schedules
from bot.coach.stances import Stances
from bot.coach.team import Team
from bot.coach.tick import Tick
from bot.core.critic import Critic
from bot.core.grading import Grader
from bot.core.library import Library
from bot.storage.store import Store

A_MONTH = timedelta(days=30)


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
    own_rules: OwnRules
    my_data: MyData
    library: Library

    @classmethod
    def over(cls, critic: Critic, store: Store, retention: timedelta = A_MONTH) -> "Coach":
        """Return a coach that judges with `critic` and keeps what it must in `store`.

        Texts are kept for `retention`; it is the upkeep that forgets them then.
        """
        chooser = Chooser(critic.library, store)
        points = Points(critic.library.scoring, store)
        rulebook, schedules = Rulebook(store, critic.library), Schedules(store)
        critiques = Critiques(critic, store, chooser, points, rulebook)
        drills = Drills(Grader(critic), chooser, critic.library, store, points, rulebook)
        return cls(
            critiques=critiques,
            conversation=Conversation(critiques, schedules, drills, store),
            disputes=Disputes(critic, store, rulebook),
            stances=Stances(store),
            homes=Homes(store, critic.library),
            schedules=schedules,
            drills=drills,
            tick=Tick(store, Due(store)),
            boards=Boards(store, critic.library),
            managers=Managers(store),
            team=Team(store, critic.library),
            own_rules=OwnRules(critic, store),
            my_data=MyData(store, retention),
            library=critic.library,
        )
