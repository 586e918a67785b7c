"""How long a critique takes."""

from collections.abc import Callable
from time import thread_time

from proselint.checks import __register__ as checks
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

from bot.content import content_folder, load_library, load_model
from bot.core.critic import Critic
from bot.core.detector import RuleAndModelDetector
from tests.bench.measure import in_turns, show_times
from tests.bench.texts import fifty_words

WARM_UP = 20


def show() -> None:
    texts = fifty_words()
    show_times(
        f"critique: CPU time to judge {len(texts) - WARM_UP} different lines of 40 to 60 words,"
        " each once, beside proselint's checks of the same lines",
        in_turns(works(), texts, thread_time, warm_up=WARM_UP),
        against="proselint",
    )


def works() -> dict[str, Callable[[str], object]]:
    """Return what is compared."""
    library = load_library(content_folder())
    detector = RuleAndModelDetector(library, load_model(content_folder()))
    light = RuleAndModelDetector(library, load_model(content_folder(), light=True))
    CheckRegistry().register_many(checks)
    return {
        "proselint": lambda text: LintFile("line", text).lint(),
        "critique": Critic(library, detector).critique,
        "  of it, finding labels once": detector.detect,
        "critique, light": Critic(library, light).critique,
        "critique without a model": Critic(library, RuleAndModelDetector(library, None)).critique,
    }
