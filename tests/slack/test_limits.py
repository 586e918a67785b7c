"""Whatever a critique holds, what is sent stays within Slack's limits and nothing in it is live."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.coach.homes import Home, TeamSettings
from bot.core.attempts import Attempt, Comparison, Review
from bot.core.critique import Check, LineKind, Stance, StepCheck
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.slack.views.blocks import clamp, cost, section, visible
from bot.slack.views.conversation import help_message, review_message, sentence_message
from bot.slack.views.forms import check_form, critique_modal, notice, pointer_form
from bot.slack.views.home import home_view
from bot.slack.views.marks import marked
from bot.slack.views.team_settings import settings_modal, settings_section
from tests.slack.critiques import any_text, critique, finding, long_text, reviews, spans
from tests.slack.limits import message_problems, view_problems

pytestmark = pytest.mark.filterwarnings(  # large values are the point here
    "ignore:Generating overly large repr:hypothesis.errors.HypothesisWarning"
)
generously = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@generously
@given(review=reviews, sample=any_text, everything=st.booleans())
def test_a_critique_of_anything_fits_into_a_message(review, sample, everything):
    message = review_message(review, sample, everything=everything)

    assert message_problems(message.text, message.blocks) == []


@generously
@given(review=reviews, everything=st.booleans())
def test_a_critique_of_anything_fits_into_a_modal(review, everything):
    assert view_problems(critique_modal(review, everything=everything)) == []


@pytest.mark.parametrize("everything", [True, False])
def test_the_longest_critique_of_all_fits_beside_what_changed_since(everything):
    most, title = "word " * 900, "t" * 200
    findings = tuple(replace(finding("passive-exit", "red flags"), message=most) for _ in range(9))
    longest = replace(
        critique(*findings),
        text=most,
        headline=most,
        kind_title=most,
        checks=tuple(Check(f"c{number}", most, 10, False) for number in range(12)),
        steps=tuple(StepCheck(f"s{number}", most, False, "", most) for number in range(12)),
        strengths=(most,) * 9,
        rewrite=most,
        maybes=findings,
    )
    review = Review(longest, "0123456789abcdef", Comparison(10, 20, (title,) * 9, (title,) * 9, ()))

    message = review_message(review, most, everything=everything)

    assert message_problems(message.text, message.blocks) == []
    assert view_problems(critique_modal(review, everything=everything)) == []


@generously
@given(headline=long_text, sample=long_text, line=long_text)
def test_a_form_takes_back_any_line(headline, sample, line):
    assert view_problems(pointer_form(headline, sample, line)) == []
    assert view_problems(check_form(line, attempt_id="a" * 16)) == []


@given(text=long_text)
def test_any_sentence_fits_into_a_message_and_a_modal(text):
    message = sentence_message(text)

    assert message_problems(message.text, message.blocks) == []
    assert view_problems(notice(text)) == []


@given(sample=long_text)
def test_help_with_any_sample_fits_into_a_message(sample):
    message = help_message(sample)

    assert message_problems(message.text, message.blocks) == []


@given(
    stance=st.sampled_from(Stance),
    sample=long_text,
    said=long_text,
    title=long_text,
    manager=st.booleans(),
    count=st.integers(0, 30),
)
def test_home_fits_with_anything_in_it(stance, sample, said, title, manager, count):
    attempt = Attempt(
        id="0" * 16,
        who=Member("T1", "U1"),
        kind=LineKind.BRIDGE,
        score=50,
        verdict="solid",
        checks=(),
        findings=(),
        stance=stance,
        rules="r",
        text=None,
        made_at=datetime(2026, 11, 22, tzinfo=UTC),
        earlier=None,
    )
    titles = {LineKind.BRIDGE: title}

    days = tuple(date(2027, 1, 1) + timedelta(days=n) for n in range(count * 30))
    home = Home(stance, manager, (attempt,) * count, sample, Enrolment(attempt.who))
    named = tuple(f"U{number}" for number in range(count * 10)) if manager else None
    chosen = TeamSettings(stance, days, count, count * 7, manager, named)
    view = home_view(home, titles, attempt.made_at, said, settings_section(chosen))

    assert view_problems(view) == []
    assert view_problems(settings_modal(chosen, [section(said)], said)) == []


@given(text=long_text, limit=st.integers(1, 400))
def test_clamped_text_costs_no_more_than_its_limit(text, limit):
    assert cost(clamp(text, limit)) <= limit


@given(text=st.text(max_size=80))
def test_text_without_hidden_characters_keeps_its_length(text):
    assert len(visible(text)) == len(text)


@given(text=st.text(min_size=1, max_size=80), marks=st.lists(spans, max_size=6))
def test_marking_adds_numbers_and_changes_no_word(text, marks):
    runs = marked(text, marks)
    numbers = {f" [{number}]" for number in range(1, 7)}

    assert "".join(run["text"] for run in runs if run["text"] not in numbers) == text
