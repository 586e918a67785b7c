from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.core.assignments import Assignment, assignment_id
from bot.core.calendar import Due, Schedule
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind, SlotState
from bot.core.turns import Done, Turn, take_turn
from bot.errors import UserError
from bot.storage.store import Store
from tests.storage.values import DAY, MAYA, MINUTE, NOON

TOM, STRANGER = Member("T1", "U2"), Member("T2", "U1")
TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
JOINED = Enrolment(
    who=MAYA,
    schedule=Schedule(time(12), frozenset({0, 1}), "Europe/London", date(2026, 2, 1), TOMORROW),
    pinned=True,
    joined_at=NOON - DAY,
    next=Due(TODAY, NOON),
    last_day=date(2026, 2, 28),
    last_at=NOON - 2 * DAY,
    channel="D1",
)
SLOT = Slot(
    workspace="T1",
    recipient="U1",
    kind=SlotKind.DRILL,
    key="2026-03-02",
    subject="",
    channel="D1",
    thread_ts=None,
    created_at=NOON,
    expires_at=NOON + MINUTE,
)
GIVEN = Assignment(
    id=assignment_id(MAYA, SlotKind.DRILL, "2026-03-02"),
    who=MAYA,
    kind=SlotKind.DRILL,
    key="2026-03-02",
    drill="asking",
    reason="It is due.",
    day=TODAY,
    given_at=NOON,
    closes_at=NOON + DAY / 2,
)
AFTER = replace(JOINED, next=Due(TOMORROW, NOON + DAY), last_day=TODAY, last_at=NOON)
TURN = Turn(Due(TODAY, NOON), Done.GIVEN, AFTER, SLOT)


def decide(held: Enrolment, due: Due, now: datetime, holidays: frozenset[date]) -> Turn:
    """Say what is done about Maya's drill, and about that of anybody who chose the same."""
    assert (replace(held, who=MAYA, channel="D1"), due, now) == (JOINED, TURN.due, NOON)
    slot = replace(SLOT, workspace=held.who.workspace, recipient=held.who.id)
    return replace(TURN, after=replace(AFTER, who=held.who), slot=slot)


def take(store: Store) -> tuple[tuple[Member, Turn], ...]:
    return store.take_turns(NOON, 9, decide)


def to(enrolment: Enrolment) -> Callable[[Enrolment, frozenset[date]], Enrolment]:
    return lambda _before, _holidays: enrolment


@pytest.fixture(autouse=True)
def _joined(store):
    store.change_enrolment(MAYA, to(JOINED), now=NOON)


def test_who_never_chose_anything_has_the_defaults(store):
    assert store.enrolment(TOM) == Enrolment(TOM)
    assert store.enrolment(STRANGER) == Enrolment(STRANGER)


def test_an_enrolment_is_kept_whole(store):
    assert store.enrolment(MAYA) == JOINED


def test_a_change_has_one_effect_for_an_event_and_keeps_its_answer(store):
    answer = replace(SLOT, kind=SlotKind.SETTINGS, key="Ev1", subject="pause", expires_at=None)
    once = store.change_enrolment(MAYA, to(AFTER), now=NOON, event_key="Ev1", slots=[answer])
    again = store.change_enrolment(MAYA, to(JOINED), now=NOON, event_key="Ev1", slots=[answer])

    assert (once, again) == (AFTER, AFTER)
    assert store.slots_in(SlotState.PENDING, 9) == (answer,)


def test_a_change_that_cannot_be_made_leaves_everything_as_it_was(store):
    def refuse(_before: Enrolment, _holidays: frozenset[date]) -> Enrolment:
        raise UserError("Not like this.")

    with pytest.raises(UserError):
        store.change_enrolment(MAYA, refuse, now=NOON, event_key="Ev1", slots=[SLOT])

    assert store.slots_in(SlotState.PENDING, 9) == ()
    assert store.record_event("T1", "Ev1", NOON) is True


