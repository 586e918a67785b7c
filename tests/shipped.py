"""What is shipped, built once for all tests of a process: it takes most of a second, and 80 MB."""

from functools import cache

from bot.core.critic import Critic
from bot.offline import build_critic


@cache
def critic() -> Critic:
    """Return the critic with the real content and the real model."""
    return build_critic()
