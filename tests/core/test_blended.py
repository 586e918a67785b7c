from dataclasses import replace

import numpy as np
import pytest

from bot.core.blended import BlendedModel
from bot.core.recall import one_line
from tests import tiny_encoder as tiny
from tests.core.test_linear import model


@pytest.fixture(name="blended")
def _blended(tmp_path) -> BlendedModel:
    return BlendedModel(model(), tiny.encoder(tmp_path / "encoder.onnx"))


def test_a_score_is_the_sum_of_what_both_hear(blended):
    reading, linear = blended.read("Hire me. I beg you."), model().read("Hire me. I beg you.")
    heard = np.array([blended.encoder.score(one) for one in ("Hire me.", "I beg you.")])

    by_sentence = heard + 0.75 * linear.by_sentence
    best = heard.max(axis=0) + 0.5 * linear.by_sentence.max(axis=0)
    assert np.allclose(reading.by_sentence, by_sentence)
    assert np.allclose(reading.whole, best + 0.25 * linear.line - 1)
    assert np.allclose(reading.alone, by_sentence.max(axis=0) - 1)


def test_nothing_is_heard_in_nothing(blended):
    assert blended.read(" ").spans == ()


def test_the_thresholds_are_those_of_the_encoder_and_the_rest_is_shared(blended):
    assert blended.labels == model().labels
    assert blended.thresholds == {"demand": 0.6, "thanks": 0.6}


def test_two_that_learnt_from_different_text_are_of_no_text(blended):
    stale = BlendedModel(replace(model(), corpus="older"), blended.encoder)

    assert (blended.corpus, stale.corpus) == ("abc", "")


def test_two_that_learnt_different_labels_do_not_fit(blended):
    with pytest.raises(ValueError, match="different labels"):
        BlendedModel(replace(model(), labels=("demand", "farewell")), blended.encoder)


def test_sentences_of_content_are_kept_for_good(blended):
    blended.keep(["Hire me."])

    with one_line():
        blended.read("Hire me.")

    for one in (blended.encoder, blended.linear):
        assert one.score("Hire me.") is one.score("Hire me.")
