import json
from pathlib import Path

import numpy as np
import pytest

from bot.content.folder import load_model
from bot.core.blended import BlendedModel
from bot.core.linear import LinearModel
from bot.train import held_out, learn, train
from bot.training_both import english, train_encoder
from bot.training_linear import fit, prepare
from bot.training_rows import corpus_hash, read_labels, read_rows
from tests import tiny_encoder as tiny

ASKS = ("Will you hire me", "What is the next step", "Do I get the job", "Shall we go on")
BEGS = ("Please please take me", "I beg you", "Have mercy on me", "Pity me please")
CHATS = ("Nice office", "It rains today", "My train was late", "I like coffee")
PLACES = ("Leeds", "Pune", "Boston", "Cork", "Lagos", "Perth")
RULE = """
id = "{id}"
[examples]
caught = ["{one}!", "{two}!"]
clean = ["{three}!", "{four}!"]
"""
KINDS = """
[[kinds]]
[[kinds.checks]]
say = ["Go on, please please."]
[[kinds.checks]]
"""


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> Path:
    """A content folder of two rules that can be learnt, and one with too few lines."""
    for folder, id, caught, clean in (
        ("traps", "beg", BEGS, ASKS),
        ("traps", "rare", CHATS, BEGS),
        ("moves", "ask", ASKS, BEGS),
    ):
        path = tmp_path / folder / f"{id}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            RULE.format(id=id, one=caught[0], two=caught[1], three=clean[0], four=clean[1])
        )
    (tmp_path / "kinds.toml").write_text(KINDS)
    for folder in ("corpus", "model"):
        (tmp_path / folder).mkdir()
    rows = [row for place in PLACES for row in _rows(place)]
    corpus = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "corpus" / "lines.jsonl").write_text(corpus)
    return tmp_path


def _rows(place: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for ask, beg, chat in zip(ASKS, BEGS, CHATS, strict=True):
        both = f"{beg}. {ask} in {place}?"
        where = {"beg": f"{beg}.", "ask": f"{ask} in {place}?"}
        voice = "plain" if place in PLACES[:4] else place
        rows.append({"text": both, "labels": ["beg", "ask"], "where": where, "voice": voice})
        rows.append({"text": f"{beg} in {place}.", "labels": ["beg"], "where": {}, "voice": voice})
        rows.append({"text": f"{chat} in {place}.", "labels": [], "where": {}, "voice": voice})
    return rows


def test_training_learns_the_labels_that_have_enough_lines(content):
    out = content / "model" / "critic.npz"
    found = train(learn(content), out)

    model = LinearModel.load(out)

    assert (model.labels, model.corpus) == (("beg", "ask"), corpus_hash(content))
    assert [(one.label, one.real) for one in found.scores] == [("beg", 48), ("ask", 24)]
    assert found.lines == 72
    assert model.thresholds["beg"] >= 0.7
    spoken = model.read("Please please take me. Shall we go on in Delhi?")
    assert (spoken.by_sentence > 0).tolist() == [[True, False], [False, True]]


def test_training_and_judging_weigh_a_text_alike(content):
    rows = read_rows(content)
    labels, _ = read_labels(content, rows)
    samples = prepare(rows, labels)
    learnt = fit(samples)
    best, line = learnt.scores(samples)
    blends = ((1.0, 0.0), (0.0, 1.0))

    for scores, (of_best, of_line) in zip((best, line), blends, strict=True):
        blend = np.array([[of_best] * 2, [of_line] * 2, [0.0] * 2], dtype=np.float32)
        model = LinearModel(
            labels, "", {}, learnt.vocabulary, learnt.weights, learnt.bias, blend=blend
        )
        read = np.array([model.read(row.text).whole for row in rows])
        assert np.allclose(read, scores, atol=1e-5)


def test_training_twice_gives_the_same_file(content):
    one, two = content / "model" / "one.npz", content / "model" / "two.npz"

    assert train(learn(content), one) == train(learn(content), two)
    assert one.read_bytes() == two.read_bytes()


def test_the_hash_follows_what_is_learnt_from_and_nothing_else(content):
    before = corpus_hash(content)
    (content / "model" / "critic.npz").write_bytes(b"anything")
    rule = content / "traps" / "beg.toml"
    rule.write_text(rule.read_text() + 'swap = []\n[detect]\nphrases = ["please please"]\n')
    assert corpus_hash(content) == before

    rule.write_text(rule.read_text().replace("Please please take me!", "Please take me!"))
    assert corpus_hash(content) != before


def test_sentences_for_rewrites_are_learnt_as_free_of_traps_and_unknown_otherwise(content):
    row = read_rows(content)[-1]

    assert row.text == "Go on, please please."
    assert [row.mark(label) for label in ("beg", "rare", "ask")] == [-1, -1, 0]


def test_the_encoder_learns_sentences_of_lines_that_are_not_held_out(content):
    lessons = []

    def teach(given):
        lessons.extend(given)
        return tiny.weights(len(tiny.PIECES), labels=2)

    learnt = learn(content)
    train(learnt, content / "model" / "critic.npz")
    found = train_encoder(learnt, content / "model" / "encoder.onnx", tiny.PIECES, teach)

    aside = [row for row in learnt.rows if held_out(row)]
    assert 0 < found.lines == len(aside) < 72
    assert not any(row.is_proof for row in aside)
    assert len(lessons) > len(learnt.rows) - len(aside)  # a line of two sentences gives two
    assert {float(lesson.weight) for lesson in lessons} == {0.8, 1.0, 2.0}
    start, end = tiny.PIECES.index("[CLS]"), tiny.PIECES.index("[SEP]")
    assert {(one.numbers[0], one.numbers[-1]) for one in lessons} == {(start, end)}


def test_what_is_trained_together_is_loaded_together(content):
    learnt = learn(content)
    train(learnt, content / "model" / "critic.npz")
    train_encoder(
        learnt,
        content / "model" / "encoder.onnx",
        tiny.PIECES,
        lambda _: tiny.weights(len(tiny.PIECES), labels=2),
    )

    both, light = load_model(content), load_model(content, light=True)

    assert isinstance(both, BlendedModel)
    assert isinstance(light, LinearModel)
    assert both.corpus == light.corpus == corpus_hash(content)
    assert set(both.thresholds) == {"beg", "ask"}


def test_pieces_that_english_does_not_need_are_left_out():
    assert english(["[PAD]", "[unused7]", "you", "##r", "für", ""]) == [0, 2, 3]