def test_what_is_due_comes_the_longest_due_first(store):
    tom = replace(JOINED, who=TOM, next=Due(TODAY, NOON - MINUTE))
    store.change_enrolment(TOM, to(tom), now=NOON)

    assert store.due_enrolments(NOON - 2 * MINUTE) == ()
    assert store.due_enrolments(NOON) == (tom, JOINED)
    after = lambda held, due, now, holidays: replace(TURN, due=due, after=AFTER)  # noqa: E731
    assert [who for who, _ in store.take_turns(NOON, 1, after)] == [TOM]


def test_a_turn_is_taken_once(store):
    assert take(store) == ((MAYA, TURN),)
    assert take(store) == ()

    assert store.enrolment(MAYA) == AFTER
    assert store.slots_in(SlotState.PENDING, 9) == (SLOT,)


def test_who_chose_the_same_has_the_same_turn_each_with_their_own_name_and_place(store):
    others = [replace(JOINED, who=who, channel=None) for who in (TOM, STRANGER)]
    for each in others:
        store.change_enrolment(each.who, to(each), now=NOON)

    assert {who for who, _ in take(store)} == {MAYA, TOM, STRANGER}
    for each in others:
        assert store.enrolment(each.who) == replace(AFTER, who=each.who, channel=None)
    assert set(store.slots_in(SlotState.PENDING, 9)) == {
        SLOT,
        replace(SLOT, recipient="U2", channel="U2"),
        replace(SLOT, workspace="T2", channel="U1"),
    }


@pytest.mark.parametrize(
    ("last_at", "due_at", "asked"),
    [
        (NOON - DAY, NOON, 1),
        (NOON - DAY / 2, NOON, 1),
        (NOON - DAY / 3, NOON, 2),
        (NOON - DAY, NOON - DAY / 3, 2),
    ],
)
def test_when_the_last_drill_came_tells_apart_only_those_to_whom_it_matters(
    store, last_at: datetime, due_at: datetime, asked: int
):
    turns = []

    def turn(held: Enrolment, due: Due, now: datetime, holidays: frozenset[date]) -> Turn:
        turns.append(take_turn(held, due, now, holidays))
        return turns[-1]

    for who, later in ((MAYA, MINUTE * 0), (TOM, MINUTE)):
        joined = replace(JOINED, who=who, next=Due(TODAY, due_at), last_at=last_at - later)
        store.change_enrolment(who, to(joined), now=NOON)
    store.take_turns(NOON, 9, turn)

    assert len(turns) == asked
    assert {turn.done for turn in turns} == {
        (NOON, 1): {Done.GIVEN},
        (NOON, 2): {Done.MOVED},
        (NOON - DAY / 3, 2): {Done.EXPIRED},
    }[due_at, asked]
    kept = {store.enrolment(who).last_at for who in (MAYA, TOM)}
    assert kept == ({NOON} if asked == 1 else {last_at, last_at - MINUTE})


def test_who_has_other_holidays_has_another_turn(store):
    stranger = replace(JOINED, who=STRANGER)
    store.change_enrolment(STRANGER, to(stranger), now=NOON)
    store.set_holidays("T2", [TOMORROW], lambda held, _: held, NOON)
    asked = []

    def turn(held: Enrolment, due: Due, now: datetime, holidays: frozenset[date]) -> Turn:
        asked.append((held.who, holidays))
        return take_turn(held, due, now, holidays)

    store.take_turns(NOON, 9, turn)
    assert set(asked) == {(MAYA, frozenset()), (STRANGER, frozenset({TOMORROW}))}


def test_whoever_is_changing_their_mind_is_left_to_the_next_tick(store, engine):
    if engine.dialect.name == "sqlite":
        pytest.skip("its writers wait for each other")

    def change(held: Enrolment, _holidays: frozenset[date]) -> Enrolment:
        assert take(store) == ()
        return replace(held, next=None)

    store.change_enrolment(MAYA, change, now=NOON)
    assert (take(store), store.slots_in(SlotState.PENDING, 9)) == ((), ())


