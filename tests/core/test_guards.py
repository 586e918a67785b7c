import pytest

from bot.core.guards import mentions


@pytest.mark.parametrize(
    "sentence",
    [
        "I won't ask you to compare me with anybody.",
        "I’m not asking you to decide today.",
        "At my last firm I asked my boss for my weaknesses every quarter.",
        "My old sales teacher, no: my old coach told me never to promise the moon.",
        "There is no pressure from my side.",
        "I can't promise I will be your best rep.",
    ],
)
def test_a_sentence_that_refuses_or_reports_only_mentions_a_trap(sentence):
    assert len(mentions(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "How do I compare with the others?",
        "I need your decision today.",
        "I promise I will be the best rep you ever had.",
        "What would my manager here see as my weaknesses?",
    ],
)
def test_a_sentence_that_means_it_is_not_excused(sentence):
    assert mentions(sentence) == ()
