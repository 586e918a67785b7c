"""What every listener is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.coach.coach import Coach
from bot.slack.background import Background
from bot.slack.delivery import Delivery
from bot.slack.directory import Directory


@dataclass(frozen=True, slots=True)
class Edge:
    """The use cases, the ways to answer later, the clock, and who is who."""

    coach: Coach
    background: Background
    delivery: Delivery
    now: Callable[[], datetime]
    directory: Directory
