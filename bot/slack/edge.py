"""What every listener is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.coach.coach import Coach
from bot.slack.background import Background
from bot.slack.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Edge:
    """The use cases, the ways to answer later, and the clock."""

    coach: Coach
    background: Background
    delivery: Delivery
    now: Callable[[], datetime]
