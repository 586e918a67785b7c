from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.coach.coach import Coach
from bot.coach.critiques import Reply
from bot.core.calendar import Due, Schedule
from bot.core.enrolment import Enrolment
from bot.core.slots import Slot, SlotKind, SlotState
from bot.errors import NotAllowed, UserError
from bot.storage.store import Store
from tests.coach.lines import DAY, MAYA, STRANGER, TOM

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)  # a Monday
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NINE = EIGHT + HOUR
REPLY = Reply("D1")
JOINED = Enrolment(MAYA, Schedule(zone="Europe/London"), joined_at=EIGHT, next=Due(MONDAY, NINE))


@pytest.fixture(name="schedules")
def _schedules(coach):
    return coach.schedules


@pytest.fixture(name="joined")
def _joined(schedules):
    return schedules.join(MAYA, zone="Europe/London", now=EIGHT, event_key="join")


def settings_slot(name: str, key: str) -> Slot:
    return Slot(
        workspace="T1",
        recipient="U1",
        kind=SlotKind.SETTINGS,
        key=key,
        subject=name,
        channel="D1",
        thread_ts=None,
        created_at=EIGHT,
    )


def test_nobody_gets_a_drill_who_did_not_ask(schedules, coach):
    assert schedules.of(MAYA) == Enrolment(MAYA)
    assert coach.tick.run(EIGHT + 30 * DAY).lines == ()


def test_joining_plans_the_first_drill_in_the_zone_of_slack(schedules, joined):
    assert joined == schedules.of(MAYA) == JOINED
    assert schedules.of(TOM) == Enrolment(TOM)
    assert schedules.of(STRANGER) == Enrolment(STRANGER)


def test_joining_again_changes_nothing(schedules, joined):
    again = schedules.join(MAYA, zone="Asia/Tokyo", now=EIGHT + HOUR, event_key="again")
    assert again == joined


def arrive(coach: Coach, store: Store) -> None:
    """Send the drill of nine o'clock."""
    slot = store.claim_slot(NINE, MINUTE)
    assert slot is not None
    coach.drills.of_slot(slot)
    store.mark_sent(slot, NINE, channel="D1", ts="1.0")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_zone_of_slack_that_nobody_knows_is_utc(schedules, zone):
    assert schedules.join(MAYA, zone=zone, now=EIGHT, event_key="join").schedule.zone == "UTC"


def test_each_change_is_answered_once(schedules, store):
    for _ in range(3):
        schedules.join(MAYA, zone="UTC", now=EIGHT, event_key="Ev1", reply=REPLY)
        schedules.status(MAYA, now=EIGHT, event_key="Ev2", reply=REPLY)
        schedules.stop(MAYA, now=EIGHT, event_key="Ev3", reply=REPLY)

    assert store.slots_in(SlotState.PENDING, 9) == (
        settings_slot("join", "Ev1"),
        settings_slot("status", "Ev2"),
        settings_slot("stop", "Ev3"),
    )
    assert not schedules.of(MAYA).joined


def test_stopping_ends_the_drills_and_keeps_the_settings(schedules, joined, coach, store):
    coach.tick.run(NINE)
    stopped = schedules.stop(MAYA, now=NINE, event_key="stop")

    assert (stopped.joined, stopped.next, stopped.schedule) == (False, None, JOINED.schedule)
    assert store.claim_slot(NINE, MINUTE) is None
    back = schedules.join(MAYA, zone="UTC", now=NINE + HOUR, event_key="back")
    assert back.next == Due(TUESDAY, NINE + DAY)


def test_hour_days_and_zone_can_be_changed_together(schedules, joined):
    changed = schedules.change(
        MAYA, at=time(7, 30), weekdays={1}, zone="Asia/Tokyo", now=EIGHT, event_key="Ev1"
    )

    assert changed == replace(
        JOINED,
        schedule=Schedule(time(7, 30), frozenset({1}), "Asia/Tokyo"),
        pinned=True,
        next=Due(TUESDAY, datetime(2026, 3, 2, 22, 30, tzinfo=UTC)),
    )


@pytest.mark.parametrize("wrong", [{"weekdays": ()}, {"zone": "Mars/Olympus"}])
def test_what_cannot_be_set_is_said_and_changes_nothing(schedules, joined, wrong):
    with pytest.raises(UserError):
        schedules.change(MAYA, **wrong, now=EIGHT, event_key="Ev1")
    assert schedules.of(MAYA) == joined


def test_a_zone_follows_slack_until_it_is_pinned_and_again_after(schedules, joined):
    assert schedules.follow(MAYA, "Europe/London", now=EIGHT) == joined
    assert schedules.follow(MAYA, "Asia/Tokyo", now=EIGHT).schedule.zone == "Asia/Tokyo"

    schedules.change(MAYA, zone="UTC", now=EIGHT, event_key="Ev1")
    assert schedules.follow(MAYA, "Asia/Tokyo", now=EIGHT).schedule.zone == "UTC"
    assert schedules.join(MAYA, zone="Asia/Tokyo", now=EIGHT, event_key="Ev2").pinned

    unpinned = schedules.unpin(MAYA, "Asia/Tokyo", now=EIGHT, event_key="Ev3")
    assert (unpinned.pinned, unpinned.schedule.zone) == (False, "Asia/Tokyo")


