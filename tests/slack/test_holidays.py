"""The team's holidays, from the team settings, over the wire."""

from datetime import date

import pytest

from bot.core.typed import NOT_HOLIDAYS
from bot.sandbox.server import Sandbox
from bot.slack.ids import Action, Field, Form
from tests.slack.conftest import Office
from tests.slack.test_over_the_wire import MAYA, PRIYA, TEAM, sees
from tests.slack.test_privacy import open_settings


def open_form(slack: Sandbox, user: str) -> None:
    slack.click(user, Action.HOLIDAYS)
    slack.wait_for(lambda: (slack.view(user) or {}).get("callback_id") == Form.HOLIDAYS)


@pytest.fixture(name="managed")
def _managed(office: Office) -> Office:
    open_settings(office)
    open_form(office.slack, PRIYA)
    return office


def test_a_manager_sets_the_holidays_of_the_team(managed):
    managed.slack.submit(PRIYA, {Field.HOLIDAYS: "2026-12-25\n2026-12-26"})

    managed.slack.wait_for(lambda: "Saved. Now: 25 December 2026" in sees(managed, PRIYA))
    assert managed.store.holidays(TEAM) == {date(2026, 12, 25), date(2026, 12, 26)}
    open_form(managed.slack, PRIYA)
    assert "2026-12-25\\n2026-12-26" in str(managed.slack.view(PRIYA))


def test_what_cannot_be_read_is_told_at_the_input(managed):
    answer = managed.slack.submit(PRIYA, {Field.HOLIDAYS: "Christmas"})

    told = f"I cannot read day 1 of the list. {NOT_HOLIDAYS}"
    assert answer == {"response_action": "errors", "errors": {Field.HOLIDAYS: told}}
    assert managed.store.holidays(TEAM) == frozenset()


def test_who_is_no_manager_any_more_changes_nothing(managed):
    managed.slack.change_person(PRIYA, is_admin=False, is_owner=False)
    managed.slack.submit(PRIYA, {Field.HOLIDAYS: "2026-12-25"})

    managed.slack.wait_for(lambda: "Only a manager can change" in sees(managed, PRIYA))
    assert managed.store.holidays(TEAM) == frozenset()


def test_a_rep_is_offered_no_holidays_to_change(office):
    office.slack.open_home(MAYA)
    office.slack.wait_for(lambda: office.slack.home(MAYA))

    assert Action.HOLIDAYS not in str(office.slack.home(MAYA))
