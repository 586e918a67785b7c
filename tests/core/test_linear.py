from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from bot.core.critique import Span
from bot.core.linear import LinearModel
from bot.core.recall import one_line
from bot.core.vocabulary import Vocabulary

GRAMS = ("hire+", "hire+me", "hi", "re ")


def model() -> LinearModel:
    """Return a model that hears "demand" in "hire", and twice as loud in "hire me"."""
    return LinearModel(
        labels=("demand", "thanks"),
        corpus="abc",
        thresholds={"demand": 0.5, "thanks": 0.75},
        vocabulary=Vocabulary(GRAMS, np.array([1, 1, 2, 2], dtype=np.float32)),
        weights=np.array([[1, 0], [2, 0], [0, 0], [0, -1]], dtype=np.float32),
        bias=np.array([-1, 0.5], dtype=np.float32),
        blend=np.array([[1, 1], [2, 0], [0.5, 0]], dtype=np.float32),
    )


def rounded(values: npt.NDArray[np.float32]) -> object:
    return np.round(values.astype(float), 3).tolist()


def test_reading_scores_each_sentence_and_blends_the_best_with_the_whole_line():
    reading = model().read("Hire me. Bye.")

    assert reading.spans == (Span(0, 8), Span(9, 13))
    assert rounded(reading.by_sentence) == [[1.121, -0.207], [-1, 0.5]]
    assert rounded(reading.whole) == [3.864, 0.5]


def test_reading_nothing_gives_what_the_model_expects_of_it():
    reading = model().read(" ")

    assert (reading.spans, reading.whole.tolist()) == ((), [-2.5, 0.5])


def test_a_part_is_scored_like_a_sentence():
    assert rounded(model().score("hire me")) == [1.121, -0.207]


def test_parts_of_a_line_are_scored_once():
    with one_line():
        reading = model().read("Well, hire me")

        assert rounded(reading.score("hire me")) == [1.121, -0.207]
        assert reading.score("hire me") is reading.score("hire me")


def test_a_model_comes_back_from_its_file(tmp_path):
    path = tmp_path / "critic.npz"
    model().save(path)

    again = LinearModel.load(path)

    assert (again.labels, again.corpus, again.thresholds) == (
        ("demand", "thanks"),
        "abc",
        {"demand": 0.5, "thanks": 0.75},
    )
    text = "Will you hire me? Do hire me."
    assert np.allclose(again.read(text).whole, model().read(text).whole, atol=0.05)


def test_a_missing_file_is_told_from_a_broken_one(tmp_path):
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK\x03\x04 not a model")
    other = tmp_path / "other.npz"
    np.savez(other, about=np.zeros(3, dtype=np.uint8))

    with pytest.raises(FileNotFoundError):
        LinearModel.load(Path(tmp_path / "none.npz"))
    for path in (broken, other):
        with pytest.raises(ValueError, match="is not a model of this version"):
            LinearModel.load(path)
