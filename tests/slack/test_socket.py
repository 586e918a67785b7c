"""A connection to Slack that breaks, falls silent or cannot be had is replaced."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox
from bot.slack.reconnecting import GRACE, SETTLED, ReconnectingClient
from bot.slack.socket import LOST_AFTER, STALE_AFTER, Socket

MAYA, PRACTICE = "U0MAYA", "C0PRACTICE"
OPEN = "apps.connections.open"
PING = 0.1  # seconds
pytestmark = pytest.mark.filterwarnings(  # the SDK lets go of a socket whose handshake failed
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


class Response(dict[str, object]):
    """What Slack answered, as the SDK has it."""

    def __init__(self, status: int, headers: dict[str, str], body: dict[str, object]) -> None:
        super().__init__(body)
        self.status_code, self.headers = status, headers


@dataclass(frozen=True)
class Line:
    """A connection of an app that answers, and the Slack at its other end."""

    slack: Sandbox
    socket: Socket

    def opened(self) -> int:
        """How often a connection was asked for with success."""
        return sum(call.outcome == "ok" for call in self.slack.calls_of(OPEN))

    def wait_until_opened(self, times: int) -> None:
        self.slack.wait_for(lambda: self.opened() >= times, 20)
        self.slack.wait_for_app()

    def is_answering(self) -> bool:
        answer = self.slack.command(MAYA, PRACTICE, "/close-check Hello")
        return answer is not None and answer["text"] == "Heard."


@pytest.fixture(name="line")
def _line() -> Iterator[Line]:
    with Sandbox() as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        app = App(
            client=client,
            authorize=lambda: AuthorizeResult(
                enterprise_id=None, team_id=None, bot_token=client.token
            ),
            process_before_response=True,
            request_verification_enabled=False,
        )
        app.command("/close-check")(lambda ack: ack("Heard."))
        socket = Socket(app, slack.app_token, ping_every=PING, waits=[PING])
        socket.client.connect()
        slack.wait_for_app()
        yield Line(slack, socket)
        socket.close()


def test_a_connection_that_is_cut_is_replaced(line):
    line.slack.cut()

    line.wait_until_opened(2)
    assert line.is_answering()


def test_one_that_is_no_longer_answered_is_replaced(line):
    line.slack.wait_for(lambda: line.socket.client.current_session.last_ping_pong_time)

    line.slack.answer_pings(answers=False)

    line.wait_until_opened(2)
    line.slack.answer_pings(answers=True)
    line.slack.wait_for_app()


def test_one_that_was_never_answered_is_replaced_by_the_watchdog(line):
    """The SDK alone takes it for sound as long as it lives."""
    line.slack.answer_pings(answers=False)
    line.slack.cut()
    line.wait_until_opened(2)
    before = line.opened()
    line.slack.wait_for(lambda: line.socket.client.is_connected())
    assert line.socket.client.current_session.last_ping_pong_time is None
    later = time.time() + STALE_AFTER + 1

    assert line.socket.watch(later)

    line.wait_until_opened(before + 1)
    line.slack.answer_pings(answers=True)


def test_the_watchdog_leaves_a_connection_alone_that_it_has_heard_of(line):
    assert line.socket.watch(time.time() + STALE_AFTER - 5)

    assert line.opened() == 1
    assert line.is_answering()


def test_slack_may_ask_to_connect_anew_again_and_again_and_no_thread_is_left(line):
    assert line.is_answering()
    threads = threading.active_count()
    for times in range(2, 10):
        line.slack.disconnect()
        line.wait_until_opened(times)
        assert line.is_answering()

    assert threading.active_count() <= threads + 4  # the SDK's pool may grow a little


def test_both_are_answered_while_slack_leaves_the_old_connection_open(line):
    line.slack.disconnect("warning", closes=False)
    line.slack.wait_for_app(connections=2)

    assert [line.is_answering() for _ in range(4)] == [True] * 4


@pytest.mark.parametrize(
    ("kind", "details"),
    [("server_error", {}), ("ratelimited", {"seconds": 0}), ("refuse", {"code": "internal_error"})],
)
def test_ten_refusals_to_connect_are_got_over(line, kind, details):
    line.slack.fail(OPEN, kind, times=10, **details)
    line.slack.cut()

    line.wait_until_opened(2)
    assert len(line.slack.calls_of(OPEN)) >= 12
    assert line.is_answering()


@pytest.fixture(name="client")
def _client() -> Iterator[ReconnectingClient]:
    """Make one whose Slack knows neither its token nor another one."""
    with Sandbox() as slack:
        web = WebClient(base_url=slack.api_url, retry_handlers=[])
        client = ReconnectingClient(app_token="xapp-1", web_client=web, chance=lambda: 1.0)
        client.current_app_monitor_started = True  # as after its first connection
        yield client
        client.close()


def test_a_door_that_is_shut_is_knocked_at_ten_times_in_a_minute_and_ever_more_slowly(client):
    waits = [client.next_wait(ConnectionResetError()) for _ in range(20)]

    assert waits == sorted(waits)
    assert sum(waits[:10]) < 60
    assert waits[-1] >= 60


def test_nobody_knocks_before_the_wait_is_over(client, caplog):
    for _ in range(5):
        client.connect_to_new_endpoint(force=True)

    told = [one.message for one in caplog.records if one.name == "bot.slack.reconnecting"]
    assert told == ["No connection to Slack (invalid_auth); the next try in 1 seconds."]


def test_slack_says_for_how_long_to_stay_away(client):
    response = Response(429, {"Retry-After": "30"}, {"ok": False, "error": "ratelimited"})

    assert client.next_wait(SlackApiError("", response)) >= 30


def test_after_five_minutes_without_a_word_there_is_no_point_in_going_on(line):
    line.slack.fail(OPEN, "refuse", times=10_000, code="internal_error")
    line.slack.cut()
    now = time.time()

    assert line.socket.watch(now + LOST_AFTER - 10)
    assert not line.socket.watch(now + LOST_AFTER + 10)


@dataclass
class Seconds:
    """A clock that stands still until it is told that time passes."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True)
