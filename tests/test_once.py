"""`close-coach tick`: what is due is sent once, whoever else is at work."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.coach.coach import Coach
from bot.core.people import Member
from bot.errors import StartupError, UserError
from bot.once import look_ahead, read_instant, summary, tick_once
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.storage.store import Store
from tests.databases import fresh_engine, url_in
from tests.processes import close_coach, finished

MAYA = "U0MAYA"
WHO = Member("T0DEMO", MAYA)
JOINED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(name="slack")
def _slack():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(name="settings")
def _settings(slack, tmp_path, critic):
    """Settings of a workspace in which Maya takes part, whose drill is due on Monday at nine."""
    with fresh_engine(tmp_path) as engine:
        coach = Coach.over(critic, Store(engine))
        coach.schedules.join(WHO, zone="UTC", now=JOINED, event_key="Ev1")
    return Settings(
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=url_in(tmp_path),
    )


def messages(slack):
    return [each for each in slack.messages(MAYA, slack.dm(MAYA)) if each["bot"]]


def processes(settings, folder, *words):
    return close_coach(
        "tick",
        *words,
        folder=folder,
        SLACK_API_URL=settings.slack_api_url,
        SLACK_BOT_TOKEN=settings.slack_bot_token.get_secret_value(),
        SLACK_APP_TOKEN=settings.slack_app_token.get_secret_value(),
        DATABASE_URL=settings.database_url,
    )


def test_what_is_due_is_sent_once(slack, settings):
    first = tick_once(settings, DUE)
    again = tick_once(settings, DUE + timedelta(minutes=1))

    assert [(line.who, line.done.value) for line in first.report.lines] == [(WHO, "given")]
    assert (first.taken, again.taken, len(messages(slack))) == (1, 0, 1)
    assert summary(again) == (
        "0 due, 0 too late to be sent, 0 messages taken up; 0 wait, 0 of unknown fate."
    )


def test_nothing_is_due_before_its_time(slack, settings):
    assert tick_once(settings, DUE - timedelta(seconds=1)).report.lines == ()
    assert messages(slack) == []


def test_looking_ahead_changes_nothing(slack, settings):
    assert look_ahead(settings, DUE) == look_ahead(settings, DUE)
    assert [line.who for line in look_ahead(settings, DUE).lines] == [WHO]
    assert slack.calls == []
    assert tick_once(settings, DUE).taken == 1


@pytest.mark.parametrize("text", ["tomorrow", "2026-11-23", "2026-11-23T09:00:00"])
def test_an_instant_without_its_zone_is_refused(text):
    with pytest.raises(UserError, match="an instant with its time zone"):
        read_instant(text)


def test_an_instant_may_have_any_zone():
    assert read_instant("2026-11-23T03:00:00-06:00") == DUE


def test_a_refused_token_stops_the_tick_before_anything_is_given(settings):
    wrong = settings.model_copy(update={"slack_bot_token": settings.slack_app_token})

    with pytest.raises(StartupError, match="Slack refuses SLACK_BOT_TOKEN"):
        tick_once(wrong, DUE)
    assert [line.who for line in look_ahead(settings, DUE).lines] == [WHO]


def test_ticks_at_once_print_what_they_did_and_send_once(slack, settings, tmp_path):
    ticks = [processes(settings, tmp_path, "--at", DUE.isoformat()) for _ in range(3)]

    ended = [finished(tick) for tick in ticks]

    assert [code for code, _, _ in ended] == [0, 0, 0]
    assert sum(MAYA in out for _, out, _ in ended) == 1
    assert len(messages(slack)) == 1


def test_a_dry_run_prints_a_table_and_sends_nothing(slack, settings, tmp_path):
    code, out, _ = finished(processes(settings, tmp_path, "--dry-run", "--at", DUE.isoformat()))

    assert code == 0
    assert "2026-11-23 09:00" in out
    assert MAYA in out
    assert slack.calls == []
