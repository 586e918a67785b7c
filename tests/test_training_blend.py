import numpy as np

from bot.core.critique import Span
from bot.core.detection import Signal
from bot.evaluation import Judged
from bot.training_blend import confidences, sobered

BLEND = np.array([[1.0, 1.0], [0.5, 0.5], [0.0, 0.2], [-1.0, 1.0]], dtype=np.float32)


def _heard(id: str, confidence: float, *, right: bool) -> Judged:
    signal = Signal(id, Span(0, 3), confidence, sure=True)
    return Judged("Hm.", frozenset({id} if right else ()), {}, (signal,))


def test_a_detector_that_says_too_much_is_sobered():
    heard = [_heard("beg", 0.8, right=at % 2 == 0) for at in range(100)]
    heard += [_heard("ask", 0.9, right=at % 4 != 0) for at in range(100)]

    blend = sobered(BLEND, heard)
    slope = blend[0, 0] / BLEND[0, 0]
    offset = blend[-1] - slope * BLEND[-1]

    said = 1 / (1 + np.exp(-(slope * np.log([4.0, 9.0]) + offset)))
    assert np.allclose(said, [0.5, 0.75], atol=0.05)
    assert np.allclose(blend[:-1], slope * BLEND[:-1])


def test_a_detector_that_was_always_right_is_left_as_it_is():
    assert sobered(BLEND, [_heard("beg", 0.8, right=True)]) is BLEND


def test_what_is_not_heard_has_no_confidence():
    heard = [_heard("ask", 0.9, right=True), Judged("Hm.", frozenset(), {}, ())]

    assert confidences(heard, ("beg", "ask")).tolist() == [[0.0, 0.9], [0.0, 0.0]]
