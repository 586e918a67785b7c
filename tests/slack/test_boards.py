"""A channel's board over the wire: set up, shown, changed, posted, and refused where it must be."""

from typing import Any

import pytest

from bot.coach.boards import CHANGED_MEANWHILE
from bot.core.boards import Board, BoardWish, Cadence
from bot.core.people import Member
from bot.core.slots import SlotState
from bot.slack.ids import Action, Field
from tests.slack import payloads
from tests.slack.conftest import Office
from tests.slack.critiques import spoken
from tests.slack.test_over_the_wire import MAYA, PRACTICE, PRIYA, TEAM, TOM, TRAP, check, sees

GENERAL = "C0GENERAL"  # the bot is not in it


def said(office: Office, user: str, channel: str = PRACTICE) -> str:
    """Everything that the bot says in a channel as a person sees it."""
    shown = [each for each in office.slack.messages(user, channel) if each["bot"]]
    return "\n".join(spoken(each["blocks"]) for each in shown)


def ask(office: Office, user: str, words: str = "", channel: str = PRACTICE) -> Any:
    return office.slack.command(user, channel, f"/close-board {words}")


def wait_for(office: Office, user: str, words: str, channel: str = PRACTICE) -> str:
    office.slack.wait_for(lambda: words in said(office, user, channel))
    return said(office, user, channel)


def set_up(office: Office, wish: BoardWish | None = None) -> Board:
    """Give the channel a board, without a word to anybody."""
    return office.coach.boards.set_up(
        Member(TEAM, PRIYA),
        PRACTICE,
        wish or BoardWish(zone="Asia/Kolkata"),
        is_manager=True,
        now=office.clock(),
    )


def held(office: Office) -> Board | None:
    return office.coach.boards.of(TEAM, PRACTICE)


def open_form(office: Office, words: str = "") -> None:
    ask(office, PRIYA, words)
    office.slack.wait_for(lambda: office.slack.view(PRIYA))


def test_one_click_gives_a_channel_its_board_and_the_channel_is_told(office):
    open_form(office)

    office.slack.submit(PRIYA, {})

    told = wait_for(office, MAYA, "Priya")
    assert "every Friday at 16:00 (Asia/Kolkata)" in told
    board = held(office)
    assert board is not None
    assert (board.wish, board.set_by) == (BoardWish(zone="Asia/Kolkata"), PRIYA)


def test_a_manager_changes_a_board_and_sees_what_cannot_be_read_at_its_input(office):
    set_up(office)
    open_form(office, "change")

    refused = office.slack.submit(PRIYA, {Field.ZONE: "Atlantis"})
    office.slack.submit(PRIYA, {Field.CADENCE: "daily", Field.HOUR: "9", Field.ZONE: "london"})

    assert list(refused["errors"]) == [Field.ZONE]
    told = wait_for(office, MAYA, "has changed this channel's board")
    assert "every working day at 09:00 (Europe/London)" in told
    board = held(office)
    assert board is not None
    assert (board.wish.cadence, board.wish.hour) == (Cadence.DAILY, 9)


def test_who_saves_the_form_as_it_was_is_told_so_and_the_channel_is_told_nothing(office):
    board = set_up(office)
    open_form(office, "change")

    office.slack.submit(PRIYA, {})

    office.slack.wait_for(lambda: "Nothing has changed" in sees(office, PRIYA))
    assert held(office) == board
    assert "has changed" not in said(office, MAYA)


def test_of_two_managers_who_change_a_board_at_once_the_second_is_told(office):
    board = set_up(office)
    open_form(office, "settings")
    office.coach.boards.change(
        Member(TEAM, TOM),
        PRACTICE,
        BoardWish(zone="UTC", hour=11),
        version=board.version,
        is_manager=True,
        now=office.clock(),
    )

    office.slack.submit(PRIYA, {Field.HOUR: "9"})

    office.slack.wait_for(lambda: CHANGED_MEANWHILE in sees(office, PRIYA))
    assert (held(office) or board).wish.hour == 11


def test_two_managers_who_set_up_a_board_at_once_make_one(office):
    open_form(office)
    set_up(office, BoardWish(zone="UTC"))

    office.slack.submit(PRIYA, {})

    office.slack.wait_for(lambda: "has a board by now" in sees(office, PRIYA))
    assert (held(office) or set_up(office)).wish == BoardWish(zone="UTC")


def test_a_board_is_paused_resumed_and_removed_and_the_channel_is_told_each_time(office):
    set_up(office)

    ask(office, PRIYA, "pause")
    wait_for(office, MAYA, "has paused")
    ask(office, MAYA)
    wait_for(office, MAYA, "Nothing is posted here now")
    ask(office, PRIYA, "resume")
    wait_for(office, MAYA, "has resumed")
    open_form(office, "change")
    office.slack.click(PRIYA, Action.PAUSE_BOARD)
    office.slack.wait_for(lambda: "Done" in sees(office, PRIYA))
    office.slack.close_view(PRIYA)
    ask(office, PRIYA, "remove")
    wait_for(office, PRIYA, "Everybody's points are kept")
    assert held(office) is not None
    office.slack.click(PRIYA, Action.REMOVE_BOARD, PRACTICE)

    wait_for(office, MAYA, "has removed")
    assert held(office) is None


