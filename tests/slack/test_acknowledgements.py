"""What the bot answers in the acknowledgement itself, with no Slack to call."""

import pytest

from bot.core.critique import Stance
from bot.core.people import Member
from tests.slack import payloads
from tests.slack.conftest import NOW
from tests.slack.critiques import spoken
from tests.slack.limits import message_problems, view_problems

MAYA = Member(payloads.TEAM, payloads.REP)
TRAP = "Thank you for your time. Do you have any red flags about me?"
CLOSE = "I'd love this role. What are the next steps, and when will you decide?"
CONCERNS = "Do you have any concerns that would keep you from moving me forward?"


def test_a_line_is_answered_privately_with_score_and_remarks(desk):
    answer = desk.answer(payloads.command(TRAP))

    (attempt,) = desk.store.recent_attempts(MAYA, 9)
    assert (answer["response_type"], attempt.text) == ("ephemeral", TRAP)
    assert answer["text"].startswith(f"{attempt.score} of 100. ")
    assert message_problems(answer["text"], answer["blocks"]) == []
    said = spoken(answer["blocks"])
    for words in ("What is good", "[1] ", "Why: ", "Say instead:", "The four steps", "Try again"):
        assert words in said
    assert "Not yet: " in said


def test_the_same_command_again_is_the_same_attempt(desk):
    first = desk.answer(payloads.command(TRAP))
    again = desk.answer(payloads.command(TRAP))

    assert first == again
    assert len(desk.store.recent_attempts(MAYA, 9)) == 1


@pytest.mark.parametrize("stance", Stance)
def test_a_concern_check_shows_both_schools_and_a_safer_wording_in_every_stance(desk, stance):
    desk.store.set_stance(payloads.TEAM, stance, payloads.MANAGER, NOW)

    said = spoken(desk.answer(payloads.command(CONCERNS))["blocks"])

    assert "Two schools:" in said
    assert "Safer to say:" in said


@pytest.mark.parametrize("word", ["help", "HELP", " Help! ", "usage", "..."])
def test_help_gets_a_short_usage(desk, word):
    answer = desk.answer(payloads.command(word))

    assert answer["response_type"] == "ephemeral"
    assert "Three ways to check a line" in spoken(answer["blocks"])
    assert desk.store.recent_attempts(MAYA, 9) == ()


def test_what_is_no_closing_line_gets_a_pointer_and_no_score(desk):
    answer = desk.answer(payloads.command("The cat sat on the mat."))

    said = spoken(answer["blocks"])
    assert desk.coach.homes.sample in said
    assert "of 100" not in said
    assert desk.store.recent_attempts(MAYA, 9) == ()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4_001,
        "word " * 8_000,
        "😀😀😀",
        "\x00\x01",
        "&lt;!channel&gt; &lt;@U1&gt; `x` ```y``` &lt;https://evil.example|Approve&gt;",
        "<!channel> <@U0TOM|tom> <https://evil.example|Approve>",
        "「ありがとうございました」",
        "\u202egnihton\u202c are there any red flags\u200b?",
        "&amp;lt;!channel&amp;gt; do you have any red flags about me?",
    ],
)
def test_bad_input_gets_a_short_answer_in_which_nothing_is_live(desk, text):
    answer = desk.answer(payloads.command(text))

    assert answer["response_type"] == "ephemeral"
    assert message_problems(answer["text"], answer["blocks"]) == []


def test_a_line_that_is_too_long_is_told_the_limit(desk):
    assert "4,000" in desk.answer(payloads.command("word " * 2_000))["text"]


def test_entities_are_undone_once(desk):
    desk.answer(payloads.command("R&amp;D, any red flags &amp;lt; about me?"))

    (attempt,) = desk.store.recent_attempts(MAYA, 9)
    assert attempt.text == "R&D, any red flags &lt; about me?"


