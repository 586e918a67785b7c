"""What counts as an acknowledgement."""

from bot.slack.errors import NOT_KEPT
from tests.prove.load import Answers


def test_who_is_told_that_nothing_was_kept_has_no_acknowledgement():
    answers = Answers()

    answers.add(200, '{"text": "A critique."}', 0.1)
    answers.add(200, NOT_KEPT.format(reference="12ab"), 0.1)
    answers.add(0, "", 0.1)

    assert (answers.acknowledged, answers.refused, answers.wrong) == (1, 1, 1)
