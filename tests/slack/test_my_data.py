"""A member takes along what is kept of them, or has it deleted, over the wire."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from bot.coach.upkeep import Upkeep
from bot.core.boards import BoardWish
from bot.core.people import Member
from bot.slack.ids import Action, Form
from bot.slack.views.my_data import DELETED, IN_THE_FILE, SENT, deletion_form
from bot.storage.metadata import METADATA
from tests.slack import payloads
from tests.slack.conftest import NOW, Desk, Office
from tests.slack.critiques import spoken
from tests.slack.limits import view_problems
from tests.slack.test_over_the_wire import MAYA, PRACTICE, TEAM, home, replies_in, sees

FOR_A_MONTH = "the lines and answers that you wrote, for 30 days, and"
CANARY = "Thank you, Zebediah. Do you have any red flags about me?"
WHO = Member(TEAM, MAYA)


def open_home(office: Office) -> None:
    office.slack.open_home(MAYA)
    office.slack.wait_for(lambda: FOR_A_MONTH in home(office, MAYA))


def files(office: Office) -> list[Any]:
    shown = office.slack.messages(MAYA, office.slack.dm(MAYA))
    return [file for message in shown for file in message.get("files", [])]


def test_the_export_comes_as_a_file_to_the_member_s_own_messages(office):
    office.slack.command(MAYA, PRACTICE, f"/close-check {CANARY}")
    open_home(office)

    office.slack.click(MAYA, Action.EXPORT_MINE)

    office.slack.wait_for(lambda: SENT in home(office, MAYA))
    (file,) = files(office)
    with urlopen(f"{office.slack.url}files/{file['id']}") as answer:
        data = json.load(answer)
    assert (data["member"], data["workspace"]) == (MAYA, TEAM)
    assert data["tables"]["attempts"][0]["text"] == CANARY
    assert IN_THE_FILE in str(office.slack.messages(MAYA, office.slack.dm(MAYA)))


def test_the_word_for_it_offers_both(office):
    office.slack.send_message(MAYA, office.slack.dm(MAYA), "My data")

    (reply,) = office.slack.wait_for(lambda: replies_in(office, MAYA))
    assert FOR_A_MONTH in spoken(reply["blocks"])
    assert [button["action_id"] for button in reply["blocks"][-1]["elements"]] == [
        Action.EXPORT_MINE,
        Action.DELETE_ME,
    ]


def test_nothing_is_deleted_before_the_question_is_answered(office):
    office.slack.command(MAYA, PRACTICE, f"/close-check {CANARY}")
    open_home(office)

    office.slack.click(MAYA, Action.DELETE_ME)
    office.slack.wait_for(lambda: "at once, and for good" in sees(office, MAYA))

    assert len(office.store.recent_attempts(WHO, 9)) == 1

    office.slack.submit(MAYA, {})

    assert DELETED in sees(office, MAYA)
    office.slack.wait_for(lambda: DELETED in home(office, MAYA))
    assert office.store.all_about(WHO) == {}


def live(desk: Desk) -> None:
    """Let a member do something of every kind."""
    coach, now = desk.coach, NOW
    coach.schedules.join(WHO, zone="Europe/London", now=now, event_key="Ev0")
    coach.schedules.pause(WHO, NOW.date() + timedelta(days=3), now=now, event_key="Ev1")
    desk.answer(payloads.command(CANARY))
    (attempt,) = desk.store.recent_attempts(WHO, 1)
    coach.disputes.dispute(WHO, attempt.id, "red-flags", now=now)
    desk.ask(payloads.event(payloads.direct_message(f"{CANARY} Again."), "Ev2"))
    desk.ask(payloads.event(payloads.direct_message("drill"), "Ev3"))
    given = coach.drills.latest(WHO)
    assert given is not None
    coach.drills.answer(WHO, given, CANARY, now=now, event_key="Ev4")
    coach.team.ask_for_help(WHO, now=now)
    coach.managers.make(WHO, "U0TOM", is_admin=True, now=now)
    coach.managers.make(Member(TEAM, "U0PRIYA"), MAYA, is_admin=True, now=now)
    coach.team.report_on(WHO, "UTC", is_manager=True, now=now)
    wish = BoardWish(zone="UTC")
    coach.boards.set_up(WHO, PRACTICE, wish, is_manager=True, now=now, event_key="Ev5")
    coach.boards.channel_gone(TEAM, PRACTICE, "The channel is archived.", now=now)
    coach.stances.change(WHO, desk.store.stance(TEAM), is_manager=True, now=now)
    coach.schedules.stop(WHO, now=now, event_key=f"gone:{MAYA}:drill:2026-11-22")


def file_of(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


def test_after_a_whole_life_nothing_is_left_in_any_table_or_in_the_file(desk):
    live(desk)
    desk.answer(payloads.command("I'm Tom. Do you see any red flags?", "2.trigger", "U0TOM"))
    assert MAYA.encode() in file_of(desk.database)
    assert b"Zebediah" in file_of(desk.database)

    answer = desk.answer(payloads.submission(Form.DELETE_ME, None))
    Upkeep(desk.store, timedelta(days=30)).run(NOW)

    assert DELETED in spoken(answer["view"])
    with desk.store._reading() as session:
        rows = [
            str(dict(row))
            for table in METADATA.sorted_tables
            for row in session.execute(select(table)).mappings()
        ]
    assert [row for row in rows if MAYA in row or "Zebediah" in row] == []
    assert MAYA.encode() not in file_of(desk.database)
    assert b"Zebediah" not in file_of(desk.database)
    assert len(desk.store.recent_attempts(Member(TEAM, "U0TOM"), 9)) == 1


def test_a_board_whose_manager_is_gone_tells_nobody_when_its_channel_goes(desk):
    wish = BoardWish(zone="UTC")
    desk.coach.boards.set_up(WHO, PRACTICE, wish, is_manager=True, now=NOW)
    desk.coach.my_data.delete(WHO, now=NOW)

    desk.coach.boards.channel_gone(TEAM, PRACTICE, "The channel is archived.", now=NOW)

    board = desk.coach.boards.of(TEAM, PRACTICE)
    assert board is not None
    assert board.paused
    assert sum(desk.store.count_slots().values()) == 0


def test_the_question_fits_into_a_window():
    assert view_problems(deletion_form()) == []


@pytest.mark.parametrize("word", ["my data", "Delete me!", "export my data", "forget me"])
def test_the_words_for_it_are_no_lines(desk, word):
    desk.ask(payloads.event(payloads.direct_message(word)))

    assert desk.store.recent_attempts(WHO, 9) == ()
