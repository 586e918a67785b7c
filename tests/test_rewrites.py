"""The rewrites of real lines, with the real content and the real model."""

import json
import random
import re
from functools import cache

import pytest

from bot.content import content_folder
from bot.core.critique import Stance
from bot.core.text import words
from tests.shipped import critic

CRITIC = critic()
TRAPS = {trap.id for trap in CRITIC.library.traps} | {one.id for one in CRITIC.library.disputed}
PLACEHOLDER = re.compile(r"\[[^\]]*\]")
FIGURE = re.compile(r"\d[\d.,]*\d|\d")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


@cache
def sample():
    """Return lines of the corpus: some for each trap, and some without any."""
    rows = [
        json.loads(line)
        for path in sorted((content_folder() / "corpus").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    chance = random.Random(40)
    chosen = [
        row["text"]
        for trap in sorted(TRAPS)
        for row in chance.sample([row for row in rows if trap in row["labels"]], 5)
    ]
    plain = [row["text"] for row in rows if row["labels"] and not TRAPS & set(row["labels"])]
    return [*chosen, *chance.sample(plain, 10)]


@cache
def rewrites(stance):
    judged = [CRITIC.critique(text, stance) for text in sample()]
    return [(one, one.rewrite) for one in judged if one.rewrite is not None]


@pytest.mark.parametrize("stance", Stance)
def test_are_clean_beyond_doubt_and_at_most_sixty_words_longer(stance):
    assert len(rewrites(stance)) >= 20
    for before, rewrite in rewrites(stance):
        after = CRITIC.critique(rewrite, stance)
        doubts = {one.id for one in after.maybes} & TRAPS
        if stance is Stance.OPEN:
            doubts -= {"concern-check"}
        assert (after.traps, doubts) == ((), set()), rewrite
        assert after.score >= before.score
        assert words(rewrite) <= words(before.text) + 60


def test_keep_every_name_and_figure_of_the_sentences_without_a_trap():
    for before, rewrite in rewrites(Stance.BALANCED):
        if not (before.traps or before.maybes or TRAPS & {one.id for one in before.findings}):
            facts = FIGURE.findall(before.text) + NAME.findall(before.text)
            assert [fact for fact in facts if fact not in rewrite] == []


def test_make_up_no_name_and_no_figure():
    for before, rewrite in rewrites(Stance.BALANCED):
        said = PLACEHOLDER.sub("", rewrite)
        assert set(FIGURE.findall(said)) <= set(FIGURE.findall(before.text))


def test_of_ten_different_lines_are_ten_different_rewrites():
    every = [rewrite for _, rewrite in rewrites(Stance.BALANCED)]
    for start in range(0, len(every), 10):
        ten = every[start : start + 10]
        assert len(set(ten)) == len(ten)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("I'm easily your best candidate, I grew my territory 40% at Acme", "40% at Acme"),
        ("Nobody sells like me: I closed 52 deals at Acme last year.", "I closed 52 deals at Acme"),
        ("Thank you for your time, you'd be crazy not to hire me.", "Thank you for your time"),
        ("Thanks so much Ms. Lopez, I'll leave it with you.", "Ms. Lopez"),
        ("What is the next step? I'll wait to hear from you.", "What is the next step?"),
        (
            "So I closed 18 deals, top of the team, and, uh, yeah, hopefully I'll hear from you.",
            "I closed 18 deals",
        ),
    ],
)
def test_keep_the_evidence_and_the_courtesy_beside_a_trap(line, kept):
    rewrite = CRITIC.critique(line).rewrite
    if rewrite is not None:  # None where the model hears no close at all
        assert kept in rewrite
        gone = "best candidate|like me|crazy|leave it|wait to hear|hopefully"
        assert not re.search(gone, rewrite)
