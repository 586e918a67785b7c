import numpy as np

from bot.core.vocabulary import Vocabulary


def vocabulary() -> Vocabulary:
    grams = ("hire+", "hire+me", "hi", "re ")
    return Vocabulary(grams, np.array([1, 1, 2, 2], dtype=np.float32))


def test_a_sentence_is_looked_up_with_every_gram_as_often_as_it_occurs():
    assert sorted(vocabulary().look_up("Hire, hire me").tolist()) == [0, 0, 1, 2, 2, 3, 3]
    assert vocabulary().look_up("You go on").tolist() == []


def test_words_met_before_are_found_again_the_same():
    known = vocabulary()

    assert known.look_up("hire").tolist() == known.look_up("hire").tolist() == [0, 2, 3]


def test_words_and_characters_are_each_brought_to_length_one():
    known = vocabulary()

    vector = known.vector([known.look_up("hire")])

    assert vector.columns.tolist() == [0, 2, 3]
    assert np.round(vector.values, 3).tolist() == [1, np.float32(0.707), np.float32(0.707)]


def test_sentences_are_weighed_as_one_text_and_repetition_counts_by_its_logarithm():
    known = Vocabulary(("a+", "b+"), np.ones(2, dtype=np.float32))

    vector = known.vector([known.look_up("a a"), known.look_up("b")])

    twice = 1 + np.log(2)
    expected = np.array([twice, 1]) / np.hypot(twice, 1)
    assert np.allclose(vector.values, expected)


def test_no_sentence_weighs_nothing():
    vector = vocabulary().vector([])

    assert (vector.columns.tolist(), vector.values.tolist()) == ([], [])