def test_a_form_shows_the_critique_in_its_place(desk):
    answer = desk.answer(payloads.submission("check_form", TRAP))

    (attempt,) = desk.store.recent_attempts(MAYA, 9)
    assert answer["response_action"] == "update"
    assert answer["view"]["private_metadata"] == attempt.id
    assert f"{attempt.score} of 100" in spoken(answer["view"]["blocks"])
    assert view_problems(answer["view"]) == []


def test_a_second_try_shows_what_changed_check_by_check(desk):
    desk.answer(payloads.command(TRAP))
    (first,) = desk.store.recent_attempts(MAYA, 9)

    answer = desk.answer(payloads.submission("check_form", CLOSE, metadata=first.id))

    said = spoken(answer["view"]["blocks"])
    assert f"Since your last try: {first.score} to " in said
    assert "Now yes: " in said
    assert answer["view"]["submit"]["text"] == "Try again"


def test_a_critique_leads_back_to_the_form_with_the_line_in_it(desk):
    desk.answer(payloads.command(TRAP))
    (first,) = desk.store.recent_attempts(MAYA, 9)

    answer = desk.answer(payloads.submission("critique_result", None, metadata=first.id))

    (block,) = answer["view"]["blocks"]
    assert block["element"]["initial_value"] == TRAP
    assert answer["view"]["private_metadata"] == first.id


def test_a_line_too_long_for_a_form_comes_back_cut_with_a_word_about_it(desk):
    long = f"{TRAP} " + "I would be glad to join. " * 140
    desk.answer(payloads.command(long))
    (first,) = desk.store.recent_attempts(MAYA, 9)

    answer = desk.answer(payloads.submission("critique_result", None, metadata=first.id))

    block, note = answer["view"]["blocks"]
    assert block["element"]["initial_value"] == long[:3_000].strip()[:3_000] or (
        len(block["element"]["initial_value"]) == 3_000
    )
    assert "3,000 characters" in spoken(note)


def test_an_unusable_line_in_a_form_is_told_at_the_input(desk):
    answer = desk.answer(payloads.submission("check_form", "😀"))

    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == ["line"]


def test_what_is_no_closing_line_stays_in_the_form_under_a_pointer(desk):
    answer = desk.answer(payloads.submission("check_form", "The cat sat on the mat."))

    view = answer["view"]
    assert view["blocks"][-1]["element"]["initial_value"] == "The cat sat on the mat."
    assert desk.coach.homes.sample in spoken(view["blocks"])


def test_another_member_s_attempt_is_not_shown(desk):
    desk.answer(payloads.command(TRAP, user="U0TOM"))
    (theirs,) = desk.store.recent_attempts(Member(payloads.TEAM, "U0TOM"), 9)

    answer = desk.answer(payloads.submission("critique_result", None, metadata=theirs.id))

    said = spoken(answer["view"]["blocks"])
    assert TRAP not in said
    assert "no longer here" in said


SUBTYPES = (
    "message_changed message_deleted message_replied bot_message me_message channel_join "
    "channel_leave channel_topic channel_purpose channel_name channel_archive group_join "
    "reminder_add tombstone ekm_access_denied assistant_app_thread file_comment pinned_item "
    "huddle_thread something_new"
).split()


@pytest.mark.parametrize("subtype", SUBTYPES)
def test_every_other_message_is_acknowledged_and_left_alone(desk, subtype):
    response = desk.ask(payloads.event(payloads.direct_message(TRAP, subtype=subtype)))

    assert response.status == 200
    assert sum(desk.store.count_slots().values()) == 0


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"user": payloads.BOT},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"user": ""},
    ],
)
def test_what_no_person_said_to_the_bot_is_left_alone(desk, more):
    response = desk.ask(payloads.event(payloads.direct_message(TRAP, **more)))

    assert response.status == 200
    assert sum(desk.store.count_slots().values()) == 0


def test_a_direct_message_delivered_again_is_answered_once(desk):
    for _ in range(4):
        assert desk.ask(payloads.event(payloads.direct_message(TRAP))).status == 200

    assert sum(desk.store.count_slots().values()) == 1
    assert len(desk.store.recent_attempts(MAYA, 9)) == 1
