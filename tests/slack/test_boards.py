"""A channel's board over the wire: set up, shown, changed, posted, and refused where it must be."""

from typing import Any

from bot.core.boards import BoardWish
from bot.core.people import Member
from tests.slack.conftest import Office
from tests.slack.critiques import spoken
from tests.slack.test_over_the_wire import MAYA, PRACTICE, PRIYA, TEAM


def said(office: Office, user: str, channel: str = PRACTICE) -> str:
    """Everything that the bot says in a channel as a person sees it."""
    shown = [each for each in office.slack.messages(user, channel) if each["bot"]]
    return "\n".join(spoken(each["blocks"]) for each in shown)


def ask(office: Office, user: str, words: str = "", channel: str = PRACTICE) -> Any:
    return office.slack.command(user, channel, f"/close-board {words}")


def wait_for(office: Office, user: str, words: str, channel: str = PRACTICE) -> str:
    office.slack.wait_for(lambda: words in said(office, user, channel))
    return said(office, user, channel)


def set_up(office: Office) -> None:
    office.coach.boards.set_up(
        Member(TEAM, PRIYA),
        PRACTICE,
        BoardWish(zone="Asia/Kolkata"),
        is_manager=True,
        now=office.clock(),
    )


def test_one_click_gives_a_channel_its_board_and_the_channel_is_told(office):
    ask(office, PRIYA)
    office.slack.wait_for(lambda: office.slack.view(PRIYA))

    office.slack.submit(PRIYA, {})

    told = wait_for(office, MAYA, "Priya")
    assert "every Friday at 16:00 (Asia/Kolkata)" in told
    board = office.coach.boards.of(TEAM, PRACTICE)
    assert board is not None
    assert (board.wish, board.set_by) == (BoardWish(zone="Asia/Kolkata"), PRIYA)
