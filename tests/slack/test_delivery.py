"""A reply reaches Slack once: whatever Slack answers, and when nobody knows whether it arrived."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.core.slots import Slot, SlotKind, SlotState
from bot.errors import Gone
from bot.sandbox.server import Sandbox
from bot.slack.clients import one_client
from bot.slack.delivery import LEASE, Delivery
from bot.slack.views.blocks import Message
from bot.slack.views.conversation import sentence_message
from bot.storage.store import Store

MAYA = "U0MAYA"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> datetime:
        self.at += timedelta(**time)
        return self.at


def render(slot: Slot) -> Message:
    if slot.subject == "gone":
        raise Gone("The text of that line is no longer kept.")
    if slot.subject == "broken":
        raise RuntimeError("a canary that no person may see")
    return sentence_message(f"Answer to {slot.key}.")


@dataclass(frozen=True)
class Post:
    """A sender on its own, driven by hand."""

    slack: Sandbox
    store: Store
    clock: Clock
    delivery: Delivery
    gone: list[tuple[str, str]] = field(default_factory=list)

    def owe(self, key: str = "Ev1", *, workspace: str = "T0DEMO", subject: str = "", **at) -> None:
        slot = Slot(
            workspace=workspace,
            recipient=MAYA,
            kind=SlotKind.HELP,
            key=key,
            subject=subject,
            channel=at.get("channel", self.slack.dm(MAYA)),
            thread_ts=at.get("thread_ts"),
            created_at=self.clock.at,
        )
        self.store.record_event(workspace, key, self.clock.at, slot)

    def arrived(self) -> list[str]:
        messages = self.slack.messages(MAYA, self.slack.dm(MAYA))
        return [message["text"] for message in messages if message["bot"]]

    def states(self) -> dict[SlotState, int]:
        return {state: count for state, count in self.store.count_slots().items() if count}


@pytest.fixture(name="post")
def _post(store: Store) -> Iterator[Post]:
    clock = Clock()
    with Sandbox() as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)
        gone: list[tuple[str, str]] = []
        delivery = Delivery(
            store,
            one_client(client),
            render,
            clock,
            gone=lambda slot, code: gone.append((slot.recipient, slot.key)),
        )
        yield Post(slack, store, clock, delivery, gone)


def test_what_is_pending_is_sent_once_in_order(post):
    for key in ("Ev1", "Ev2", "Ev3"):
        post.owe(key)
        post.clock.pass_by(seconds=1)

    assert post.delivery.send_pending() == 3
    assert post.delivery.send_pending() == 0
    assert post.arrived() == ["Answer to Ev1.", "Answer to Ev2.", "Answer to Ev3."]
    assert post.states() == {SlotState.SENT: 3}


def test_a_message_that_cannot_be_rendered_is_still_answered(post):
    post.owe("Ev1", subject="gone")
    post.owe("Ev2", subject="broken")

    post.delivery.send_pending()

    gone, broken = post.arrived()
    assert gone == "The text of that line is no longer kept."
    assert "reference" in broken
    assert "canary" not in broken


def test_a_busy_slack_is_given_the_time_it_asks_for_while_others_are_served(post):
    post.slack.fail("chat.postMessage", "ratelimited", seconds=60)
    post.owe("Ev1")
    post.delivery.send_pending()
    assert post.states() == {SlotState.PENDING: 1}

    post.owe("Ev2", workspace="T0OTHER")
    post.clock.pass_by(seconds=59)
    assert post.delivery.send_pending() == 1
    assert post.arrived() == ["Answer to Ev2."]

    post.clock.pass_by(seconds=1)
    post.delivery.send_pending()
    assert post.arrived() == ["Answer to Ev2.", "Answer to Ev1."]


def test_what_slack_refuses_is_not_sent_again(post):
    post.owe(channel="D0NOBODY")

    post.delivery.send_pending()
    post.delivery.recover(post.clock.pass_by(hours=1))

    assert post.states() == {SlotState.FAILED: 1}


def test_a_slack_that_cannot_be_reached_is_tried_again_a_little_later(store):
    clock = Clock()
    client = WebClient("xoxb-test", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    delivery = Delivery(store, one_client(client), render, clock)
    slot = Slot("T1", MAYA, SlotKind.HELP, "Ev1", "", "D1", None, clock.at)
    store.record_event("T1", "Ev1", clock.at, slot)

    assert delivery.send_pending() == 1
    waits = []
    for _ in range(3):
        seconds = 0
        while delivery.send_pending() == 0:
            clock.pass_by(seconds=1)
            seconds += 1
        waits.append(seconds)

    assert waits == [1, 2, 5]
    assert store.count_slots()[SlotState.PENDING] == 1


@pytest.mark.parametrize("thread", [False, True])
@pytest.mark.parametrize("fault", ["drop_reply", "server_error"])
def test_a_send_of_which_nobody_knows_is_looked_for_before_it_is_sent_again(post, fault, thread):
    channel = post.slack.dm(MAYA)
    ts = post.slack.send_message(MAYA, channel, "A question") if thread else None
    post.slack.fail("chat.postMessage", fault)
    post.owe(thread_ts=ts)
    post.delivery.send_pending()
    assert post.states() == {SlotState.SENDING: 1}

    post.delivery.recover(post.clock.pass_by(seconds=LEASE.seconds))
    post.delivery.send_pending()
    post.delivery.recover(post.clock.pass_by(minutes=1))
    post.delivery.send_pending()

    seen = post.slack.thread(MAYA, channel, ts) if ts else post.slack.messages(MAYA, channel)
    assert [m["text"] for m in seen if m["bot"]] == ["Answer to Ev1."]
    assert post.states() == {SlotState.SENT: 1}


def test_what_another_process_has_found_is_looked_for_no_more(post):
    post.slack.fail("chat.postMessage", "server_error")
    post.owe()
    post.delivery.send_pending()
    post.delivery.recover(post.clock.pass_by(seconds=LEASE.seconds))
    assert post.delivery.is_looking

    (lost,) = post.store.expired_leases(post.clock.at)
    post.store.mark_sent(lost, post.clock.at, channel=post.slack.dm(MAYA), ts="1.0")
    post.delivery.recover(post.clock.pass_by(minutes=1))

    assert not post.delivery.is_looking


def test_what_cannot_be_looked_for_is_given_up_and_never_sent_again(post):
    post.slack.fail("chat.postMessage", "server_error")
    post.slack.fail("conversations.history", "refuse", times=2, code="internal_error")
    post.owe()
    post.delivery.send_pending()

    post.delivery.recover(post.clock.pass_by(minutes=3))
    assert post.states() == {SlotState.SENDING: 1}
    post.delivery.recover(post.clock.pass_by(minutes=13))

    assert post.states() == {SlotState.UNKNOWN: 1}
    assert post.arrived() == []


def test_a_workspace_that_does_not_answer_keeps_the_others_waiting_but_once(post):
    post.slack.fail("chat.postMessage", "hang", times=2, seconds=0.05)
    post.owe("Ev1")
    post.owe("Ev2")
    post.clock.pass_by(seconds=1)
    post.owe("Ev3", workspace="T0OTHER")
    post.owe("Ev4", workspace="T0OTHER")

    assert post.delivery.send_pending() == 2  # the second hangs for the other one: it rests, too
    post.clock.pass_by(seconds=1)
    assert post.delivery.send_pending() == 2
    assert post.arrived() == ["Answer to Ev2.", "Answer to Ev4."]


def test_slack_is_asked_once_a_round_where_it_does_not_answer(post):
    post.slack.fail("chat.postMessage", "server_error", times=3)
    for key in ("Ev1", "Ev2", "Ev3"):
        post.owe(key)
    post.delivery.send_pending()
    post.slack.fail("conversations.history", "refuse", times=2, code="internal_error")

    post.delivery.recover(post.clock.pass_by(minutes=3))
    assert len(post.slack.calls_of("conversations.history")) == 1
    post.delivery.recover(post.clock.pass_by(minutes=13))

    assert len(post.slack.calls_of("conversations.history")) == 2
    assert post.states() == {SlotState.UNKNOWN: 3}  # all of them were waited for


def test_too_many_questions_are_asked_later_and_give_nothing_up(post):
    post.slack.fail("chat.postMessage", "drop_reply", times=2)
    post.owe("Ev1")
    post.owe("Ev2")
    for _ in range(2):
        post.delivery.send_pending()
        post.clock.pass_by(seconds=2)
    post.slack.fail("conversations.history", "ratelimited", times=2)

    post.delivery.recover(post.clock.pass_by(minutes=3))
    post.delivery.recover(post.clock.pass_by(minutes=13))
    assert post.states() == {SlotState.SENDING: 2}
    post.delivery.recover(post.clock.pass_by(minutes=1))

    assert post.states() == {SlotState.SENT: 2}
    assert post.arrived() == ["Answer to Ev1.", "Answer to Ev2."]


def test_the_sender_wakes_sends_and_stops(post):
    post.delivery.start()
    post.owe()

    post.delivery.wake()

    post.slack.wait_for(post.arrived)
    assert post.delivery.stop(5)
    assert post.states() == {SlotState.SENT: 1}


def test_stopping_sends_what_is_still_owed(post):
    post.owe()
    post.delivery.start()

    assert post.delivery.stop(5)
    assert post.arrived() == ["Answer to Ev1."]


def test_a_sender_that_was_never_started_stops_at_once(post):
    assert post.delivery.stop(5)


def drill(post: Post, recipient: str = MAYA, **given) -> Slot:
    """Owe a drill to a member whose channel is not known yet."""
    slot = Slot(
        workspace=given.get("workspace", "T0DEMO"),
        recipient=recipient,
        kind=SlotKind.DRILL,
        key=given.get("key", "2026-11-23"),
        subject="",
        channel=recipient,
        thread_ts=None,
        created_at=post.clock.at,
        expires_at=post.clock.at + timedelta(hours=4),
    )
    post.store.record_event(slot.workspace, f"{recipient}{slot.key}", post.clock.at, slot)
    return slot


def test_a_lost_drill_is_looked_for_in_the_conversation_that_is_opened_for_it(post):
    post.slack.fail("chat.postMessage", "drop_reply")
    drill(post)
    post.delivery.send_pending()

    post.delivery.recover(post.clock.pass_by(seconds=LEASE.seconds))

    assert post.states() == {SlotState.SENT: 1}
    assert len(post.arrived()) == 1
    assert [call.args for call in post.slack.calls_of("conversations.open")] == [{"users": MAYA}]


def test_drills_wait_for_their_turn_and_replies_do_not(post):
    for number in range(10):
        drill(post, key=f"2026-12-{number + 10}")
    assert post.delivery.send_pending() == 4

    post.owe("Ev1")
    post.owe("Ev2")

    assert post.delivery.send_pending() == 2
    assert post.arrived()[4:] == ["Answer to Ev1.", "Answer to Ev2."]
    post.clock.pass_by(seconds=2)
    assert post.delivery.send_pending() > 0


def test_everything_is_sent_at_the_pace_of_the_workspace(store):
    with Sandbox() as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)
        delivery = Delivery(store, one_client(client), render, lambda: datetime.now(UTC))
        post = Post(slack, store, Clock(), delivery)
        for number in range(6):
            drill(post, key=f"2026-12-{number + 10}")

        assert delivery.send_all(patience=5) == 6
        assert post.states() == {SlotState.SENT: 6}


def test_what_slack_makes_wait_too_long_is_left_for_later(post):
    post.slack.fail("chat.postMessage", "ratelimited", seconds=90)
    drill(post)

    assert post.delivery.send_all(patience=60) == 1
    assert post.states() == {SlotState.PENDING: 1}


@pytest.mark.parametrize("code", ["channel_not_found", "user_not_found", "user_disabled"])
def test_who_is_gone_is_told_of_and_the_rest_go_on(post, code):
    post.slack.fail("chat.postMessage", "refuse", code=code)
    lost = drill(post)
    post.clock.pass_by(seconds=1)
    drill(post, "U0TOM")

    post.delivery.send_pending()

    assert post.gone == [(lost.recipient, lost.key)]
    assert post.states() == {SlotState.FAILED: 1, SlotState.SENT: 1}


def test_a_reply_to_who_is_gone_ends_no_drill(post):
    post.slack.fail("chat.postMessage", "refuse", code="channel_not_found")
    post.owe()

    post.delivery.send_pending()

    assert post.gone == []
    assert post.states() == {SlotState.FAILED: 1}


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked", "missing_scope"])
def test_a_workspace_that_bars_the_bot_rests_and_loses_nothing(post, code):
    post.slack.fail("chat.postMessage", "refuse", code=code)
    drill(post)
    post.clock.pass_by(seconds=1)
    drill(post, "U0TOM", workspace="T0OTHER")

    assert post.delivery.send_pending() == 2
    assert post.states() == {SlotState.PENDING: 1, SlotState.SENT: 1}
    assert post.gone == []
    post.clock.pass_by(minutes=10)
    assert post.delivery.send_pending() == 1
    assert post.states() == {SlotState.SENT: 2}


def test_a_drill_that_is_four_hours_late_is_not_sent(post):
    drill(post)
    post.clock.pass_by(hours=4)

    assert post.delivery.send_pending() == 0
    assert post.store.expire_slots(post.clock.at) == 1
    assert post.states() == {SlotState.EXPIRED: 1}


def test_a_sender_that_is_started_often_gives_up_in_the_end(post):
    post.slack.fail("chat.postMessage", "server_error")
    post.slack.fail("conversations.history", "refuse", code="internal_error")
    post.owe()
    post.delivery.send_pending()

    post.delivery.recover(post.clock.pass_by(hours=6))

    assert post.states() == {SlotState.UNKNOWN: 1}
