"""What managers set for the team: in one window, seen on Home at once, the role asked each time."""

from datetime import date

import pytest

from bot.core.critique import Stance
from bot.core.people import Member
from bot.slack.ids import Action, Field
from tests.slack.conftest import Office
from tests.slack.test_over_the_wire import PRIYA, TEAM, TOM, home, sees
from tests.slack.test_own_rules import TYPED
from tests.slack.test_privacy import at_home, open_settings

HEADINGS = ["Your team", "Team settings"]


def choose(office: Office, stance: str) -> None:
    office.slack.click(
        PRIYA, Action.CHANGE_STANCE, selected_option={"value": stance}, type="static_select"
    )


def shown(office: Office, words: str) -> None:
    office.slack.wait_for(lambda: words in sees(office, PRIYA))


def test_home_has_one_line_about_all_that_a_manager_sets(office):
    at_home(office, PRIYA)
    blocks = office.slack.home(PRIYA)["blocks"]

    headings = [block["text"]["text"] for block in blocks if block["type"] == "header"]
    assert headings[-3:] == ["Your team", "Team settings", "My data"]
    assert "Stance: Balanced, no holidays, no traps of your own, no Monday report." in home(
        office, PRIYA
    )
    assert Action.CHANGE_STANCE not in str(blocks)
    assert Action.TEAM_SETTINGS not in at_home(office, TOM)


def test_a_manager_changes_the_stance_and_the_window_says_so(office):
    open_settings(office)

    choose(office, "strict")

    shown(office, "Saved. Your team's stance is now Strict.")
    assert "chose the stance strict" in sees(office, PRIYA)
    office.slack.wait_for(lambda: "Stance: Strict" in home(office, PRIYA))
    assert office.store.stance(TEAM) is Stance.STRICT


def test_who_closes_the_window_at_once_has_made_the_change_all_the_same(office):
    open_settings(office)
    office.slack.fail("views.update", "refuse", code="not_found")

    choose(office, "strict")

    office.slack.wait_for(lambda: "Stance: Strict" in home(office, PRIYA))
    assert "that did not work" not in sees(office, PRIYA)


def test_a_manager_switches_the_monday_report_on_and_off(office):
    who = Member(TEAM, PRIYA)
    open_settings(office)

    office.slack.click(PRIYA, Action.REPORT_ON)
    shown(office, "No Monday report")
    assert office.coach.team.preferences(who).report_at is not None
    office.slack.click(PRIYA, Action.REPORT_OFF)

    shown(office, "Report every Monday")
    assert office.coach.team.preferences(who).report_at is None


def test_an_admin_names_managers_and_takes_it_back(office):
    assert "Team settings" not in at_home(office, TOM)
    open_settings(office)

    office.slack.click(PRIYA, Action.MANAGERS, selected_users=[TOM], type="multi_users_select")
    shown(office, "Saved: whom you named")
    assert "Managers" not in open_settings(office, TOM).splitlines()
    office.slack.click(PRIYA, Action.MANAGERS, selected_users=[], type="multi_users_select")

    office.slack.wait_for(lambda: not office.coach.managers.named(TEAM))


def test_holidays_are_set_on_top_of_the_window_which_shows_them_afterwards(office):
    open_settings(office)
    office.slack.click(PRIYA, Action.HOLIDAYS)
    shown(office, "One day a line")

    office.slack.submit(PRIYA, {Field.HOLIDAYS: "2026-12-25"})

    shown(office, "Saved. Now: 25 December 2026.")
    assert "The team's stance" in sees(office, PRIYA)
    office.slack.wait_for(lambda: "1 holiday" in home(office, PRIYA))
    assert office.store.holidays(TEAM) == {date(2026, 12, 25)}


def open_own_trap(office):
    """Add a trap of the team's own, and open its form: the third window."""
    open_settings(office)
    office.slack.click(PRIYA, Action.ADD_TRAP)
    shown(office, "What it is called")
    office.slack.submit(PRIYA, TYPED)
    office.slack.wait_for(lambda: "1 trap of your own" in home(office, PRIYA))
    open_settings(office)
    office.slack.click(PRIYA, Action.OWN_RULES)
    shown(office, "Rockstar talk: ")
    office.slack.click(PRIYA, Action.CHANGE_TRAP)
    shown(office, "What it is called")


def test_a_trap_that_is_removed_is_gone_from_the_list_and_the_window_below(office):
    open_own_trap(office)

    office.slack.click(PRIYA, Action.REMOVE_TRAP)

    shown(office, "Removed")
    office.slack.wait_for(lambda: "no traps of your own" in home(office, PRIYA))
    office.slack.close_view(PRIYA)
    assert "no trap of its own" in sees(office, PRIYA)
    office.slack.close_view(PRIYA)
    assert "Your team has no traps of its own" in sees(office, PRIYA)


def test_of_three_windows_the_last_one_says_what_went_wrong(office):
    open_own_trap(office)
    office.slack.change_person(PRIYA, is_admin=False, is_owner=False)

    office.slack.click(PRIYA, Action.REMOVE_TRAP)

    shown(office, "Only a manager can change the team's rules")


@pytest.mark.parametrize("action", [Action.CHANGE_STANCE, Action.REPORT_ON, Action.MANAGERS])
def test_who_is_no_manager_any_more_sets_nothing(office, action):
    open_settings(office)
    office.slack.change_person(PRIYA, is_admin=False, is_owner=False)

    office.slack.click(
        PRIYA, action, selected_option={"value": "strict"}, selected_users=[TOM], type="any"
    )

    shown(office, "Only a ")
    assert office.store.stance(TEAM) is Stance.BALANCED
    assert office.coach.team.preferences(Member(TEAM, PRIYA)).report_at is None
    assert office.coach.managers.named(TEAM) == ()
