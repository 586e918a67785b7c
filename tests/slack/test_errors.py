"""When something fails, the person is told what to do, and never what went wrong inside."""

import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from slack_bolt import BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.core.critique import Stance
from bot.core.people import Member
from bot.slack.background import MOST_WAITING, Background, Busy
from bot.slack.outcome import Fate, Outcome, outcome_of
from bot.slack.people import ask_profile
from tests.slack import payloads
from tests.slack.conftest import Desk
from tests.slack.critiques import spoken

TRAP = "Thank you for your time. Do you have any red flags about me?"
MAYA, PRACTICE = "U0MAYA", "C0PRACTICE"


def break_the_database(desk: Desk) -> None:
    break_tables(desk.database)


def break_tables(database: Path) -> None:
    """Take the tables away: every use of them fails from now on."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in tables.fetchall():
            connection.execute(f"DROP TABLE {name}")
    connection.close()


def references(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if "reference" in record.getMessage()]


def test_an_unexpected_error_of_a_command_gets_a_reference_that_is_in_the_log(desk, caplog):
    break_the_database(desk)

    answer = desk.answer(payloads.command(TRAP))

    (record,) = references(caplog)
    assert answer["response_type"] == "ephemeral"
    assert record.getMessage().split()[-1] in answer["text"]
    assert "sqlite" not in answer["text"].casefold()
    assert "red flags" not in caplog.text


def test_an_unexpected_error_of_a_form_keeps_what_was_typed(desk):
    break_the_database(desk)

    answer = desk.answer(payloads.submission("check_form", TRAP))

    assert answer["response_action"] == "errors"
    assert "reference" in answer["errors"]["line"]


def test_an_event_that_fails_is_not_acknowledged_and_comes_again(desk):
    break_the_database(desk)

    assert desk.ask(payloads.event(payloads.direct_message(TRAP))).status == 500


def test_a_button_that_fails_is_acknowledged(desk):
    response = desk.ask(payloads.action("try_again", "0123456789abcdef"))

    assert (response.status, response.body) == (200, "")


def test_a_button_on_a_forgotten_line_is_answered_beside_the_message(office):
    answer = office.slack.command(MAYA, PRACTICE, f"/close-check {TRAP}")
    office.slack.command(MAYA, PRACTICE, "/close-check Do I compare well with the others?")
    office.store.forget_texts(datetime(2099, 1, 1, tzinfo=UTC))

    office.slack.click(MAYA, "not_a_trap", PRACTICE, answer["ts"])
    office.slack.click(MAYA, "try_again", PRACTICE, answer["ts"])

    office.slack.wait_for(lambda: office.slack.view(MAYA))
    assert "initial_value" not in str(office.slack.view(MAYA))


def test_a_window_that_slack_opens_too_late_is_asked_for_again(office):
    office.slack.command(MAYA, PRACTICE, f"/close-check {TRAP}")
    office.slack.fail("views.open", "refuse", code="expired_trigger_id")

    office.slack.click(MAYA, "try_again", PRACTICE)

    office.slack.wait_for(
        lambda: "press the button again" in spoken(office.slack.messages(MAYA, PRACTICE)[-1])
    )


@pytest.mark.parametrize("user", ["U0MAYA", "U0TOM"])
def test_a_denied_change_of_the_stance_is_told_kindly_and_changes_nothing(office, user):
    forged = payloads.action("change_stance", view={"id": "V1", "type": "home"}, user=user)
    forged["actions"][0]["selected_option"] = {"value": "strict"}

    response = office.app.dispatch(BoltRequest(mode="socket_mode", body=forged))

    assert response.status == 200
    (told,) = office.slack.wait_for(lambda: office.slack.calls_of("views.open"))
    assert "Only a manager can change" in str(told.args)
    assert office.store.stance("T0DEMO") is Stance.BALANCED


@pytest.mark.parametrize(
    ("user", "expected"), [("U0PRIYA", True), ("U0MAYA", False), ("U0TOM", False)]
)
def test_the_role_is_asked_of_slack(office, user, expected):
    client = WebClient(office.slack.bot_token, base_url=office.slack.api_url)

    assert ask_profile(client, Member("T0DEMO", user)).is_admin is expected


def test_work_after_the_acknowledgement_is_finished_before_closing():
    done: list[int] = []
    background = Background(threads=1)
    for number in range(5):
        background.submit(done.append, number)

    assert background.close(5)
    assert done == [0, 1, 2, 3, 4]


def test_work_that_fails_is_logged_and_stops_nothing(caplog):
    done: list[int] = []
    background = Background(threads=1)
    background.submit(int, "no number")
    background.submit(done.append, 1)

    assert background.close(5)
    assert done == [1]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_too_much_work_is_refused_with_a_kind_word():
    hold = Event()
    background = Background(threads=1)
    for _ in range(MOST_WAITING):
        background.submit(hold.wait, 5)

    with pytest.raises(Busy, match="try again in a minute"):
        background.submit(hold.wait, 5)

    hold.set()
    assert background.close(10)


def refusal(
    status: int, data: dict[str, object], headers: dict[str, str] | None = None
) -> SlackApiError:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("refused", response)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            refusal(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}),
            Outcome(Fate.NOT_SENT, "ratelimited", 30),
        ),
        (refusal(429, {"ok": False}), Outcome(Fate.NOT_SENT, "ratelimited", 1)),
        (
            refusal(200, {"ok": False, "error": "channel_not_found"}),
            Outcome(Fate.GONE, "channel_not_found"),
        ),
        (
            refusal(200, {"ok": False, "error": "fatal_error"}),
            Outcome(Fate.UNKNOWN, "fatal_error"),
        ),
        (refusal(503, {"ok": False}), Outcome(Fate.UNKNOWN, "status 503")),
        (TimeoutError("slow"), Outcome(Fate.UNKNOWN, "TimeoutError", silent=True)),
        (
            ConnectionResetError("gone"),
            Outcome(Fate.UNKNOWN, "ConnectionResetError", silent=True),
        ),
        (ConnectionRefusedError("closed"), Outcome(Fate.NOT_SENT, "ConnectionRefusedError")),
    ],
)
def test_a_failed_send_is_told_apart_by_whether_it_may_have_arrived(error, expected):
    assert outcome_of(error) == expected
