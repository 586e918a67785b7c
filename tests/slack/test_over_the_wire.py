"""The bot at work in the embedded Slack: what a person does, and what they then see."""

from typing import Any

import pytest

from bot.core.slots import SlotState
from tests.slack.conftest import Office
from tests.slack.critiques import spoken

MAYA, TOM, PRIYA, TEAM, PRACTICE = "U0MAYA", "U0TOM", "U0PRIYA", "T0DEMO", "C0PRACTICE"
TRAP = "Thank you for your time. Do you have any red flags about me?"
CLOSE = "I'd love this role. What are the next steps, and when will you decide?"
NO_CLOSE = "The cat sat on the mat."
FOUR_REMARKS = (
    f"{TRAP} How do I compare with the other candidates? "
    "Do you have any concerns that would keep you from moving me forward?"
)


def sees(office: Office, user: str) -> str:
    """What the modal on top says."""
    return spoken((office.slack.view(user) or {}).get("blocks", []))


def home(office: Office, user: str) -> str:
    return spoken((office.slack.home(user) or {}).get("blocks", []))


def check(office: Office, line: str = TRAP) -> Any:
    return office.slack.command(MAYA, PRACTICE, f"/close-check {line}")


def wait_for_words(office: Office, user: str, words: str) -> None:
    office.slack.wait_for(lambda: words in sees(office, user))


def replies_in(office: Office, user: str, ts: str = "") -> list[Any]:
    channel = office.slack.dm(user)
    shown = office.slack.thread(user, channel, ts) if ts else office.slack.messages(user, channel)
    return [message for message in shown if message["bot"]]


def test_a_command_is_answered_without_a_call_to_slack(office):
    answer = check(office)

    assert answer["ephemeral"]
    assert "of 100" in spoken(answer["blocks"])
    assert {call.method for call in office.slack.calls} <= {"apps.connections.open"}


def test_an_empty_command_opens_the_form_and_its_answer_takes_its_place(office):
    assert check(office, "") is None
    wait_for_words(office, MAYA, "Your closing line")

    assert office.slack.submit(MAYA, {"line": TRAP}) == {"response_action": "update"}
    assert "of 100" in sees(office, MAYA)


def test_trying_again_shows_what_changed_and_leads_to_one_more_try(office):
    check(office)
    office.slack.click(MAYA, "try_again", PRACTICE)
    wait_for_words(office, MAYA, "Your closing line")
    assert TRAP in str(office.slack.view(MAYA))

    office.slack.submit(MAYA, {"line": CLOSE})
    assert "Since your last try" in sees(office, MAYA)

    office.slack.submit(MAYA, {})
    assert CLOSE in str(office.slack.view(MAYA))
    assert "Your closing line" in sees(office, MAYA)


def test_show_all_puts_every_remark_in_the_message_s_place(office):
    answer = check(office, FOUR_REMARKS)
    assert "Show all" in spoken(answer["blocks"])

    office.slack.click(MAYA, "show_all", PRACTICE)

    def shown() -> str:
        (message,) = (m for m in office.slack.messages(MAYA, PRACTICE) if m["ts"] == answer["ts"])
        return spoken(message["blocks"])

    office.slack.wait_for(lambda: "Show all" not in shown())
    assert len(shown()) > len(spoken(answer["blocks"]))


def test_not_a_trap_is_kept_once_and_thanked_for(office):
    check(office)
    for _ in range(2):
        office.slack.click(MAYA, "not_a_trap", PRACTICE)

    def thanks() -> list[Any]:
        return [m for m in office.slack.messages(MAYA, PRACTICE) if "I have noted" in m["text"]]

    office.slack.wait_for(lambda: len(thanks()) == 2)
    assert all(message["ephemeral"] for message in thanks())
    assert [dispute.rule for dispute in office.store.disputes(TEAM)] == ["red-flags"]


