"""Which workspace a request belongs to, and who is told kindly that they are not served."""

import json

import pytest
from slack_bolt import BoltRequest

from bot.core.people import Member
from bot.slack.people import acting
from bot.slack.tenancy import NOT_HERE, ORG_WIDE, OUTSIDER, refusal
from tests.slack import payloads

LINE = "Thank you for your time. Do you have any red flags about me?"
GRID = {"enterprise": {"id": "E1", "name": "Northwind Group"}}
SHAPES = {
    "a command in a workspace on its own": payloads.command(LINE) | {"enterprise_id": ""},
    "a button in a workspace of an organization": payloads.action("try_it") | GRID,
    "a message, installed in a workspace of an organization": payloads.event(
        payloads.direct_message(LINE)
    )
    | {"enterprise_id": "E1"},
    "a message in a channel that another company shares": payloads.event(
        payloads.direct_message(LINE, user_team=payloads.TEAM, channel_type="channel")
    )
    | {"team_id": "T0PARTNER", "is_ext_shared_channel": True},
    "a form that was opened in another workspace": payloads.submission("check_form", LINE)
    | {"team": {"id": "T0PARTNER"}},
    "a shortcut, installed for the whole organization": payloads.shortcut({"text": LINE})
    | GRID
    | {"team": None, "is_enterprise_install": True},
}
SHAPES["a form that was opened in another workspace"]["view"]["app_installed_team_id"] = "T0DEMO"


def refused(body):
    context = BoltRequest(mode="socket_mode", body=body).context
    context["bot_token"] = "xoxb-1"
    return refusal(body, context)


@pytest.mark.parametrize("shape", [name for name in SHAPES if "whole" not in name])
def test_the_tenant_is_the_workspace_that_installed_the_bot(shape):
    body = SHAPES[shape]
    context = BoltRequest(mode="socket_mode", body=body).context

    assert refused(body) == ""
    assert acting(context) == Member(payloads.TEAM, payloads.REP)


def test_an_installation_for_a_whole_organization_is_refused_in_plain_words(desk):
    answer = SHAPES["a shortcut, installed for the whole organization"]

    assert refused(answer) == ORG_WIDE


def outsider(body):
    return body | {"user": {"id": "U0GUEST", "team_id": "T0PARTNER"}}


@pytest.mark.parametrize(
    "body",
    [
        outsider(payloads.action("try_it")),
        outsider(payloads.submission("check_form", LINE)),
        outsider(payloads.shortcut({"text": LINE})),
        payloads.event(payloads.direct_message(LINE, user_team="T0PARTNER")),
        payloads.event({"type": "user_change", "user": {"id": "U1", "team_id": "T0PARTNER"}}),
    ],
)
def test_people_of_another_company_are_not_served(body):
    assert refused(body) == OUTSIDER


def test_an_outsider_is_answered_where_they_acted_and_nothing_of_theirs_is_kept(desk):
    answer = desk.answer(outsider(payloads.submission("check_form", LINE)))
    silent = desk.ask(payloads.event(payloads.direct_message(LINE, user_team="T0PARTNER")))

    assert OUTSIDER in json.dumps(answer)
    assert (silent.status, silent.body) == (200, "")
    assert sum(desk.store.count_slots().values()) == 0


def test_where_the_bot_is_not_installed_the_person_is_told_so():
    body = payloads.command(LINE)

    assert refusal(body, BoltRequest(mode="socket_mode", body=body).context) == NOT_HERE
