"""What is posted to a board's channel: as it is when it is sent, and not where it must not be."""

from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.core.boards import Board
from bot.core.people import Member
from bot.core.periods import Pick, picked
from bot.core.slots import SlotState
from bot.slack.channels import NoPlace, check_channel
from bot.slack.delivery import LEASE
from bot.slack.directory import FRESH
from bot.slack.outcome import Fate, Outcome, before_sending
from tests.slack.conftest import Office
from tests.slack.test_boards import held, said, set_up, wait_for
from tests.slack.test_over_the_wire import MAYA, PRACTICE, PRIYA, TEAM, TOM, TRAP

HOSTILE = "<!channel> *Max* \u202eevil"


def practise(office: Office, user: str, line: str = TRAP) -> None:
    office.slack.command(user, PRACTICE, f"/close-check {line}")


def post(office: Office, key: str = "e1") -> None:
    """Have this week's board posted."""
    board = held(office) or set_up(office)
    period = picked(Pick.THIS_WEEK, office.clock(), board.zone)
    office.coach.boards.post(
        Member(TEAM, PRIYA), PRACTICE, period, is_manager=True, now=office.clock(), event_key=key
    )
    office.delivery.wake()


def kinds(office: Office) -> list[str]:
    """The kinds of block of the message that the channel saw last."""
    shown = [each for each in office.slack.messages(TOM, PRACTICE) if each["bot"]]
    return [block["type"] for block in shown[-1]["blocks"]]


def settled(office: Office, state: SlotState) -> None:
    office.slack.wait_for(lambda: office.store.count_slots()[state])


def dm(office: Office, user: str, words: str) -> str:
    return wait_for(office, user, words, office.slack.dm(user))


def test_the_board_names_who_has_points_and_counts_who_has_none(office):
    practise(office, MAYA)
    practise(office, TOM, "The cat sat on the mat.")

    post(office)

    shown = wait_for(office, TOM, "Practice board")
    assert "Maya" in shown
    assert "Equal points share a place" in shown
    assert "table" in kinds(office)
    assert TRAP not in shown


def test_who_hides_leaves_or_is_deactivated_is_on_no_board(office):
    for user in (MAYA, TOM, PRIYA):
        practise(office, user)
    office.coach.boards.hide(Member(TEAM, MAYA), now=office.clock())
    office.slack.change_person(TOM, deleted=True)

    post(office)

    shown = wait_for(office, PRIYA, "Practice board")
    assert ("Maya" in shown, "Tom" in shown, "Priya" in shown) == (False, False, True)
    assert "chose not to be shown" not in shown
    office.slack.admin.leave(PRIYA, PRACTICE)
    post(office, "e2")
    office.slack.wait_for(lambda: "Nobody has points" in said(office, MAYA))


def test_a_name_is_shown_as_it_is_and_pings_nobody(office):
    practise(office, MAYA)
    office.slack.change_person(MAYA, real_name=HOSTILE)

    post(office)

    wait_for(office, TOM, "Practice board")
    (call,) = office.slack.calls_of("chat.postMessage")
    assert "<!channel>" not in call.args["text"]
    assert "\u202e" not in str(call.args["blocks"])


@pytest.mark.parametrize(
    ("unknown", "instead"),
    [(["data_visualization"], "table"), (["data_visualization", "table"], "rich_text")],
)
def test_a_slack_that_does_not_know_charts_or_tables_gets_the_same_without(
    office, unknown, instead
):
    practise(office, MAYA)
    office.slack.admin.refuse_blocks(*unknown)

    post(office)

    assert "Maya" in wait_for(office, TOM, "Practice board")
    assert instead in kinds(office)
    assert set(unknown).isdisjoint(kinds(office))


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (lambda admin: admin.delete_channel(PRACTICE), "I cannot see the channel"),
        (lambda admin: admin.change_channel(PRACTICE, is_archived=True), "archived"),
        (lambda admin: admin.leave("U0COACH", PRACTICE), "/invite @close-coach"),
        (lambda admin: admin.change_channel(PRACTICE, is_ext_shared=True), "another company"),
    ],
)
def test_a_channel_that_takes_no_board_pauses_it_and_its_manager_is_told_once(
    office, trouble, words
):
    set_up(office)
    trouble(office.slack.admin)

    post(office)

    told = dm(office, PRIYA, "I could not post the board")
    assert words in told
    board = held(office)
    assert board is not None
    assert board.paused
    assert office.slack.calls_of("chat.postMessage")[0].args["channel"] != PRACTICE
    with pytest.raises(Exception, match="paused"):
        post(office, "e2")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("channel_not_found", "cannot see the channel"),
        ("is_archived", "archived"),
        ("not_in_channel", "/invite @close-coach"),
        ("restricted_action", "Ask an admin to let this app post there"),
    ],
)
def test_a_channel_that_goes_between_the_question_and_the_post_pauses_its_board(
    office, code, words
):
    set_up(office)
    office.slack.fail("chat.postMessage", "refuse", code=code)

    post(office)

    assert words in dm(office, PRIYA, "I could not post the board")


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("chat.postMessage", "msg_blocks_too_long"),
        ("conversations.info", "method_deprecated"),
        ("conversations.members", "method_deprecated"),
    ],
)
def test_what_is_not_the_channel_s_fault_fails_and_pauses_nothing(office, method, code):
    set_up(office)
    office.slack.fail(method, "refuse", code=code)

    post(office)

    settled(office, SlotState.FAILED)
    board = held(office)
    assert board is not None
    assert not board.paused