def test_the_drill_of_a_slot_is_chosen_once(store):
    take(store)

    assert store.drill_on_its_way(MAYA) == SLOT
    assert store.choose_drill(GIVEN) is True
    assert store.choose_drill(replace(GIVEN, drill="another")) is False
    assert store.assignment(MAYA, GIVEN.id) == GIVEN


def test_no_drill_is_chosen_for_a_slot_that_is_settled_or_gone(store):
    assert store.choose_drill(GIVEN) is False
    take(store)
    store.mark_slot(store.claim_slot(NOON, MINUTE), SlotState.FAILED, NOON)

    assert store.choose_drill(GIVEN) is False
    assert store.choose_drill(replace(GIVEN, who=STRANGER)) is False
    assert store.assignment(MAYA, GIVEN.id) is None
    assert store.drill_on_its_way(MAYA) is None


def test_a_drill_that_could_not_be_sent_in_time_is_taken_back(store):
    take(store)
    store.choose_drill(GIVEN)

    assert store.expire_slots(NOON) == 0
    assert store.claim_slot(NOON + MINUTE, MINUTE) is None
    assert store.expire_slots(NOON + MINUTE) == 1
    assert store.assignment(MAYA, GIVEN.id) is None
    assert store.slots_in(SlotState.EXPIRED, 9) == (replace(SLOT, state=SlotState.EXPIRED),)


def test_a_claim_says_when_the_last_drill_may_have_come_and_the_message_where(store):
    take(store)
    slot = store.claim_slot(NOON + MINUTE / 2, MINUTE)
    assert store.enrolment(MAYA) == replace(AFTER, last_at=NOON + MINUTE / 2)

    store.mark_sent(slot, NOON + MINUTE, channel="D9", ts="1772452800.000100")
    assert store.enrolment(MAYA) == replace(AFTER, last_at=NOON + MINUTE / 2, channel="D9")


def test_a_cancelled_drill_is_not_sent(store):
    take(store)
    store.choose_drill(GIVEN)
    stopped = replace(AFTER, joined_at=None, next=None)
    store.change_enrolment(MAYA, to(stopped), now=NOON, event_key="Ev1", cancel=True)

    assert store.claim_slot(NOON, MINUTE) is None
    assert store.assignment(MAYA, GIVEN.id) is None
    assert store.due_enrolments(NOON + 9 * DAY) == ()


def test_a_skipped_drill_that_was_sent_needs_no_answer(store):
    take(store)
    store.choose_drill(GIVEN)
    store.mark_sent(store.claim_slot(NOON, MINUTE), NOON, channel="D1", ts="1772452800.000100")
    skipping = replace(AFTER, schedule=replace(JOINED.schedule, skip=TODAY))
    store.change_enrolment(MAYA, to(skipping), now=NOON, event_key="Ev1", cancel=True)

    assert store.assignment(MAYA, GIVEN.id) == replace(GIVEN, ts="1772452800.000100", skipped=True)


def test_holidays_belong_to_a_workspace_and_change_what_is_planned_there(store):
    stranger = replace(JOINED, who=STRANGER)
    store.change_enrolment(STRANGER, to(stranger), now=NOON)

    def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
        return replace(held, channel=str(sorted(holidays)))

    store.set_holidays("T1", [TOMORROW], change, NOON)
    store.set_holidays("T1", [TODAY], change, NOON)

    assert store.holidays("T1") == {TODAY}
    assert store.holidays_of(["T1", "T2"]) == {"T1": {TODAY}, "T2": frozenset()}
    assert store.enrolment(MAYA).channel == "[datetime.date(2026, 3, 2)]"
    assert store.enrolment(STRANGER) == stranger