class Lone:
    """A client that looks at its connection only when it is told to, on a clock of its own."""

    slack: Sandbox
    client: ReconnectingClient
    clock: Seconds = field(default_factory=Seconds)

    def opened(self) -> int:
        return len(self.slack.calls_of(OPEN))

    def break_off(self, *, gently: bool = False) -> None:
        self.slack.cut(gently=gently)
        self.slack.wait_for(lambda: not self.client.is_connected())

    def seconds_until_replaced(self) -> int:
        """How long it takes from a break until there is another connection."""
        before, began = self.opened(), self.clock.now
        self.break_off()
        self.client.look()
        while self.opened() == before:
            self.clock.pass_by(1)
            self.client.look()
        self.slack.wait_for_app()
        return int(self.clock.now - began)

    def ask_to_come_back(self, reason: str, *, closes: bool = True) -> None:
        """Let Slack wish for another connection, and wait until there is one."""
        old = self.client.current_session
        self.slack.disconnect(reason, closes=closes)
        self.slack.wait_for(lambda: self.client.current_session is not old)
        with self.client.connect_operation_lock:
            pass  # now whoever opened it is done


@pytest.fixture(name="lone")
def _lone() -> Iterator[Lone]:
    with Sandbox() as slack:
        web = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        clock = Seconds()
        client = ReconnectingClient(
            app_token=slack.app_token, web_client=web, chance=lambda: 0.0, now=clock
        )
        client.current_app_monitor_started = True  # so that nobody else looks
        client.connect()
        slack.wait_for_app()
        yield Lone(slack, client, clock)
        client.close()


def test_a_connection_that_breaks_at_once_is_replaced_ever_more_slowly(lone):
    assert [lone.seconds_until_replaced() for _ in range(6)] == [1, 1, 2, 2, 4, 4]


def test_one_that_has_lived_a_while_is_replaced_at_once(lone):
    for _ in range(6):
        lone.seconds_until_replaced()

    lone.clock.pass_by(SETTLED)
    lone.client.look()

    assert lone.seconds_until_replaced() == 0


def test_a_handshake_that_fails_is_tried_ever_more_slowly(lone):
    tries: list[float] = []

    def used_before() -> str:
        tries.append(lone.clock.now - began)
        return str(lone.client.wss_uri)  # a ticket lets nobody in twice

    lone.client.issue_new_wss_url = used_before
    began = lone.clock.now
    lone.break_off()
    for _ in range(20):
        lone.clock.pass_by(1)
        lone.client.look()

    assert tries == [1, 2, 4, 6, 10, 14]


def test_when_slack_itself_wants_another_connection_nobody_has_failed(lone):
    for _ in range(6):
        lone.seconds_until_replaced()
    lone.clock.pass_by(1)

    lone.ask_to_come_back("refresh_requested")

    assert lone.seconds_until_replaced() == 1


def test_a_wish_that_was_met_is_not_met_again_by_whoever_finds_it_later(lone):
    lone.clock.pass_by(1)
    lone.ask_to_come_back("refresh_requested")
    before = lone.opened()

    lone.clock.pass_by(SETTLED)
    lone.client.connect_to_new_endpoint(force=True)

    assert lone.opened() == before


def test_a_connection_that_slack_leaves_open_is_closed_in_the_end(lone):
    old = lone.client.current_session
    lone.clock.pass_by(1)
    lone.ask_to_come_back("warning", closes=False)

    lone.client.look()
    assert old.is_active()

    lone.clock.pass_by(GRACE + 1)
    lone.client.look()
    assert not old.is_active()


def test_a_connection_that_slack_shuts_without_a_word_is_known_to_be_over(lone):
    lone.break_off(gently=True)

    assert not lone.client.is_connected()


def test_a_connection_that_opens_while_the_bot_ends_is_closed_again(lone):
    ask = lone.client.issue_new_wss_url

    def end_meanwhile() -> str:
        lone.client.closed = True
        return str(ask())

    lone.client.issue_new_wss_url = end_meanwhile
    old = lone.client.current_session
    lone.break_off()
    lone.clock.pass_by(1)
    lone.client.look()

    assert lone.client.current_session is not old
    assert not lone.client.is_connected()