def test_not_a_trap_in_a_modal_is_thanked_for_on_top_of_it(office):
    check(office, "")
    wait_for_words(office, MAYA, "Your closing line")
    office.slack.submit(MAYA, {"line": TRAP})

    office.slack.click(MAYA, "not_a_trap")

    wait_for_words(office, MAYA, "I have noted")
    office.slack.close_view(MAYA)
    assert "of 100" in sees(office, MAYA)


def test_show_all_in_a_modal_shows_every_remark_there(office):
    check(office, "")
    wait_for_words(office, MAYA, "Your closing line")
    office.slack.submit(MAYA, {"line": FOUR_REMARKS})
    assert "Show all" in sees(office, MAYA)

    office.slack.click(MAYA, "show_all")

    office.slack.wait_for(lambda: "Show all" not in sees(office, MAYA))


@pytest.mark.parametrize("in_a_thread", [False, True])
def test_the_shortcut_checks_a_message_in_private(office, in_a_thread):
    ts = office.slack.send_message(TOM, PRACTICE, "What do you think of my close?")
    if in_a_thread:
        ts = office.slack.send_message(TOM, PRACTICE, TRAP, ts)
    else:
        ts = office.slack.send_message(TOM, PRACTICE, TRAP)
    before = office.slack.messages(TOM, PRACTICE)

    office.slack.shortcut(MAYA, PRACTICE, ts, "check_this_close")

    wait_for_words(office, MAYA, "of 100")
    assert office.slack.messages(TOM, PRACTICE) == before


def test_the_shortcut_says_why_it_cannot_read_a_message(office):
    ts = office.slack.send_message(TOM, PRACTICE, "😀")

    office.slack.shortcut(MAYA, PRACTICE, ts, "check_this_close")

    office.slack.wait_for(lambda: sees(office, MAYA))
    assert "of 100" not in sees(office, MAYA)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TRAP, "of 100"),
        (NO_CLOSE, "an example"),
        ("help", "Three ways to check a line"),
        ("😀", "no words"),
    ],
)
def test_every_direct_message_gets_one_answer(office, text, words):
    office.slack.send_message(MAYA, office.slack.dm(MAYA), text)

    (reply,) = office.slack.wait_for(lambda: replies_in(office, MAYA))
    assert words in spoken(reply["blocks"])


def test_a_direct_message_in_a_thread_is_answered_there(office):
    channel = office.slack.dm(MAYA)
    first = office.slack.send_message(MAYA, channel, "help")
    office.slack.wait_for(lambda: replies_in(office, MAYA))

    office.slack.send_message(MAYA, channel, TRAP, first)

    (reply,) = office.slack.wait_for(lambda: replies_in(office, MAYA, first))
    assert "of 100" in spoken(reply["blocks"])


def test_an_edit_is_left_alone(office):
    channel = office.slack.dm(MAYA)
    ts = office.slack.send_message(MAYA, channel, TRAP)
    office.slack.wait_for(lambda: replies_in(office, MAYA))

    office.slack.edit_message(MAYA, channel, ts, CLOSE)
    office.slack.delete_message(MAYA, channel, ts)
    office.slack.settle()

    assert office.store.count_slots()[SlotState.SENT] == 1
    assert sum(office.store.count_slots().values()) == 1


def test_home_tells_offers_a_try_and_shows_the_new_score(office):
    office.slack.open_home(MAYA)
    office.slack.wait_for(lambda: "None yet" in home(office, MAYA))

    office.slack.click(MAYA, "try_it")
    office.slack.wait_for(lambda: office.slack.view(MAYA))
    assert office.coach.homes.sample in str(office.slack.view(MAYA))
    office.slack.submit(MAYA, {"line": TRAP})

    office.slack.wait_for(lambda: "None yet" not in home(office, MAYA))
    assert " of 100" in home(office, MAYA)


def test_a_rep_sees_the_stance_as_words_alone(office):
    office.slack.open_home(MAYA)
    office.slack.wait_for(lambda: office.slack.home(MAYA))

    assert "A manager can change this" in home(office, MAYA)
    assert "change_stance" not in str(office.slack.home(MAYA))
