import pytest

from bot.core.critique import LineKind
from bot.core.kinds import kind_of


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ([], LineKind.NOT_A_CLOSE),
        (["ask-advance"], LineKind.FINAL_CLOSE),
        (["passive-exit"], LineKind.FINAL_CLOSE),
        (["soft-close", "ask-timeline"], LineKind.FINAL_CLOSE),
        (["concern-check"], LineKind.FINAL_CLOSE),
        (["soft-close"], LineKind.SOFT_CLOSE),
        (["soft-close", "reinforce-fit", "comparison"], LineKind.SOFT_CLOSE),
        (["ask-needs"], LineKind.OPENING),
        (["ask-needs", "passive-exit"], LineKind.FINAL_CLOSE),
        (["reinforce-fit"], LineKind.BRIDGE),
        (["reinforce-fit", "overconfident"], LineKind.BRIDGE),
        (["reinforce-fit", "red-flags"], LineKind.FINAL_CLOSE),
        (["red-flags"], LineKind.FINAL_CLOSE),
        (["a-trap-of-the-team"], LineKind.FINAL_CLOSE),
    ],
)
def test_a_line_is_known_by_what_was_found_in_it(found, kind):
    assert kind_of(found) is kind
