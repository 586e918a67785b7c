"""A team's own rules over the wire: proved, counted everywhere, listed, changed and taken back."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from bot.coach.own_rules import CHANGED_MEANWHILE, Exempted
from bot.core.people import Member
from bot.core.team_rules import KeptException, KeptTrap, TeamException
from bot.sandbox.limits import check_view
from bot.slack.ids import Action, Field
from bot.slack.views.blocks import INPUT
from bot.slack.views.own_rules import (
    exceptions_modal,
    rules_section,
    trap_form,
    trap_in,
    traps_modal,
)
from tests.slack.boards import any_name
from tests.slack.conftest import Office
from tests.slack.critiques import spoken
from tests.slack.limits import view_problems
from tests.slack.test_boards import said
from tests.slack.test_over_the_wire import MAYA, PRIYA, TEAM, TRAP, check, home, sees
from tests.slack.test_privacy import at_home, open_settings
from tests.slack.test_team import dispute

TYPED = {
    Field.NAME: "Rockstar talk",
    Field.WHY: "Our customers smile at it.",
    Field.SAY_INSTEAD: "I would enjoy showing you my results.",
    Field.PHRASES: "rock star\nrockstar*",
    Field.CAUGHT: "I am a real closing machine.\n\n  You have found your hunter. ",
    Field.PASSED: "I enjoy closing.",
}
LINE = "You need a rockstar and here I am."


def begin(office: Office, action: str = Action.ADD_TRAP, words: str = "") -> None:
    open_settings(office)
    office.slack.wait_for(lambda: words in sees(office, PRIYA))
    office.slack.click(PRIYA, action)
    office.slack.wait_for(lambda: "The team's stance" not in sees(office, PRIYA))


def add(office: Office, **changes: str) -> Any:
    begin(office)
    return office.slack.submit(PRIYA, TYPED | changes)


def held(office: Office) -> tuple[KeptTrap, ...]:
    return office.coach.own_rules.traps(Member(TEAM, PRIYA), is_manager=True)


def saved(office: Office, words: str = "Saved") -> None:
    office.slack.wait_for(lambda: words in home(office, PRIYA))


def test_a_manager_adds_a_trap_and_every_line_is_judged_by_it(office):
    add(office)
    saved(office, "judged by “Rockstar talk” from now on")

    assert held(office)[0].trap.caught == (
        "I am a real closing machine.",
        "You have found your hunter.",
    )
    check(office, LINE)
    office.slack.wait_for(lambda: "Rockstar talk" in said(office, MAYA))
    assert "I would enjoy showing you my results." in said(office, MAYA)
    assert "added the team's own trap Rockstar talk" in open_settings(office)


def test_what_the_examples_do_not_prove_is_said_at_its_input_and_nothing_is_saved(office):
    refused = add(office, **{Field.PASSED: "We all love a rock star."})

    assert refused["errors"] == {
        Field.PASSED: "“We all love a rock star.” must pass, but a wording above catches it."
    }
    again = office.slack.submit(PRIYA, TYPED | {Field.PHRASES: "thank you"})
    assert "which I recommend to say" in again["errors"][Field.PHRASES]
    assert held(office) == ()


def test_a_manager_changes_and_removes_a_trap(office):
    add(office)
    saved(office)
    begin(office, Action.OWN_RULES)
    office.slack.click(PRIYA, Action.CHANGE_TRAP)
    office.slack.wait_for(lambda: "What it is called" in sees(office, PRIYA))

    office.slack.submit(PRIYA, {Field.NAME: "Star talk"})
    saved(office, "Star talk")
    assert held(office)[0].trap.phrases == ("rock star", "rockstar*")
    begin(office, Action.OWN_RULES)
    office.slack.click(PRIYA, Action.CHANGE_TRAP)
    office.slack.wait_for(lambda: "What it is called" in sees(office, PRIYA))
    office.slack.click(PRIYA, Action.REMOVE_TRAP)

    office.slack.wait_for(lambda: "Removed" in sees(office, PRIYA))
    assert held(office) == ()
    office.slack.close_view(PRIYA)
    assert "no trap of its own" in sees(office, PRIYA)


def test_of_two_managers_who_change_a_trap_at_once_the_second_is_told(office):
    add(office)
    saved(office)
    begin(office, Action.OWN_RULES)
    office.slack.click(PRIYA, Action.CHANGE_TRAP)
    office.slack.wait_for(lambda: "What it is called" in sees(office, PRIYA))
    (kept,) = held(office)
    office.coach.own_rules.save(
        Member(TEAM, "U0BOSS"),
        replace(kept.trap, why="It is loud."),
        version=kept.version,
        is_manager=True,
        now=office.clock(),
        event_key="other",
    )

    office.slack.submit(PRIYA, {Field.NAME: "Star talk"})

    saved(office, CHANGED_MEANWHILE)
    assert held(office)[0].trap.name == "Rockstar talk"


def test_who_is_no_manager_any_more_saves_nothing(office):
    begin(office)
    office.slack.change_person(PRIYA, is_admin=False, is_owner=False)

    office.slack.submit(PRIYA, TYPED)

    saved(office, "Only a manager can change the team's rules")
    assert held(office) == ()


def test_an_accepted_exception_is_listed_without_names_or_words_and_revoked(office):
    dispute(office)
    at_home(office, PRIYA, "Disputed findings")
    office.slack.click(PRIYA, Action.DISPUTES)
    office.slack.wait_for(lambda: "not decided" in sees(office, PRIYA))
    office.slack.click(PRIYA, Action.ACCEPT)
    office.slack.wait_for(lambda: "an accepted exception" in sees(office, PRIYA))
    office.slack.close_view(PRIYA)
    begin(office, Action.EXCEPTIONS, "1 accepted exception")
    office.slack.wait_for(lambda: "accepted on" in sees(office, PRIYA))
    shown = sees(office, PRIYA)
    assert "accepted on" in shown
    assert "Maya" not in shown
    assert TRAP not in shown
    before = said(office, MAYA).count("Not a trap")

    check(office)
    office.slack.wait_for(lambda: "Judged as" in said(office, MAYA))
    assert said(office, MAYA).count("Not a trap") == before
    office.slack.click(PRIYA, Action.WITHDRAW)

    office.slack.wait_for(lambda: "accepted no exception" in sees(office, PRIYA))
    assert office.store.team_exceptions(TEAM) == ()


NOW = datetime(2026, 11, 22, tzinfo=UTC)


def any_trap(chance: Random, number: int) -> KeptTrap:
    """A trap as it can be typed."""
    typed = "\n".join(any_name(chance) * 20 for _ in range(10))[:INPUT]
    longest = {Field.NAME: 60, Field.WHY: 400}
    values: dict[str, Any] = {
        field: {field: {"value": typed[: longest.get(field, INPUT)]}} for field in TYPED
    }
    return KeptTrap(trap_in(values, f"team:{number}"), 1, NOW)


@pytest.mark.parametrize("count", [0, 1, 50])
def test_lists_and_forms_of_any_traps_fit(count):
    chance = Random(count)
    for _ in range(20):
        traps = [any_trap(chance, number) for number in range(count)]
        for view in (traps_modal(traps), trap_form(), *map(trap_form, traps[:1])):
            check_view(view, "modal")
            assert view_problems(view) == []
    assert "no traps" in spoken(rules_section(0, 1))


@pytest.mark.parametrize("count", [0, 1, 45, 46, 200])
def test_all_exceptions_can_be_reached_page_by_page(count):
    many = [
        Exempted(
            KeptException(TeamException(f"a{n}:r", "r", frozenset()), NOW), any_name(Random(n))
        )
        for n in range(count)
    ]
    first, reached = 0, 0
    while True:
        view = exceptions_modal(many, first)
        check_view(view, "modal")
        assert view_problems(view) == []
        buttons = [each for block in view["blocks"] for each in block.get("elements", ())]
        reached += sum(each.get("action_id") == Action.WITHDRAW for each in buttons)
        older = [each["value"] for each in buttons if each.get("action_id") == Action.OLDER]
        if not older:
            break
        first = int(older[0])
    assert reached == count
