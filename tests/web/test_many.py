"""Many workspaces, one process: each is served with its own token, and stops alone."""

import json
import time
from datetime import timedelta

import pytest

from bot.core.people import Member
from bot.core.slots import SlotState
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests.databases import url_in
from tests.prove.waiting import wait_for
from tests.slack import payloads
from tests.web.test_install import install

LINE = "Please please. I want this."


@pytest.fixture(name="store")
def _store(tmp_path, many):
    engine = open_engine(url_in(tmp_path))
    yield Store(engine)
    engine.dispose()


def of(team, payload):
    """Return a payload as it comes from a workspace."""
    text = json.dumps(payload).replace(payloads.TEAM, team)
    return json.loads(text)


def gone(team, *, at=None, kind="app_uninstalled"):
    inner = {"type": kind, "tokens": {"bot": ["U0COACH"]}}
    body = of(team, payloads.event(inner, id=f"Ev-{kind}-{team}"))
    return body | {"event_time": int(at or time.time()), "authorizations": None}


def test_each_workspace_is_answered_with_its_own_token(many, slack):
    for team in ("T1", "T2"):
        install(many, slack, team, f"xoxb-{team}")
        many.slack(of(team, payloads.event(payloads.direct_message(LINE), id=f"Ev-{team}")))
    wait_for(lambda: len(slack.posts["T1"]) == len(slack.posts["T2"]) == 2)

    posted = {(token, slack.teams[token]) for token, method, _ in slack.calls if "post" in method}
    assert posted == {("xoxb-T1", "T1"), ("xoxb-T2", "T2")}


def test_a_command_asks_slack_nothing_even_when_it_hangs(many, slack):
    install(many, slack)
    wait_for(lambda: slack.posts["T1"])
    slack.hanging |= {"auth.test", "users.info", "team.info"}
    before = len(slack.calls)

    reply = many.slack(of("T1", payloads.command(LINE)))

    assert reply.json["response_type"] == "ephemeral"
    assert len(slack.calls) == before


def test_an_uninstalled_workspace_is_told_kindly_and_written_to_no_more(many, slack, store, clock):
    install(many, slack)
    wait_for(lambda: slack.posts["T1"])
    slack.errors["xoxb-canary"] = "ratelimited"
    many.slack(of("T1", payloads.event(payloads.direct_message(LINE))))
    wait_for(lambda: store.count_slots()[SlotState.PENDING])

    assert many.slack(gone("T1")).status == 200

    wait_for(lambda: store.count_slots()[SlotState.EXPIRED])
    assert store.count_slots()[SlotState.PENDING] == 0
    reply = many.slack(of("T1", payloads.command(LINE)))
    assert "not installed in this workspace" in reply.json["text"]
    del slack.errors["xoxb-canary"]
    clock.ahead += timedelta(seconds=61)  # that Slack asked to wait
    install(many, slack, token="xoxb-again")
    assert "of 100" in many.slack(of("T1", payloads.command(LINE))).json["text"]
    wait_for(lambda: len(slack.posts["T1"]) == 2)


def test_after_the_grace_a_workspace_is_gone_and_the_other_is_not(many, serve, slack, store, clock):
    for team in ("T1", "T2"):
        install(many, slack, team, f"xoxb-{team}")
        many.slack(of(team, payloads.command(LINE)))
    many.slack(gone("T1", kind="tokens_revoked"))
    who = [Member(team, payloads.REP) for team in ("T1", "T2")]

    def kept():
        return [len(store.recent_attempts(one, 9)) for one in who]

    assert kept() == [1, 1]
    clock.ahead += timedelta(days=7, minutes=1)
    serve(alone=True)  # whose first tick comes at once
    wait_for(lambda: kept() == [0, 1])


def test_a_busy_workspace_does_not_hold_up_another(many, slack):
    for team in ("T1", "T2"):
        install(many, slack, team, f"xoxb-{team}")
    wait_for(lambda: slack.posts["T1"] and slack.posts["T2"])
    slack.errors["xoxb-T1"] = "ratelimited"  # for a minute, Slack says

    for team in ("T1", "T2"):
        many.slack(of(team, payloads.event(payloads.direct_message(LINE), id=f"Ev-{team}")))

    wait_for(lambda: len(slack.posts["T2"]) == 2)
    assert len(slack.posts["T1"]) == 1


def test_a_token_that_slack_calls_dead_uninstalls_its_workspace(many, slack, store):
    install(many, slack)
    wait_for(lambda: slack.posts["T1"])
    slack.errors["xoxb-canary"] = "token_revoked"

    many.slack(of("T1", payloads.event(payloads.direct_message(LINE))))

    wait_for(lambda: store.count_slots()[SlotState.EXPIRED])
    reply = many.slack(of("T1", payloads.command(LINE)))
    assert "not installed in this workspace" in reply.json["text"]
    assert len(slack.posts["T1"]) == 1


KINDS = {
    "a command": payloads.command(LINE),
    "a message": payloads.event(payloads.direct_message(LINE)),
    "a shortcut": payloads.shortcut({"text": LINE}),
    "a form": payloads.submission("check_form", LINE),
    "a button": payloads.action("stop_drill"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_that_is_replayed_has_one_effect(many, slack, store, kind):
    install(many, slack)
    body = of("T1", KINDS[kind])

    replies = [many.slack(body) for _ in range(10)]

    assert {reply.status for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1
    attempts = store.recent_attempts(Member("T1", payloads.REP), 99)
    assert len(attempts) == (kind != "a button")
    slots = [slot for state in SlotState for slot in store.slots_in(state, 99)]
    assert len([slot for slot in slots if slot.kind != "welcome"]) == (kind == "a message")


def test_an_organization_is_told_to_install_the_bot_in_a_workspace(many):
    body = payloads.command(LINE) | {"is_enterprise_install": "true", "enterprise_id": "E1"}

    assert "whole organization" in many.slack(body).json["text"]
