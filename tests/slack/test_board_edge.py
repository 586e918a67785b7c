"""The edge of boards without a Slack behind it: acknowledged at once, and nobody hidden named."""

from random import Random

import pytest

from bot.core.boards import BoardWish
from bot.core.people import Member
from bot.core.periods import Pick, picked
from bot.core.team import person_line
from bot.slack.files import figures_file
from bot.slack.ids import Action
from bot.slack.views.boards import board_post, private_board
from bot.slack.views.place import place_message
from bot.slack.views.team import people_modal, team_message, team_section
from tests.slack import payloads
from tests.slack.conftest import NOW

PICKED = {"selected_option": {"value": "this-week"}}
MESSAGE_ACTIONS = [
    (Action.PERIOD, PICKED),
    (Action.PLACE_PERIOD, PICKED),
    (Action.POST_BOARD, {"value": "this-week"}),
    (Action.CHANGE_BOARD, {}),
    (Action.RESUME_BOARD, {"value": "C1:1"}),
    (Action.REMOVE_BOARD, {"value": "C1:1"}),
    (Action.MY_PLACE, {}),
    (Action.HIDE_ME, {}),
    (Action.SHOW_ME, {}),
]
HOME_ACTIONS = [
    *(Action.HIDE_ME, Action.SHOW_ME, Action.ASK_FOR_HELP, Action.HELP_NO_MORE),
    *(Action.WHAT_MANAGERS_SEE, Action.TEAM_VIEW, Action.EXPORT, Action.REPORT_ON),
    *(Action.REPORT_OFF, f"{Action.HELPED}-0", Action.MANAGERS, Action.DISPUTES),
    *(Action.ACCEPT, Action.KEEP_RULE, Action.REVOKE),
]


@pytest.mark.parametrize("words", ["", "me", "change", "pause", "resume", "remove"])
def test_the_command_is_acknowledged_without_a_call_to_slack(desk, words):
    assert desk.answer(payloads.command(words) | {"command": "/close-board"}) == {}


@pytest.mark.parametrize(("name", "held"), MESSAGE_ACTIONS)
def test_a_button_of_a_message_is_acknowledged_without_a_call_to_slack(desk, name, held):
    body = payloads.action(name)
    body["actions"][0] |= held

    assert desk.answer(body) == {}


@pytest.mark.parametrize("name", HOME_ACTIONS)
def test_a_button_on_home_is_acknowledged_without_a_call_to_slack(desk, name):
    view = {"id": "V1", "type": "home", "private_metadata": ""}

    assert desk.answer(payloads.action(name, "a:b", view=view)) == {}


def test_who_is_hidden_is_in_no_payload_that_others_get(desk):
    chance = Random(5)
    people = [Member(payloads.TEAM, f"UHIDE{number}") for number in range(7)]
    names = {who.id: f"Name{who.id}" for who in people}
    boards, team = desk.coach.boards, desk.coach.team
    for number, who in enumerate(people):
        line = f"I would love job {number}. When will you decide on me, and what is next?"
        desk.coach.critiques.review(who, line, now=NOW, event_key=who.id)
    board = boards.set_up(people[0], "C1", BoardWish(zone="UTC"), is_manager=True, now=NOW)
    for _ in range(12):
        hidden = {who for who in people[1:] if chance.random() < 0.5}
        for who in people:
            (boards.hide if who in hidden else boards.show)(who, now=NOW)
        pick = chance.choice(list(Pick))
        period = picked(pick, NOW, "UTC")
        report = boards.report(board, period, names, NOW)
        view = team.view(people[0], period, is_manager=True, now=NOW)
        rows = [person_line(each) for each in view.people]
        payload = str(
            [
                board_post(report, names),
                private_board(report, pick, names, is_manager=True),
                place_message(boards.place_of(people[0], names, period, NOW), names, pick),
                team_section(view, names),
                team_message(view, names),
                people_modal(view, names),
                figures_file((names[id], points, days) for id, points, days in rows),
            ]
        )

        assert [who.id for who in hidden if who.id in payload] == []
        assert all(who.id in payload for who in people if who not in hidden)
        assert (report.hidden, view.hidden) == (len(hidden) if len(hidden) > 2 else 0,) * 2
