"""A member is seen by others only as they choose, and sees what managers see."""

from bot.core.people import Member
from bot.core.periods import Pick, picked
from bot.slack.ids import Action
from bot.slack.views.privacy import CHOOSE_BELOW, HIDDEN
from bot.slack.views.team import people_modal, person_line
from tests.slack.conftest import Office
from tests.slack.critiques import spoken
from tests.slack.test_board_posts import practise
from tests.slack.test_boards import said
from tests.slack.test_over_the_wire import MAYA, PRACTICE, PRIYA, TEAM, TRAP, check, home, sees

ME = Member(TEAM, MAYA)


def at_home(office: Office, user: str, words: str = "Close Coach") -> str:
    """Open somebody's Home tab, and return what it says once it was published anew."""
    before = len(office.slack.calls_of("views.publish"))
    office.slack.open_home(user)
    office.slack.wait_for(lambda: len(office.slack.calls_of("views.publish")) > before)
    office.slack.wait_for(lambda: words in home(office, user))
    return home(office, user)


def open_settings(office: Office, user: str = PRIYA) -> str:
    """Open the team settings on somebody's Home, and return what the window says."""
    at_home(office, user, "Team settings")
    office.slack.click(user, Action.TEAM_SETTINGS)
    office.slack.wait_for(lambda: "Team rules" in sees(office, user))
    return sees(office, user)


def choose(office: Office, action: Action, words: str) -> None:
    office.slack.click(MAYA, action)
    office.slack.wait_for(lambda: words in home(office, MAYA))


def test_a_member_hides_from_boards_and_comes_back(office):
    practise(office, MAYA)
    assert "show your name" in at_home(office, MAYA)

    choose(office, Action.HIDE_ME, "You are hidden")
    assert office.coach.boards.is_hidden(ME)
    assert "I'd like help" not in home(office, MAYA)
    choose(office, Action.SHOW_ME, "show your name")

    assert not office.coach.boards.is_hidden(ME)


def test_a_member_asks_for_help_and_takes_it_back(office):
    practise(office, MAYA)
    at_home(office, MAYA)

    choose(office, Action.ASK_FOR_HELP, "managers see that you would like help")
    assert "Asked for help\nMaya" in at_home(office, PRIYA, "Your team")
    choose(office, Action.HELP_NO_MORE, "no longer see")

    assert "Asked for help" not in at_home(office, PRIYA, "Your team")


def test_a_member_sees_what_managers_see_of_them_by_the_same_function(office):
    practise(office, MAYA)
    practise(office, PRIYA)
    now = office.clock()
    period = picked(Pick.MONTH, now, "UTC")
    names = {MAYA: "Maya", PRIYA: "Priya"}
    mine = office.coach.team.what_manager_sees(ME, period, now=now)
    team = office.coach.team.view(Member(TEAM, PRIYA), period, is_manager=True, now=now)
    theirs = next(each for each in team.people if each.who == ME)

    at_home(office, MAYA)
    office.slack.click(MAYA, Action.WHAT_MANAGERS_SEE)
    office.slack.wait_for(lambda: "A manager sees this of you" in sees(office, MAYA))

    assert mine == theirs
    line = spoken(person_line(theirs, names))
    assert line in sees(office, MAYA)
    assert line in spoken(people_modal(team, names)["blocks"])
    assert TRAP not in sees(office, MAYA)


def test_who_is_hidden_sees_that_managers_see_nothing(office):
    practise(office, MAYA)
    office.coach.boards.hide(ME, now=office.clock())
    at_home(office, MAYA)

    office.slack.click(MAYA, Action.WHAT_MANAGERS_SEE)

    office.slack.wait_for(lambda: "Nothing: you are hidden" in sees(office, MAYA))


def test_who_joins_is_asked_whether_boards_may_show_them(office):
    channel = office.slack.dm(MAYA)
    office.slack.send_message(MAYA, channel, "join")
    office.slack.wait_for(lambda: "Your choice" in said(office, MAYA, channel))

    office.slack.click(MAYA, Action.HIDE_ME, channel)

    office.slack.wait_for(lambda: "no board shows you" in said(office, MAYA, channel))
    assert office.coach.boards.is_hidden(ME)


def test_who_joins_below_a_first_critique_is_asked_there(office):
    check(office)
    office.slack.click(MAYA, Action.JOIN, PRACTICE)
    office.slack.wait_for(lambda: "Your choice" in said(office, MAYA))

    office.slack.click(MAYA, Action.SHOW_ME, PRACTICE)

    office.slack.wait_for(lambda: "boards of your channels show" in said(office, MAYA))


def test_who_joins_on_home_is_pointed_to_the_choice(office):
    at_home(office, MAYA)

    office.slack.click(MAYA, Action.JOIN)

    office.slack.wait_for(lambda: CHOOSE_BELOW in home(office, MAYA))


def test_who_joins_in_a_window_is_asked_in_the_next_one(office):
    check(office, "")
    office.slack.wait_for(lambda: office.slack.view(MAYA))
    office.slack.submit(MAYA, {"line": TRAP})

    office.slack.click(MAYA, Action.JOIN)
    office.slack.wait_for(lambda: "Your choice" in sees(office, MAYA))
    office.slack.click(MAYA, Action.HIDE_ME)

    office.slack.wait_for(lambda: HIDDEN in sees(office, MAYA))
    assert office.coach.boards.is_hidden(ME)
