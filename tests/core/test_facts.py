import pytest

from bot.core.facts import own_fact


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (
            "With $3.2M in sales at Brandt, I'm the best you'll ever hire.",
            "I have $3.2M in sales at Brandt.",
        ),
        ("Do you see a red flag in my two years at Stryker?", "I have two years at Stryker."),
        (
            "My numbers, 140% of plan three years running, beat anyone's.",
            "I reached 140% of plan three years running.",
        ),
        (
            "Nobody will match my twelve clinics in Ohio.",
            "I have twelve clinics in Ohio.",
        ),
        (
            "I've over nine years of medical sales, so I can't fail",
            "I have nine years of medical sales.",
        ),
        ("Sign me today and I'll bring my 40 accounts", ""),
        ("You have two years at Stryker to look at, haven't you?", ""),
        ("I'd hit 140% of quota for you.", ""),
        ("How do I compare with the three candidates in Leeds?", ""),
        ("I'd need two years.", ""),
    ],
)
def test_only_a_figure_of_the_reps_own_is_a_fact(words, fact):
    assert own_fact(words) == fact