def test_a_pinned_zone_outlives_a_stop(schedules, joined):
    schedules.change(MAYA, zone="UTC", now=EIGHT, event_key="Ev1")
    schedules.stop(MAYA, now=EIGHT, event_key="Ev2")
    assert (
        schedules.join(MAYA, zone="Asia/Tokyo", now=EIGHT, event_key="Ev3").schedule.zone == "UTC"
    )


def test_a_pause_lasts_until_its_day_and_can_be_ended(schedules, joined):
    paused = schedules.pause(MAYA, date(2026, 3, 9), now=EIGHT, event_key="Ev1")
    assert paused.next == Due(date(2026, 3, 9), NINE + 7 * DAY)

    assert schedules.resume(MAYA, now=EIGHT, event_key="Ev2") == joined


@pytest.mark.parametrize("until", [date(2020, 1, 1), date(2026, 3, 1), MONDAY])
def test_a_pause_that_is_over_already_is_refused(schedules, joined, until):
    with pytest.raises(UserError, match="after today"):
        schedules.pause(MAYA, until, now=EIGHT, event_key="Ev1")
    assert schedules.of(MAYA) == joined


def test_today_can_be_skipped_before_the_drill_comes(schedules, joined, coach):
    skipped = schedules.skip(MAYA, now=EIGHT, event_key="Ev1")

    assert skipped.next == Due(TUESDAY, NINE + DAY)
    assert coach.tick.run(NINE).lines == ()


def test_today_can_be_skipped_after_the_drill_has_come(schedules, joined, coach, store):
    coach.tick.run(NINE)
    arrive(coach, store)
    schedules.skip(MAYA, now=NINE, event_key="Ev1")

    (given,) = store.recent_assignments(MAYA, 9)
    assert given.skipped
    assert schedules.of(MAYA).next == Due(TUESDAY, NINE + DAY)


def test_a_drill_that_has_not_come_yet_is_put_off_by_an_hour(schedules, joined):
    assert schedules.snooze(MAYA, now=EIGHT, event_key="Ev1").next == Due(MONDAY, NINE + HOUR)
    assert schedules.snooze(MAYA, now=EIGHT, event_key="Ev1").next == Due(MONDAY, NINE + HOUR)


def test_a_drill_that_has_come_is_called_to_mind_an_hour_later(schedules, joined, coach, store):
    coach.tick.run(NINE)
    arrive(coach, store)
    schedules.snooze(MAYA, now=NINE, event_key="Ev1")

    (given,) = store.recent_assignments(MAYA, 9)
    assert store.claim_slot(NINE + HOUR - MINUTE, MINUTE) is None
    reminder = store.claim_slot(NINE + HOUR, MINUTE)
    assert (reminder.kind, reminder.subject, reminder.channel, reminder.expires_at) == (
        SlotKind.REMINDER,
        given.id,
        "D1",
        given.closes_at,
    )


def test_a_drill_that_is_just_being_sent_is_called_to_mind_too(schedules, joined, coach, store):
    coach.tick.run(NINE)
    schedules.snooze(MAYA, now=NINE, event_key="Ev1")
    arrive(coach, store)

    (given,) = store.recent_assignments(MAYA, 9)
    assert store.claim_slot(NINE + HOUR, MINUTE).subject == given.id


def test_a_drill_that_was_asked_for_or_is_over_is_not_called_to_mind(
    schedules, joined, coach, store
):
    coach.tick.run(NINE)
    coach.drills.ask(MAYA, now=NINE + DAY - 2 * MINUTE, event_key="Ev1", reply=REPLY)
    snoozed = schedules.snooze(MAYA, now=NINE + DAY - MINUTE, event_key="Ev2")

    assert snoozed.next == Due(TUESDAY, NINE + DAY + HOUR)
    assert store.claim_slot(NINE + DAY + HOUR, MINUTE).kind is SlotKind.DRILL_NOW
    assert store.claim_slot(NINE + DAY + HOUR, MINUTE) is None


def test_what_cannot_be_put_off_is_said(schedules, joined, coach, store):
    with pytest.raises(UserError, match="join"):
        schedules.snooze(TOM, now=EIGHT, event_key="Ev1")
    with pytest.raises(UserError, match="no drill left"):
        schedules.snooze(MAYA, now=EIGHT - DAY, event_key="Ev2")
    coach.tick.run(NINE)
    schedules.skip(MAYA, now=NINE, event_key="Ev3")
    with pytest.raises(UserError, match="no drill left"):
        schedules.snooze(MAYA, now=NINE, event_key="Ev4")


def test_a_drill_is_not_put_off_beyond_its_day(schedules, joined):
    schedules.change(MAYA, at=time(23, 30), now=EIGHT, event_key="Ev1")
    with pytest.raises(UserError, match="no drill left"):
        schedules.snooze(MAYA, now=EIGHT + 12 * HOUR, event_key="Ev2")


def test_a_manager_sets_the_holidays_of_the_whole_team(schedules, joined):
    with pytest.raises(NotAllowed):
        schedules.set_holidays(TOM, [MONDAY], is_manager=False, now=EIGHT)
    schedules.set_holidays(TOM, [MONDAY], is_manager=True, now=EIGHT)

    assert schedules.holidays("T1") == {MONDAY}
    assert schedules.holidays("T2") == frozenset()
    assert schedules.of(MAYA).next == Due(TUESDAY, NINE + DAY)
