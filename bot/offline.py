"""The part of the wiring that needs no Slack and no database, and so is quick to import."""

from bot.content import content_folder, load_library, load_model
from bot.core.critic import Critic
from bot.core.detector import RuleAndModelDetector


def build_critic(*, light: bool = False) -> Critic:
    """Build the critic from content/, light without the encoder. Raises ContentError."""
    folder = content_folder()
    library = load_library(folder)
    return Critic(library, RuleAndModelDetector(library, load_model(folder, light=light)))