@pytest.mark.parametrize("words", ["change", "pause", "resume", "remove"])
def test_a_rep_changes_nothing_and_is_told_who_may(office, words):
    board = set_up(office)

    ask(office, MAYA, words)

    wait_for(office, MAYA, "Only a manager can do this")
    assert held(office) == board


def test_a_rep_is_told_kindly_that_there_is_no_board_yet(office):
    ask(office, MAYA)
    wait_for(office, MAYA, "A manager sets one up")
    ask(office, PRIYA, "pause")

    wait_for(office, PRIYA, "no board any more")
    assert held(office) is None


@pytest.mark.parametrize("words", ["help", "what?", "HELP!"])
def test_help_and_unknown_words_get_the_usage_at_once(desk, words):
    body = payloads.command(words) | {"command": "/close-board"}

    answer = desk.answer(body)

    assert answer["response_type"] == "ephemeral"
    assert "/close-board me" in spoken(answer["blocks"])


@pytest.mark.parametrize("place", [{"channel_id": "D0MAYA"}, {"channel_name": "mpdm-a--b-1"}])
def test_a_board_belongs_to_no_direct_message(desk, place):
    answer = desk.answer(payloads.command("") | {"command": "/close-board"} | place)

    assert "A board belongs to a channel" in spoken(answer["blocks"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_ext_shared": True}, "shared with another company"),
        ({"is_archived": True}, "archived"),
    ],
)
def test_a_channel_that_may_have_no_board_is_refused(office, change, words):
    set_up(office)
    office.slack.admin.change_channel(PRACTICE, **change)

    ask(office, PRIYA)

    wait_for(office, PRIYA, words)


def test_a_channel_without_the_bot_gets_the_sentence_that_invites_it(office):
    ask(office, PRIYA, channel=GENERAL)

    wait_for(office, PRIYA, "Type /invite @close-coach in it", GENERAL)


def test_a_board_shows_this_week_privately_and_any_other_time(office):
    check(office)
    set_up(office)
    ask(office, MAYA)
    shown = wait_for(office, MAYA, "Practice board")
    assert "Maya" in shown
    assert "Post to channel" not in shown
    assert "Practice board" not in said(office, TOM)

    office.slack.click(
        MAYA,
        Action.PERIOD,
        PRACTICE,
        selected_option={"value": "all-time"},
        type="static_select",
    )

    office.slack.wait_for(lambda: "Practice board: All time" in said(office, MAYA))


def test_a_private_board_is_shown_where_slack_knows_no_tables_and_charts(office):
    check(office)
    set_up(office)
    office.slack.admin.refuse_blocks("table", "data_visualization")

    ask(office, MAYA)

    assert "Maya" in wait_for(office, MAYA, "Practice board")


def test_my_place_shows_where_the_points_come_from(office):
    check(office)
    set_up(office)

    ask(office, MAYA, "me")

    shown = wait_for(office, MAYA, "Your place")
    assert all(rule in shown for rule in office.coach.boards.library.scoring.explain)
    for words in ("place 1 of 1", "a new line checked", "Your streak", "Your next drill"):
        assert words in shown
    assert TRAP not in shown
    assert "Your place" not in said(office, TOM)


def test_my_place_is_shown_for_any_other_time(office):
    check(office)
    ask(office, MAYA, "me")
    wait_for(office, MAYA, "Your place")

    office.slack.click(
        MAYA,
        Action.PLACE_PERIOD,
        PRACTICE,
        selected_option={"value": "all-time"},
        type="static_select",
    )

    office.slack.wait_for(lambda: "All time. You have" in said(office, MAYA))


def test_who_asks_for_their_own_points_in_a_direct_message_gets_them(office):
    channel = office.slack.dm(MAYA)
    ask(office, MAYA, "me", channel)

    assert "Your streak" in wait_for(office, MAYA, "Your place", channel)


def test_a_manager_posts_the_board_once_to_the_channel(office):
    check(office)
    set_up(office)
    ask(office, PRIYA)
    wait_for(office, PRIYA, "Post to channel")

    office.slack.click(PRIYA, Action.POST_BOARD, PRACTICE)

    posted = wait_for(office, TOM, "Practice board")
    assert "Set up by Priya" in posted
    assert "@" not in posted
    wait_for(office, PRIYA, "on its way")
    office.slack.wait_for(lambda: office.store.count_slots()[SlotState.SENT] == 1)
