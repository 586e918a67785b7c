"""The clock that people move: what it refuses, what it touches, what it leaves alone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import MovableClock, local_moment
from bot.sandbox.refusal import SlackRefusal
from tests.sandbox.test_page import Browser

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = START + timedelta(days=1)


@pytest.fixture
def browser(sandbox):
    return Browser(sandbox)


def test_it_goes_on_from_where_it_was_moved_to(clock):
    movable = MovableClock(clock)
    movable.move_to(LATER)
    clock.advance(minutes=5)

    assert movable() == LATER + timedelta(minutes=5)


def test_it_tells_its_listeners_after_each_move(clock):
    movable = MovableClock(clock)
    heard: list[datetime] = []
    movable.listen(lambda: heard.append(movable()))

    movable.move_to(LATER)

    assert heard == [LATER]


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (START - timedelta(seconds=1), "clock_backwards"),
        (START, "clock_backwards"),
        (START + timedelta(days=367), "clock_too_far"),
    ],
    ids=["earlier", "now", "more than a year"],
)
def test_it_goes_neither_back_nor_further_than_a_year(clock, moment, code):
    movable = MovableClock(clock)

    with pytest.raises(SlackRefusal) as refusal:
        movable.move_to(moment)

    assert (refusal.value.code, movable()) == (code, START)


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-11-24T09:00", "America/Chicago", datetime(2026, 11, 24, 15, 0, tzinfo=UTC)),
        ("2026-10-25T01:30", "Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-03-29T01:30", "Europe/London", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-11-24T09:00:30", "Asia/Kolkata", datetime(2026, 11, 24, 3, 30, 30, tzinfo=UTC)),
    ],
    ids=["west", "an hour that comes twice", "an hour that never comes", "with seconds"],
)
def test_a_local_time_is_read_in_the_zone_of_the_person(text, zone, moment):
    assert local_moment(text, zone) == moment


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30T09:00", "0001-01-01T00:00"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(SlackRefusal) as refusal:
        local_moment(text, "Asia/Kolkata")

    assert refusal.value.code == "invalid_time"


def test_the_page_moves_it_in_the_persons_own_time(browser, sandbox):
    there = LATER.replace(hour=15)  # nine in the morning in Chicago
    answer = browser.post("clock", user="U0MAYA", to="2026-11-24T09:00")

    assert answer == {"ok": True, "now": there.timestamp()}
    assert browser.get("clock", user="U0MAYA") == answer
    assert browser.get("state", user="U0TOM")["now"] == there.timestamp()
    assert sandbox.clock() == there


@pytest.mark.parametrize(
    ("to", "error", "text"),
    [
        (
            "2026-11-23T02:00",
            "clock_backwards",
            "The clock only moves forwards: pick a time that is still to come.",
        ),
        (
            "2028-01-01T09:00",
            "clock_too_far",
            "That is more than a year ahead: pick a time within a year.",
        ),
        ("soon", "invalid_time", "Pick a date and a time, such as 2026-11-23 and 09:00."),
    ],
)
def test_what_the_clock_cannot_do_is_said_in_a_sentence(browser, to, error, text):
    answer = browser.post("clock", user="U0MAYA", to=to)

    assert answer == {"ok": False, "error": error, "text": text}


def test_messages_keep_their_order_across_a_jump(sandbox, client):
    before = client.chat_postMessage(channel="D0MAYA", text="before")["ts"]
    sandbox.move_clock(LATER)
    after = client.chat_postMessage(channel="D0MAYA", text="after")["ts"]

    assert [message["text"] for message in sandbox.messages("U0MAYA", "D0MAYA")] == [
        "before",
        "after",
    ]
    assert float(after) == LATER.timestamp() > float(before)


def test_a_jump_makes_no_click_come_too_late(sandbox, client, echo, clock):
    """Three seconds for a trigger are three real seconds."""
    triggers = []

    @echo.app.command("/ask")
    def ask(ack, body):
        triggers.append(body["trigger_id"])
        ack()

    title = {"type": "plain_text", "text": "A form"}
    view = {"type": "modal", "title": title, "blocks": []}
    sandbox.command("U0MAYA", "D0MAYA", "/ask")
    sandbox.move_clock(LATER)

    assert client.views_open(trigger_id=triggers[0], view=view)["ok"]
