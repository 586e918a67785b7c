"""The part of the wiring that needs no Slack and no database, and so is quick to import."""

from concurrent.futures import ThreadPoolExecutor

from bot.content import content_folder, load_library, load_model
from bot.core.critic import Critic
from bot.core.detector import RuleAndModelDetector


def build_critic(*, light: bool = False) -> Critic:
    """Build the critic from content/, light without the encoder. Raises ContentError."""
    folder = content_folder()
    # What takes long about a model is not Python's: to unpack it, and to prepare its graph.
    with ThreadPoolExecutor(1) as beside:
        model = beside.submit(load_model, folder, light=light)
        library = load_library(folder)
        return Critic(library, RuleAndModelDetector(library, model.result()))
