import pytest

from bot.core.facts import called, calling, own_fact


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
        ("With 40 accounts at Brandt I'm your best hire.", "I have 40 accounts at Brandt."),
        ("Sign me today and I'll bring my 40 accounts", ""),
        ("You have two years at Stryker to look at, haven't you?", ""),
        ("I'd hit 140% of quota for you.", ""),
        ("How do I compare with the three candidates in Leeds?", ""),
        ("I'd need two years.", ""),
        ("Hire me: I hit 134 percent of quota.", "I reached 134 percent of quota."),
        ("At 140% of plan I'm your best hire.", "I reached 140% of plan."),
        ("I never reached 100% of my quota.", ""),
        ("The others don't have my 11 years in dental sales", "I have 11 years in dental sales."),
        ("I missed 100% of quota, is that a red flag?", ""),
        ("Has anyone ever hit 200% of quota?", ""),
        ("The last rep only reached 80% of plan.", ""),
        ("I guarantee you'll be at 120 percent of plan.", ""),
        ("I promise 150 percent of target within six months.", ""),
        ("I know 150% of quota is possible here.", ""),
        ("My goal was always 150% of quota.", ""),
        ("I see myself at 150% of quota.", ""),
        ("I'm at 118% of quota, I'm your best hire.", "I reached 118% of quota."),
        ("What if I had 40 accounts?", ""),
        ("Do I have two years at Stryker to show?", ""),
        ("I have almost 40 accounts.", ""),
    ],
)
def test_only_a_figure_of_the_reps_own_is_a_fact(words, fact):
    assert own_fact(words) == fact


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Any hesitations, Luis?", "Luis"),
        ("Is there anyone ahead of me, Mr. Tan?", "Mr. Tan"),
        ("Look no further, Angela, your search is over.", "Angela"),
        ("I sold for Acme, Hilti and Bosch.", ""),
        ("I need a yes by then, Friday!", ""),
        ("Who is ahead of me in Leeds?", ""),
    ],
)
def test_a_name_between_commas_is_whom_the_rep_talks_to(words, name):
    assert called(words, []) == name


def test_a_name_that_is_said_already_is_not_called_again():
    assert called("Any hesitations, Luis?", ["Thank you, Luis."]) == ""


@pytest.mark.parametrize(
    ("sentence", "begun"),
    [
        ("What is missing?", "Luis, what is missing?"),
        ("I'd like to go on.", "Luis, I'd like to go on."),
        ("[Your result] is yours.", "Luis, [Your result] is yours."),
    ],
)
def test_a_sentence_begins_with_the_name(sentence, begun):
    assert calling("Luis", sentence) == begun
