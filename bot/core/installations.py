"""The bot as it was installed in a workspace."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack granted at an installation. `scopes` are those of the bot, as Slack names them."""

    workspace: str
    name: str  # of the workspace, as its people call it
    token: str = field(repr=False)
    bot_user: str
    scopes: frozenset[str]
    installer: str  # the member who installed it
    installed_at: datetime
