import pytest

from bot.core.naming import named


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("ramp-up", "I would shorten the ramp up of new reps."),
        ("ramp up", "A short ramp-up, as you said."),
        ("onboarding", "You want better on-boarding."),
        ("negotiate", "I like negotiating with buyers."),
        ("discovery call", "You said discovery calls matter."),
        ("Salesforce", "I know my way around Salesfroce."),
        ("CRM", "The CRM was a mess."),
        ("customer’s team", "It helps the customer's team."),
        ("forecast|pipeline", "My pipeline is clean."),
        ("24 beds", "It has 24 beds."),
    ],
)
def test_a_wording_is_found_with_another_ending_or_a_slip(wording, text):
    assert named([wording], text) == (wording,)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("CRM", "I scrambled for it."),
        ("art", "Let us start."),
        ("churn", "I go to church."),
        ("onboarding", "On to the next."),
        ("forecast|pipeline", "I sell a lot."),
        ("forecast", ""),
        ("|", "I sell a lot."),
    ],
)
def test_another_word_is_not_taken_for_it(wording, text):
    assert named([wording], text) == ()


def test_those_that_occur_are_named_in_the_order_they_are_wanted():
    assert named(["speed", "price", "care"], "Care, and then speed.") == ("speed", "care")
