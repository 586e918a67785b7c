"""What managers see of the team, decide about it, and take along; and who is one."""

from typing import Any

import pytest

from bot.core.people import Member
from bot.core.team import Decision
from bot.slack.files import figures_file
from bot.slack.ids import Action
from tests.slack.conftest import Office
from tests.slack.test_board_posts import practise
from tests.slack.test_boards import said
from tests.slack.test_over_the_wire import MAYA, PRACTICE, PRIYA, TEAM, TOM, TRAP, home, sees
from tests.slack.test_privacy import at_home


def dispute(office: Office) -> None:
    practise(office, MAYA)
    office.slack.click(MAYA, Action.NOT_A_TRAP, PRACTICE)
    office.slack.wait_for(lambda: "I have noted" in said(office, MAYA))


def disputes(office: Office, words: str) -> None:
    office.slack.wait_for(lambda: words in sees(office, PRIYA))


def test_aggregates_of_fewer_than_three_people_are_hidden_from_managers(office):
    practise(office, MAYA)
    practise(office, PRIYA)
    assert "from three people on" in at_home(office, PRIYA, "Everybody")

    practise(office, TOM)

    shown = at_home(office, PRIYA, "3 take part")
    assert "Traps, in the last four weeks" in shown
    assert TRAP not in shown


def test_a_manager_sees_everybody_who_is_still_there_and_not_hidden(office):
    for user in (MAYA, TOM, PRIYA):
        practise(office, user)
    office.slack.change_person(TOM, deleted=True)
    office.coach.boards.hide(Member(TEAM, MAYA), now=office.clock())
    at_home(office, PRIYA, "Your team")

    office.slack.click(PRIYA, Action.TEAM_VIEW)

    office.slack.wait_for(lambda: "Priya" in sees(office, PRIYA))
    assert "Maya" not in sees(office, PRIYA)
    assert "Tom" not in sees(office, PRIYA)


def test_a_manager_gets_the_figures_as_a_file_in_their_direct_messages(office):
    practise(office, MAYA)
    at_home(office, PRIYA, "Your team")

    office.slack.click(PRIYA, Action.EXPORT)

    channel = office.slack.dm(PRIYA)
    office.slack.wait_for(lambda: any("files" in each for each in sent(office, channel)))
    (message,) = sent(office, channel)
    (file,) = message["files"]
    rows = office.slack.file(file["id"]).decode("utf-8-sig").splitlines()
    assert rows[0] == "Name,Points,Days of practice"
    assert rows[1].startswith("Maya,")
    assert TRAP not in str(rows)
    office.slack.wait_for(lambda: "in our direct messages" in sees(office, PRIYA))


def sent(office: Office, channel: str) -> list[Any]:
    return [each for each in office.slack.messages(PRIYA, channel) if each["bot"]]


def test_a_name_is_no_formula_in_the_file():
    rows = [("=HYPERLINK(1)", 3, 1), ('Ana "A", B', 2, 1), ("a\nb", 0, 0), ("", 1, 1)]

    assert figures_file(rows).decode("utf-8-sig").splitlines() == [
        "Name,Points,Days of practice",
        "'=HYPERLINK(1),3,1",
        '"Ana ""A"", B",2,1',
        "a b,0,0",
        "(no name),1,1",
    ]


def test_a_manager_accepts_a_dispute_as_an_exception_and_takes_it_back(office):
    dispute(office)
    assert "1 finding is disputed" in at_home(office, PRIYA, "Your team")
    office.slack.click(PRIYA, Action.DISPUTES)
    disputes(office, "not decided")
    assert "Maya" not in sees(office, PRIYA)

    office.slack.click(PRIYA, Action.ACCEPT)
    disputes(office, "an accepted exception")
    office.slack.click(PRIYA, Action.REVOKE)
    disputes(office, "not decided")
    office.slack.click(PRIYA, Action.KEEP_RULE)
    disputes(office, "the rule stands")

    assert [each.decision for each in office.store.disputed(TEAM)] == [Decision.KEPT]


def test_a_decision_is_seen_on_home_at_once_and_slack_is_asked_for_the_role_once(office):
    dispute(office)
    practise(office, PRIYA)  # so that her name is known
    assert "1 finding is disputed and waits for" in at_home(office, PRIYA, "Your team")
    office.slack.click(PRIYA, Action.DISPUTES)
    disputes(office, "not decided")
    before = len(office.slack.calls_of("users.info"))

    office.slack.click(PRIYA, Action.KEEP_RULE)

    office.slack.wait_for(lambda: "finding is disputed" not in home(office, PRIYA))
    asked = office.slack.calls_of("users.info")[before:]
    assert [call.args["user"] for call in asked] == [PRIYA]


def test_a_manager_says_that_somebody_was_helped(office):
    practise(office, MAYA)
    office.coach.team.ask_for_help(Member(TEAM, MAYA), now=office.clock())
    at_home(office, PRIYA, "Helped: Maya")

    office.slack.click(PRIYA, f"{Action.HELPED}-0")

    office.slack.wait_for(lambda: "no longer among those" in home(office, PRIYA))
    assert office.coach.team.preferences(Member(TEAM, MAYA)).help_at is None


@pytest.mark.parametrize("action", [Action.EXPORT, Action.TEAM_VIEW])
def test_who_is_no_manager_any_more_gets_nothing(office, action):
    at_home(office, PRIYA, "Your team")
    office.slack.change_person(PRIYA, is_admin=False, is_owner=False)

    office.slack.click(PRIYA, action)

    office.slack.wait_for(lambda: "Only a manager can" in home(office, PRIYA))
    assert sent(office, office.slack.dm(PRIYA)) == []


def test_who_is_no_manager_any_more_decides_nothing(office):
    dispute(office)
    at_home(office, PRIYA, "Your team")
    office.slack.click(PRIYA, Action.DISPUTES)
    disputes(office, "not decided")
    office.slack.change_person(PRIYA, is_admin=False, is_owner=False)

    office.slack.click(PRIYA, Action.ACCEPT)

    disputes(office, "Only a manager can")
    assert [each.decision for each in office.store.disputed(TEAM)] == [Decision.OPEN]