def test_nobody_is_told_of_a_board_that_was_resumed_meanwhile(office):
    board = set_up(office)
    office.delivery.stop(5)
    office.coach.boards.channel_gone(TEAM, PRACTICE, "It is gone.", now=office.clock())
    office.coach.boards.resume(
        Member(TEAM, PRIYA),
        PRACTICE,
        version=board.version + 1,
        is_manager=True,
        now=office.clock(),
    )

    office.delivery.send_pending()

    assert said(office, PRIYA, office.slack.dm(PRIYA)) == ""
    assert office.store.count_slots()[SlotState.EXPIRED] == 1


def test_a_group_s_conversation_is_no_channel(office):
    client = WebClient(office.slack.bot_token, base_url=office.slack.api_url, retry_handlers=[])

    with pytest.raises(NoPlace, match="A board belongs to a channel"):
        check_channel(client, office.slack.dm(PRIYA))


@pytest.mark.parametrize(
    ("outcome", "after"),
    [
        (Outcome(Fate.UNKNOWN, "TimeoutError"), Outcome(Fate.NOT_SENT, "TimeoutError")),
        (Outcome(Fate.BARRED, "missing_scope"), Outcome(Fate.REFUSED, "missing_scope")),
        (Outcome(Fate.BARRED, "invalid_auth"), Outcome(Fate.BARRED, "invalid_auth")),
        (Outcome(Fate.NOT_SENT, "ratelimited", 3), Outcome(Fate.NOT_SENT, "ratelimited", 3)),
    ],
)
def test_a_question_that_failed_leaves_no_doubt_that_nothing_was_sent(outcome, after):
    assert before_sending(outcome) == after


def test_what_slack_cannot_tell_now_is_asked_again(office):
    practise(office, MAYA)
    office.slack.fail("conversations.members", "ratelimited", seconds=1)

    post(office)

    office.slack.wait_for(lambda: office.slack.calls_of("conversations.members"))
    office.clock.jump(office.clock() + 2 * FRESH)
    office.delivery.wake()
    assert "Maya" in wait_for(office, TOM, "Practice board")


def at_due(office: Office) -> None:
    """Let the time of the board come, and have done what is due then."""
    board = held(office)
    assert board is not None
    assert board.next_at is not None
    office.clock.jump(board.next_at)


def run(office: Office) -> None:
    office.coach.tick.run(office.clock())
    office.delivery.wake()


def test_a_board_is_posted_when_it_is_due_and_once(office):
    set_up(office)
    at_due(office)
    practise(office, MAYA)

    for _ in range(3):
        run(office)

    assert "Maya" in wait_for(office, TOM, "Practice board")
    settled(office, SlotState.SENT)
    run(office)
    assert len(office.slack.calls_of("conversations.members")) == 1
    assert said(office, TOM).count("Practice board") == 1


def test_a_post_of_which_nobody_heard_is_looked_for_and_not_sent_again(office):
    practise(office, MAYA)
    office.slack.fail("chat.postMessage", "drop_reply")
    post(office)
    wait_for(office, TOM, "Practice board")
    settled(office, SlotState.SENDING)

    office.delivery.recover(office.clock.jump(office.clock() + 2 * LEASE))

    settled(office, SlotState.SENT)
    assert said(office, TOM).count("Practice board") == 1


def test_a_manager_gets_the_report_on_monday_as_long_as_they_are_one(office):
    who = Member(TEAM, PRIYA)
    practise(office, MAYA)
    due = office.coach.team.report_on(who, "Asia/Kolkata", is_manager=True, now=office.clock())

    office.clock.jump(due)
    run(office)

    assert "You asked for this every Monday" in dm(office, PRIYA, "Your team")
    office.slack.change_person(PRIYA, is_admin=False, is_owner=False)
    office.clock.jump(due + timedelta(days=7))
    run(office)
    settled(office, SlotState.EXPIRED)
    assert dm(office, PRIYA, "Your team").count("Your team") == 1


def test_a_board_that_was_removed_meanwhile_is_not_posted(office):
    board: Board = set_up(office)
    office.delivery.stop(5)
    post(office)
    office.coach.boards.remove(
        Member(TEAM, PRIYA),
        PRACTICE,
        version=board.version,
        is_manager=True,
        now=office.clock(),
    )

    office.delivery.send_pending()

    assert said(office, MAYA) == ""
    assert office.store.count_slots()[SlotState.SENT] == 0
