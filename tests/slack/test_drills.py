"""The daily drill in the embedded Slack: join, receive, answer, ask for help, set it up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.people import Member
from bot.core.slots import SlotState
from tests.slack.conftest import Office
from tests.slack.critiques import spoken

MAYA, TOM, TEAM, PRACTICE = "U0MAYA", "U0TOM", "T0DEMO", "C0PRACTICE"
WHO = Member(TEAM, MAYA)
MONDAY = datetime(2030, 1, 7, 15, 0, 30, tzinfo=UTC)  # nine in the morning in Chicago
SHORT = "I think that is all from my side."


def said_by_the_bot(office: Office, ts: str = "") -> list[Any]:
    channel = office.slack.dm(MAYA)
    shown = office.slack.thread(MAYA, channel, ts) if ts else office.slack.messages(MAYA, channel)
    return [message for message in shown if message["bot"] and message["ts"] != ts]


def answer_to(office: Office, text: str, thread: str = "") -> str:
    """Send a direct message and return what the bot says to it."""
    before = len(said_by_the_bot(office, thread))
    office.slack.send_message(MAYA, office.slack.dm(MAYA), text, thread or None)
    return next_message(office, before, thread)


def next_message(office: Office, before: int, thread: str = "") -> str:
    office.slack.wait_for(lambda: len(said_by_the_bot(office, thread)) > before)
    return spoken(said_by_the_bot(office, thread)[-1]["blocks"])


def a_drill(office: Office) -> str:
    """Ask for a drill that is answered in words, and return the timestamp of its message."""
    while True:
        ts = ask(office)
        if not office.coach.drills.given(WHO, office.coach.drills.latest(WHO) or "").drill.choices:
            return ts


def ask(office: Office) -> str:
    answer_to(office, "drill")
    return str(said_by_the_bot(office)[-1]["ts"])


def model_answer(office: Office) -> str:
    latest = office.coach.drills.latest(WHO) or ""
    return office.coach.drills.given(WHO, latest).drill.model_answer


def sees(office: Office) -> str:
    return spoken((office.slack.view(MAYA) or {}).get("blocks", []))


def home(office: Office) -> str:
    return spoken((office.slack.home(MAYA) or {}).get("blocks", []))


def enrolment(office: Office) -> Any:
    return office.coach.schedules.of(WHO)


def joined(office: Office) -> None:
    assert "You are in." in answer_to(office, "join")


def test_joining_by_a_word_takes_the_zone_from_slack(office):
    said = answer_to(office, "join")

    assert "You are in. Your next drill comes on " in said
    assert "at 09:00 (America/Chicago)" in said
    assert "Words that I understand" in said
    assert enrolment(office).schedule.zone == "America/Chicago"


def test_joining_goes_on_when_slack_does_not_tell_the_zone(office):
    office.slack.fail("users.info", "refuse", code="internal_error")

    assert "at 09:00 (UTC)" in answer_to(office, "join")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("time 6pm", "at 18:00 (America/Chicago)"),
        ("time 21h30", "at 21:30 (America/Chicago)"),
        ("time noon", "at 12:00 (America/Chicago)"),
        ("days sat", "Saturday at 09:00"),
        ("zone Europe/London", "at 09:00 (Europe/London)"),
        ("skip", "Today is left out. It breaks no streak."),
        ("pause until 2099-01-01", "more than a year away"),
        ("pause until 2020-01-01", "come already"),
        ("pause", "Until when?"),
        ("time", "At what time?"),
        ("days", "On which days?"),
        ("zone", "Which time zone?"),
        ("time 25:00", "as a time of day"),
        ("days never", "as days of the week"),
        ("zone Mars/Base", "I do not know that time zone."),
        ("status", "Your next drill comes on "),
        ("stop", "Done: no more daily drills."),
        ("hint", "You have no drill yet."),
    ],
)
def test_every_word_is_answered_with_what_holds_now_or_what_is_wrong(office, words, answer):
    joined(office)

    assert answer in answer_to(office, words)


def test_a_pinned_zone_may_follow_slack_again(office):
    joined(office)
    answer_to(office, "zone Asia/Kolkata")
    assert enrolment(office).pinned

    assert "follows your Slack time zone again" in answer_to(office, "zone slack")
    assert not enrolment(office).pinned
    assert enrolment(office).schedule.zone == "America/Chicago"


def test_a_pause_ends_by_itself_or_by_a_word(office):
    joined(office)
    until = (office.clock() + timedelta(days=20)).date()

    assert "Paused until: " in answer_to(office, f"pause until {until}").replace("\n", "")
    assert "Welcome back." in answer_to(office, "resume")
    assert enrolment(office).schedule.paused_until is None


def test_a_word_of_who_has_not_joined_says_how_to_join(office):
    assert "You get no daily drill. Send “join” to begin" in answer_to(office, "status")


def test_the_daily_drill_arrives_once_and_its_channel_is_kept(office):
    joined(office)
    office.clock.jump(MONDAY)
    before = len(said_by_the_bot(office))

    for _ in range(3):
        office.coach.tick.run(office.clock())
        office.delivery.wake()
    said = next_message(office, before)

    assert "Answer" in said or "Choose" in said
    assert "Skip today" in said
    office.slack.wait_for(lambda: enrolment(office).channel)
    assert enrolment(office).channel == office.slack.dm(MAYA)
    assert len(said_by_the_bot(office)) == before + 1


def test_an_answer_in_the_thread_is_graded_there(office):
    ts = a_drill(office)

    poor = answer_to(office, SHORT, ts)
    good = answer_to(office, model_answer(office), ts)

    assert "Not there yet: 80 will do." in poor
    assert "Hint" in poor
    assert "Your last try at this drill: " in good
    assert "This is the model answer itself" in good


def test_an_edited_answer_is_graded_again_and_other_edits_are_left_alone(office):
    ts, channel = a_drill(office), office.slack.dm(MAYA)
    answer = office.slack.send_message(MAYA, channel, SHORT, ts)
    office.slack.wait_for(lambda: len(said_by_the_bot(office, ts)) == 1)
    line = office.slack.send_message(MAYA, channel, "Thank you. What are the next steps?")
    office.slack.settle()

    office.slack.edit_message(MAYA, channel, line, "Thank you. When will you decide?")
    office.slack.edit_message(MAYA, channel, answer, f"{SHORT} What is next?")

    office.slack.wait_for(lambda: len(said_by_the_bot(office, ts)) == 2)
    office.slack.settle()
    office.slack.wait_for(lambda: not office.store.count_slots()[SlotState.PENDING])
    assert len(office.store.recent_attempts(WHO, 9)) == 1


@pytest.mark.parametrize(
    ("text", "words"), [("...", "no words"), ("word " * 2_000, "4,000"), ("hint", "Hint: ")]
)
def test_an_answer_that_cannot_be_graded_is_told_why(office, text, words):
    ts = a_drill(office)

    assert words in answer_to(office, text, ts)


def test_the_model_answer_is_behind_a_word_too_and_counts_as_help(office):
    ts = a_drill(office)

    assert model_answer(office)[:40] in answer_to(office, "model answer", ts)
    assert "You had seen the model answer" in answer_to(office, f"{SHORT} What next?", ts)


def test_ten_answers_at_once_are_all_graded(office):
    ts, channel = a_drill(office), office.slack.dm(MAYA)

    for number in range(10):
        office.slack.send_message(MAYA, channel, f"{SHORT} Number {number}.", ts)

    office.slack.wait_for(lambda: len(said_by_the_bot(office, ts)) == 10)
    assert len(office.store.drill_attempts(WHO, office.coach.drills.latest(WHO))) == 10


def test_an_answer_by_the_form_is_graded_in_its_place_and_tried_again(office):
    ts = a_drill(office)
    office.slack.click(MAYA, "answer_drill", office.slack.dm(MAYA), ts)
    office.slack.wait_for(lambda: "Your answer" in str(office.slack.view(MAYA)))

    assert office.slack.submit(MAYA, {"answer": "😀"})["response_action"] == "errors"
    assert office.slack.submit(MAYA, {"answer": SHORT}) == {"response_action": "update"}
    assert " of 100" in sees(office)
    office.slack.submit(MAYA, {})
    assert SHORT in str(office.slack.view(MAYA))


def test_trying_again_from_the_thread_opens_the_form_with_the_answer(office):
    ts = a_drill(office)
    answer_to(office, SHORT, ts)
    (grade,) = said_by_the_bot(office, ts)

    office.slack.click(MAYA, "answer_again", office.slack.dm(MAYA), grade["ts"])

    office.slack.wait_for(lambda: SHORT in str(office.slack.view(MAYA)))


@pytest.mark.parametrize(
    ("action", "words"), [("drill_hint", "Hint: "), ("drill_model", "A model answer: ")]
)
def test_help_is_shown_beside_the_drill_to_its_member_alone(office, action, words):
    ts = a_drill(office)

    office.slack.click(MAYA, action, office.slack.dm(MAYA), ts)

    def shown() -> list[Any]:
        messages = office.slack.messages(MAYA, office.slack.dm(MAYA))
        return [message for message in messages if words in message["text"]]

    (message,) = office.slack.wait_for(shown)
    assert message["ephemeral"]


def test_help_in_the_form_is_shown_on_top_of_it(office):
    ts = a_drill(office)
    office.slack.click(MAYA, "answer_drill", office.slack.dm(MAYA), ts)
    office.slack.wait_for(lambda: office.slack.view(MAYA))

    office.slack.click(MAYA, "drill_hint")

    office.slack.wait_for(lambda: "Hint: " in sees(office))


def test_a_first_critique_invites_and_the_next_ones_do_not(office):
    first = office.slack.command(MAYA, PRACTICE, "/close-check Thank you. What comes next?")
    second = office.slack.command(MAYA, PRACTICE, "/close-check Thank you. When do you decide?")
    assert "Join the daily drill" in spoken(first["blocks"])
    assert "Join the daily drill" not in spoken(second["blocks"])

    office.slack.click(MAYA, "join_drill", PRACTICE, first["ts"])

    office.slack.wait_for(lambda: enrolment(office).joined)
    office.slack.wait_for(
        lambda: [m for m in office.slack.messages(MAYA, PRACTICE) if "You are in." in m["text"]]
    )
    assert enrolment(office).schedule.zone == "America/Chicago"


def on_home(office: Office, action: str, words: str, **entered: Any) -> None:
    """Use an element of Home, and wait for words on it."""
    office.slack.click(MAYA, action, **entered)
    office.slack.wait_for(lambda: words in home(office))


def test_home_joins_sets_everything_and_stops(office):
    office.slack.open_home(MAYA)
    office.slack.wait_for(lambda: "Join the daily drill" in home(office))
    on_home(office, "join_drill", "You are in. Your next drill comes on ")

    on_home(office, "drill_time", "at 07:30 (America/Chicago)", selected_time="07:30")
    days = [{"value": "1"}, {"value": "3"}]
    on_home(office, "drill_days", "Tuesday, Thursday at 07:30", selected_options=days)
    until = (office.clock() + timedelta(days=30)).date().isoformat()
    on_home(office, "pause_until", "Paused until", selected_date=until)
    on_home(office, "resume_drill", "Welcome back.")
    on_home(office, "pause_until", "Paused until", selected_date=until)
    on_home(office, "pause_until", "Welcome back.", selected_date=None)
    on_home(office, "skip_today", "Today is left out.")
    on_home(office, "drill_now", "on its way to our direct messages")
    on_home(office, "stop_drill", "Done: no more daily drills.")
    assert "Join the daily drill" in home(office)


def test_a_zone_is_chosen_in_a_form_and_given_back_to_slack(office):
    joined(office)
    office.slack.open_home(MAYA)
    office.slack.wait_for(lambda: "Change time zone" in home(office))
    office.slack.click(MAYA, "drill_zone")
    office.slack.wait_for(lambda: office.slack.view(MAYA))

    assert office.slack.submit(MAYA, {"zone": "Mars"})["response_action"] == "errors"
    office.slack.submit(MAYA, {"zone": "Tokyo"})
    office.slack.wait_for(lambda: "Asia/Tokyo (your choice)" in home(office))

    on_home(office, "follow_slack_zone", "America/Chicago (as in your Slack profile)")


def test_a_day_less_than_one_is_refused_and_nothing_is_lost(office):
    joined(office)
    office.slack.open_home(MAYA)
    office.slack.wait_for(lambda: "Change time zone" in home(office))

    office.slack.click(MAYA, "drill_days", selected_options=[])

    office.slack.wait_for(lambda: "at least one day" in sees(office))
    assert enrolment(office).schedule.weekdays == frozenset(range(5))
