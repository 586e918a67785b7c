"""Days of the daily drill: the whole bot, the embedded Slack, and a clock that jumps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app import Bot
from bot.core.critic import Critic
from bot.demo import demo_settings
from bot.sandbox.server import Sandbox
from tests.browser.demo import from_tuesday
from tests.slack.critiques import spoken

MAYA, TOM = "U0MAYA", "U0TOM"
CHICAGO = "America/Chicago"


def at(day: int, hour: int, minute: int = 0, zone: str = CHICAGO) -> datetime:
    """An instant of November 2026, of which the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.fixture(name="slack")
def _slack() -> Iterator[Sandbox]:
    with Sandbox(now=from_tuesday()) as slack:
        yield slack


@contextmanager
def at_work(slack: Sandbox, folder: Path, critic: Critic) -> Iterator[Bot]:
    bot = Bot(demo_settings(slack, folder / "bot.db"), critic, slack.clock)
    slack.clock.listen(bot.wake)
    bot.start()
    try:
        yield bot
    finally:
        bot.stop()


@pytest.fixture(name="bot")
def _bot(slack: Sandbox, tmp_path: Path, critic: Critic) -> Iterator[Bot]:
    with at_work(slack, tmp_path, critic) as bot:
        yield bot


def said(slack: Sandbox, user: str) -> list[dict[str, Any]]:
    """What the bot said to somebody, oldest first."""
    return [message for message in slack.messages(user, slack.dm(user)) if message["bot"]]


def drills(slack: Sandbox, user: str) -> list[dict[str, Any]]:
    return [message for message in said(slack, user) if message["text"].startswith("Your drill")]


def ask(slack: Sandbox, user: str, words: str, thread_ts: str | None = None) -> str:
    """Write to the bot, and return all that its answer says."""
    channel = slack.dm(user)

    def heard() -> list[dict[str, Any]]:
        if thread_ts is None:
            return said(slack, user)
        return [one for one in slack.thread(user, channel, thread_ts)[1:] if one["bot"]]

    before = len(heard())
    slack.send_message(user, channel, words, thread_ts)
    slack.wait_for(lambda: len(heard()) > before)
    return spoken(heard()[-1]["blocks"])


def arrives(slack: Sandbox, user: str, count: int) -> None:
    slack.wait_for(lambda: len(drills(slack, user)) >= count)
    assert len(drills(slack, user)) == count


def when(message: dict[str, Any]) -> datetime:
    """The minute in which a message was sent."""
    return datetime.fromtimestamp(float(message["ts"]), UTC).replace(second=0, microsecond=0)


@pytest.mark.usefixtures("bot")
def test_each_working_day_brings_one_new_drill_at_nine(slack):
    ask(slack, MAYA, "join")
    mornings = [at(day, 9) for day in (25, 26, 27, 28, 29, 30)]  # a weekend among them
    expected = [at(day, 9) for day in (25, 26, 27, 30)]
    for morning in mornings:
        slack.move_clock(morning)
        arrives(slack, MAYA, sum(day <= morning for day in expected))
        ask(slack, MAYA, "status")

    sent = drills(slack, MAYA)
    assert [when(message) for message in sent] == expected
    assert len({message["text"] for message in sent}) == 4
    assert said(slack, TOM) == []


@pytest.mark.usefixtures("bot")
def test_a_member_who_travels_has_the_drill_at_nine_where_they_are(slack):
    ask(slack, MAYA, "join")
    slack.move_clock(at(25, 9))
    arrives(slack, MAYA, 1)

    slack.change_person(MAYA, tz="Asia/Tokyo")
    slack.settle()
    slack.move_clock(at(26, 9, zone="Asia/Tokyo"))  # only nine hours after the last one
    assert "(Asia/Tokyo)" in ask(slack, MAYA, "status")
    assert len(drills(slack, MAYA)) == 1

    slack.move_clock(at(27, 9, zone="Asia/Tokyo"))
    slack.wait_for(lambda: when(drills(slack, MAYA)[-1]) == at(27, 9, zone="Asia/Tokyo"))


def test_a_bot_that_was_away_sends_a_drill_up_to_four_hours_late(slack, tmp_path, critic):
    with at_work(slack, tmp_path, critic):
        ask(slack, MAYA, "join")
    slack.move_clock(at(25, 12, 59))
    with at_work(slack, tmp_path, critic):
        arrives(slack, MAYA, 1)
    slack.move_clock(at(26, 13, 1))
    with at_work(slack, tmp_path, critic):
        slack.wait_for(lambda: "Friday 27 November at 09:00" in ask(slack, MAYA, "status"))

    assert [when(message) for message in drills(slack, MAYA)] == [at(25, 12, 59)]


@pytest.mark.usefixtures("bot")
def test_an_answer_after_the_day_is_graded_but_no_longer_counts(slack):
    ask(slack, MAYA, "join")
    slack.move_clock(at(25, 9))
    arrives(slack, MAYA, 1)
    first = drills(slack, MAYA)[0]["ts"]
    assert "of 100" in ask(slack, MAYA, "I want this. What is the next step?", first)

    slack.move_clock(at(26, 9))
    arrives(slack, MAYA, 2)
    late = ask(slack, MAYA, "I want this. What is the next step, and when?", first)

    assert "of 100" in late
    assert "The day of this drill is over" in late


@pytest.mark.usefixtures("bot")
def test_a_snoozed_drill_is_called_to_mind_an_hour_later(slack):
    ask(slack, MAYA, "join")
    slack.move_clock(at(25, 9))
    arrives(slack, MAYA, 1)
    assert "I come back with it in an hour." in ask(slack, MAYA, "snooze")

    slack.move_clock(at(25, 10, 1))

    slack.wait_for(lambda: "An hour has passed" in said(slack, MAYA)[-1]["text"])
