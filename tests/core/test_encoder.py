from pathlib import Path

import numpy as np
import pytest

from bot.core.encoder import MOST_PIECES, Encoder
from tests import tiny_encoder as tiny


@pytest.fixture(name="encoder")
def _encoder(tmp_path: Path) -> Encoder:
    return tiny.encoder(tmp_path / "encoder.onnx")


def test_an_encoder_comes_back_from_its_file(encoder):
    assert (encoder.labels, encoder.corpus) == (("demand", "thanks"), "abc")
    assert encoder.thresholds == {"demand": 0.6, "thanks": 0.6}
    assert encoder.blend[:, 0].tolist() == [1.0, 0.5, 0.25, -1.0]
    assert encoder.pieces.pieces == tuple(tiny.PIECES)


def test_a_sentence_gets_a_score_for_each_label_and_always_the_same(encoder, tmp_path):
    scores = encoder.score("Hire me.")

    assert scores.shape == (2,)
    assert scores.tolist() == encoder.score("hire me.").tolist()
    assert scores.tolist() == Encoder.load(tmp_path / "encoder.onnx").score("Hire me.").tolist()
    assert scores.tolist() != encoder.score("I beg you.").tolist()
    assert np.isfinite(encoder.score("")).all()


def test_the_graph_does_what_training_does(tmp_path):
    """The same sum in plain numpy: rounding to bytes moves a score a little, no more."""
    encoder = tiny.encoder(tmp_path / "encoder.onnx")
    weights = tiny.weights(len(tiny.PIECES), 2)
    text = "Hire me. I beg you?"
    numbers = [encoder.pieces.start, *encoder.pieces.numbers(text), encoder.pieces.end]

    assert np.allclose(encoder.score(text), in_numpy(weights, numbers), atol=0.5)


def in_numpy(weights, numbers):
    def linear(x, name):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(x, name):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    from math import erf

    x = norm(weights["words.weight"][numbers] + weights["places"][: len(numbers)], "norm")
    parts = linear(x, "layers.0.mixed").reshape(len(numbers), 3, 12, -1).transpose(1, 2, 0, 3)
    match = parts[0] @ parts[1].swapaxes(-1, -2) / np.sqrt(parts.shape[-1])
    share = np.exp(match - match.max(-1, keepdims=True))
    heard = (share / share.sum(-1, keepdims=True)) @ parts[2]
    heard = heard.transpose(1, 0, 2).reshape(len(numbers), -1)
    x = norm(x + linear(heard, "layers.0.out"), "layers.0.norm")
    wide = linear(x, "layers.0.wide")
    wide = wide * 0.5 * (1 + np.vectorize(erf)(wide / np.sqrt(2)))
    x = norm(x + linear(wide, "layers.0.narrow"), "layers.0.last")
    return linear(np.concatenate([x.mean(0), x.max(0)]), "head")


def test_of_a_long_sentence_the_part_counts_that_has_most(encoder):
    room = MOST_PIECES - 2
    parts = ["a " * room, "me " * room]

    together = encoder.score("".join(parts))

    assert together.tolist() == np.maximum(*map(encoder.score, parts)).tolist()


def test_scores_are_kept_of_the_sentences_that_are_named_and_no_others(encoder):
    encoder.keep(["Hire me."])

    first, other = encoder.score("Hire me."), encoder.score("I beg you.")

    assert encoder.score("Hire me.") is first
    assert encoder.score("I beg you.") is not other


def test_a_missing_file_is_told_from_a_broken_one(tmp_path):
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a graph")

    with pytest.raises(FileNotFoundError):
        Encoder.load(tmp_path / "none.onnx")
    with pytest.raises(ValueError, match="is not an encoder of this version"):
        Encoder.load(broken)
