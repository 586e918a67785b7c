"""Health and metrics: who may ask, and what they are told."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.core.slots import SlotState
from bot.storage.store import Store
from bot.web.health import Health
from tests.core.small import TRAP
from tests.databases import fresh_engine
from tests.prove.waiting import wait_for
from tests.slack import payloads
from tests.storage.values import SLOT
from tests.web.test_install import install

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


@pytest.fixture(name="health")
def _health(tmp_path):
    with fresh_engine(tmp_path) as engine:
        yield Health(Store(engine), lambda: NOW, NOW, "tick", ticks=True)


def test_a_new_process_is_well_before_its_first_tick(health):
    assert health.look() == {
        "ok": True,
        "problems": [],
        "last_tick": None,
        "last_socket_frame": None,
        "oldest_pending": None,
        "unknown": 0,
    }


def test_ages_are_told_in_seconds(health):
    health.store.beat("tick", NOW - MINUTES)
    health.store.record_event("T1", "Ev1", NOW, replace(SLOT, created_at=NOW - 2 * MINUTES))
    claimed = health.store.claim_slot(NOW, MINUTES)
    health.store.mark_slot(claimed, SlotState.UNKNOWN, NOW)
    health.store.record_event("T1", "Ev2", NOW, replace(SLOT, key="2", created_at=NOW - MINUTES))

    found = health.look()

    assert (found["last_tick"], found["oldest_pending"], found["unknown"]) == (60.0, 60.0, 1)
    assert found["ok"]


def test_who_keeps_the_time_and_does_not_is_unwell(health):
    health.store.beat("tick", NOW - 6 * MINUTES)
    late = replace(health, started=NOW - 9 * MINUTES)

    assert late.answer({}).status == 503
    assert late.look()["problems"] == ["last_tick"]
    assert replace(late, ticks=False).look()["ok"]


def test_a_silent_socket_is_unwell(health):
    silent = replace(health, heard_at=lambda: NOW - 6 * MINUTES)

    assert silent.look()["problems"] == ["last_socket_frame"]
    assert silent.look()["last_socket_frame"] == 360.0


def test_without_its_database_a_process_is_unwell(health, monkeypatch):
    def gone(*_):
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    monkeypatch.setattr(Store, "pulse", gone)

    assert health.answer({}).status == 503
    assert health.look() == {"ok": False, "problems": ["database"]}


def test_a_process_that_does_everything_ticks(many):
    wait_for(lambda: many.get("/healthz").json["last_tick"] is not None)

    assert many.get("/healthz").status == 200


def figure(text, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_the_metrics_count_and_tell_of_nobody(many, slack):
    install(many, slack, "T0DEMO")
    wait_for(lambda: slack.posts["T0DEMO"])
    many.slack(payloads.command("Please please. I want this."))
    many.get("/no/such/page")
    slack.errors["xoxb-canary"] = "ratelimited"
    many.slack(payloads.event(payloads.direct_message("Please please. I want this.")))
    refused = 'close_coach_slack_errors_total{code="ratelimited"}'
    wait_for(lambda: figure(many.get("/metrics").text, refused))

    text = many.get("/metrics").text

    prefix = "close_coach_"
    assert figure(text, f'{prefix}requests_total{{path="/slack/events",status="200"}}') == 2
    assert figure(text, f'{prefix}requests_total{{path="other",status="404"}}') == 1
    assert figure(text, f"{prefix}critique_seconds_count") >= 2
    assert figure(text, f'{prefix}findings_total{{rule="{TRAP.id}"}}') >= 2
    assert figure(text, f'{prefix}slots{{state="sent"}}') == 1
    for secret in ("T0DEMO", "U0MAYA", "xoxb", "Please"):
        assert secret not in text


@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=10.0.0.7"},
    ],
)
def test_without_a_token_the_metrics_are_for_this_computer_alone(many, environ):
    assert many.get("/metrics", **environ).status == 404
    assert many.get("/metrics", REMOTE_ADDR="::1").status == 200


def test_with_a_token_the_metrics_are_for_whoever_has_it(serve, slack):
    slack.teams["xoxb-one"] = "T1"
    site = serve(slack_bot_token="xoxb-one", metrics_token="a long word")

    statuses = [
        site.get("/metrics", headers, REMOTE_ADDR="10.0.0.7").status
        for headers in ({}, {"Authorization": "Bearer é"}, {"Authorization": "Bearer a long word"})
    ]
    assert statuses == [401, 401, 200]


def test_an_error_of_ours_is_told_by_a_reference_alone(many, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("canary")

    monkeypatch.setattr(Store, "slots_in", broken)

    reply = many.get("/healthz")

    assert reply.status == 500
    assert "canary" not in reply.text
    found = re.search(r"reference \w{8}", reply.text)
    assert found is not None
    assert found[0] in caplog.text


def test_a_head_request_gets_the_headers_alone(many):
    reply = many.call("HEAD", "/healthz")

    assert (reply.status, reply.text) == (200, "")
    assert int(reply.headers["Content-Length"]) > 0
