"""What managers did is kept with what it did, shown to managers, and forgotten after a year."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.coach.upkeep import AUDIT_KEPT, SLOTS_KEPT, Upkeep
from bot.core.audit import Managed, Record
from bot.core.boards import BoardWish
from bot.core.critique import Stance
from bot.core.people import Member
from bot.core.periods import Pick, picked
from bot.core.slots import SlotState
from bot.errors import NotAllowed, UserError
from bot.slack.views.audit import audit_section
from tests.coach.lines import MAYA
from tests.slack.critiques import spoken
from tests.slack.limits import problems

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOSS = Member(MAYA.workspace, "U9")
CHANNEL, WISH = "C1", BoardWish(zone="UTC")
DAY = timedelta(days=1)


def done(store, limit=10):
    return [(one.by, one.action, one.what, one.whom) for one in store.audited("T1", limit)]


def test_every_action_of_a_manager_is_kept_once_with_who_and_on_what(coach, store):
    boards, act = coach.boards, {"is_manager": True, "now": NOON}
    coach.stances.change(BOSS, Stance.STRICT, **act, event_key="Ev1")
    coach.schedules.set_holidays(BOSS, [NOON.date() + DAY], **act, event_key="Ev2")
    for _ in range(2):  # the same event again changes nothing, and is kept once
        boards.set_up(BOSS, CHANNEL, WISH, **act, event_key="Ev3")
    later = replace(WISH, hour=9)
    boards.change(BOSS, CHANNEL, later, version=1, **act, event_key="Ev4")
    boards.pause(BOSS, CHANNEL, version=2, **act, event_key="Ev5")
    boards.resume(BOSS, CHANNEL, version=3, **act, event_key="Ev6")
    boards.post(BOSS, CHANNEL, picked(Pick.THIS_WEEK, NOON, "UTC"), **act, event_key="Ev7")
    boards.remove(BOSS, CHANNEL, version=4, **act, event_key="Ev8")
    coach.managers.make(BOSS, "U1", is_admin=True, now=NOON)
    coach.managers.make(BOSS, "U1", is_admin=True, now=NOON)
    coach.managers.unmake(BOSS, "U1", is_admin=True, now=NOON)
    coach.team.exported(BOSS, picked(Pick.MONTH, NOON, "UTC"), **act)

    assert done(store, 20)[::-1] == [
        ("U9", Managed.STANCE, "strict", ""),
        ("U9", Managed.HOLIDAYS, "1", ""),
        ("U9", Managed.BOARD_SET_UP, CHANNEL, ""),
        ("U9", Managed.BOARD_CHANGED, CHANNEL, ""),
        ("U9", Managed.BOARD_PAUSED, CHANNEL, ""),
        ("U9", Managed.BOARD_RESUMED, CHANNEL, ""),
        ("U9", Managed.BOARD_POSTED, CHANNEL, ""),
        ("U9", Managed.BOARD_REMOVED, CHANNEL, ""),
        ("U9", Managed.MANAGER_MADE, "", "U1"),
        ("U9", Managed.MANAGER_UNMADE, "", "U1"),
        ("U9", Managed.EXPORTED, "2026-03", ""),
    ]


def test_what_is_refused_is_not_kept(coach, store):
    with pytest.raises(NotAllowed):
        coach.stances.change(MAYA, Stance.OPEN, is_manager=False, now=NOON)
    coach.boards.set_up(BOSS, CHANNEL, WISH, is_manager=True, now=NOON)
    with pytest.raises(UserError):
        coach.boards.pause(BOSS, CHANNEL, version=9, is_manager=True, now=NOON)

    assert done(store) == [("U9", Managed.BOARD_SET_UP, CHANNEL, "")]


def test_help_and_objections_are_kept_too(coach, store):
    coach.team.ask_for_help(MAYA, now=NOON)
    coach.team.help_given(BOSS, MAYA.id, is_manager=True, now=NOON)
    coach.team.help_given(BOSS, MAYA.id, is_manager=True, now=NOON)  # there is nothing left to do

    assert done(store) == [("U9", Managed.HELPED, "", MAYA.id)]


def test_another_workspace_has_a_list_of_its_own(coach, store):
    coach.stances.change(Member("T2", "U9"), Stance.OPEN, is_manager=True, now=NOON)
    coach.stances.change(BOSS, Stance.STRICT, is_manager=True, now=NOON)

    assert done(store) == [("U9", Managed.STANCE, "strict", "")]


def test_only_managers_look_at_it(coach):
    with pytest.raises(NotAllowed):
        coach.team.audited(MAYA, 10, is_manager=False)


def test_it_is_forgotten_after_a_year_and_what_was_delivered_after_a_month(coach, store):
    coach.boards.set_up(BOSS, CHANNEL, WISH, is_manager=True, now=NOON, event_key="Ev1")
    slot = store.claim_slot(NOON, DAY)
    store.mark_slot(slot, SlotState.SENT, NOON)
    upkeep = Upkeep(store, retention=timedelta(days=30))

    upkeep.run(NOON + SLOTS_KEPT)
    assert sum(store.count_slots().values()) == 1
    upkeep.run(NOON + SLOTS_KEPT + DAY)
    assert sum(store.count_slots().values()) == 0
    assert len(done(store)) == 1
    upkeep.run(NOON + AUDIT_KEPT + DAY)
    assert done(store) == []


def test_what_waits_to_be_sent_is_never_forgotten(coach, store):
    coach.boards.set_up(BOSS, CHANNEL, WISH, is_manager=True, now=NOON, event_key="Ev1")

    Upkeep(store, retention=timedelta(days=30)).run(NOON + 2 * SLOTS_KEPT)

    assert store.count_slots()[SlotState.PENDING] == 1


def test_each_action_has_a_sentence_that_names_people_and_no_ids():
    records = [Record("T1", NOON, "U9", action, "strict", "U1") for action in Managed]
    names = {"U9": "Priya", "U1": "Maya <!channel>"}

    for record in records:
        blocks = audit_section([record], names)
        said = spoken(blocks)
        assert "Priya" in said
        assert "02 Mar 2026 UTC" in said  # only where Slack does not know the reader's own day
        assert str(int(NOON.timestamp())) in str(blocks)
        assert "U1" not in said
        assert problems(blocks, 100) == []
    assert len(audit_section(records, names)[1]["elements"][0]["elements"]) == 10
    assert "{" not in spoken(audit_section(records, {}))


def test_a_manager_who_was_deleted_is_somebody():
    record = Record("T1", NOON, "", Managed.STANCE, "strict")

    assert "chose the stance strict" in spoken(audit_section([record], {}))
    assert audit_section([], {}) == []
