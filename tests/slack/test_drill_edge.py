"""The drill's listeners with no Slack to call: buttons, forms, profiles; and views of any size."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.coach.critiques import Reply
from bot.coach.drills import Given, Graded
from bot.content import content_folder, load_library
from bot.core.assignments import Assignment
from bot.core.exercises import Drill, DrillKind
from bot.core.grading import DrillCheckResult, Grade
from bot.core.people import Member
from bot.core.slots import SlotKind, SlotState
from bot.slack.views.drill_forms import answer_form, grade_form
from bot.slack.views.drills import drill_message, grade_message, reminder_message
from tests.slack import payloads
from tests.slack.conftest import NOW, Desk
from tests.slack.critiques import long_text, spoken
from tests.slack.limits import message_problems, view_problems

MAYA = Member(payloads.TEAM, payloads.REP)
LIBRARY = load_library(content_folder())
generously = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assigned(drill: Drill, id: str = "a" * 16, reason: str = "It is time.") -> Given:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    kind, day = SlotKind.DRILL, at.date()
    return Given(Assignment(id, MAYA, kind, "2026-11-23", drill.id, reason, day, at, at), drill)


def give(desk: Desk, kind: DrillKind) -> Given:
    """Give Maya drills until one of this kind comes."""
    for number in range(400):
        given = desk.coach.drills.ask(
            MAYA, now=NOW, event_key=f"Ask{number}", reply=Reply("D0MAYA")
        )
        if given.drill.kind is kind:
            return given
    raise AssertionError(f"no drill of the kind {kind}")


def press(name: str, value: str = "", **more: Any) -> dict[str, Any]:
    """A button of a message in the direct conversation."""
    body = payloads.action(name, value)
    place = {"type": "message", "message_ts": "5.5", "channel_id": "D0MAYA"}
    return body | {"container": place} | more


def grades(desk: Desk) -> int:
    kept = desk.store.slots_in(SlotState.PENDING, 1_000)
    return sum(slot.kind is SlotKind.GRADE for slot in kept)


def test_a_choice_by_button_is_graded_in_the_thread_once(desk):
    given = give(desk, DrillKind.SPOT_THE_TRAP)
    (right,) = given.drill.answer

    for _ in range(2):
        body = press("choose_answer-3", f"{given.assignment.id}:{right}")
        assert desk.ask(body).status == 200

    (attempt,) = desk.store.drill_attempts(MAYA, given.assignment.id)
    (slot,) = [s for s in desk.store.slots_in(SlotState.PENDING, 999) if s.kind is SlotKind.GRADE]
    assert attempt.score == 100
    assert (slot.channel, slot.thread_ts) == ("D0MAYA", "5.5")


def test_an_order_is_answered_in_the_form(desk):
    given = give(desk, DrillKind.ORDER)
    values = {
        f"place-{place}": {f"place-{place}": {"selected_option": {"value": id}}}
        for place, id in enumerate(given.drill.answer, 1)
    }
    body = payloads.submission("drill_form", None, metadata=given.assignment.id)
    body["view"]["state"]["values"] = values

    answer = desk.answer(body)

    assert "100 of 100" in spoken(answer["view"]["blocks"])
    assert view_problems(answer["view"]) == []


@pytest.mark.parametrize("name", ["answer_drill", "drill_hint", "drill_model", "answer_again"])
def test_a_drill_that_is_no_longer_there_is_acknowledged_and_explained(desk, name):
    assert desk.ask(press(name, "gone")).status == 200


def test_a_form_of_a_drill_that_is_gone_says_so(desk):
    answer = desk.answer(payloads.submission("drill_form", None, metadata="gone"))

    assert "no longer here" in spoken(answer["view"]["blocks"])


def test_another_member_s_drill_is_not_graded(desk):
    given = give(desk, DrillKind.SPOT_THE_TRAP)
    body = press("choose_answer-1", f"{given.assignment.id}:{given.drill.answer[0]}")
    body["user"] = {"id": "U0TOM", "team_id": payloads.TEAM}

    assert desk.ask(body).status == 200
    assert grades(desk) == 0


def test_skip_and_snooze_by_the_buttons_of_the_drill(desk):
    schedules = desk.coach.schedules
    schedules.join(MAYA, zone="UTC", now=NOW, event_key="Ev1")

    assert desk.ask(press("skip_today", trigger_id="2.t")).status == 200
    assert schedules.of(MAYA).schedule.skip == NOW.date()
    assert desk.ask(press("snooze_drill", trigger_id="3.t")).status == 200


def change(user: str, id: str, **more: Any) -> dict[str, Any]:
    inner = {"type": "user_change", "user": {"id": user, "tz": "Asia/Tokyo"} | more}
    return payloads.event(inner, id)


def test_who_takes_part_is_followed_to_another_zone_and_nobody_else(desk):
    schedules = desk.coach.schedules
    schedules.join(MAYA, zone="UTC", now=NOW, event_key="Join")

    assert desk.ask(change(MAYA.id, "Ev1")).status == 200
    assert desk.ask(change("U0TOM", "Ev2")).status == 200

    assert schedules.of(MAYA).schedule.zone == "Asia/Tokyo"
    assert schedules.of(Member(payloads.TEAM, "U0TOM")).schedule.zone == "UTC"


def test_who_is_deactivated_gets_no_more_drills(desk):
    desk.coach.schedules.join(MAYA, zone="UTC", now=NOW, event_key="Join")

    assert desk.ask(change(MAYA.id, "Ev1", deleted=True)).status == 200

    assert not desk.coach.schedules.of(MAYA).joined


@pytest.mark.parametrize("drill", LIBRARY.drills, ids=lambda drill: drill.id)
def test_every_drill_fits_into_a_message_and_a_form(drill):
    given = assigned(drill)
    missed = tuple(
        DrillCheckResult(check.id, check.title, check.points, 0, met=False, why=check.why)
        for check in drill.checks
    )
    grade = Grade(drill.id, 0, missed, (), (), copied=False, comment="")
    graded = Graded("b" * 16, given, grade, drill.answer or "An answer.", False, True, None)

    for message in (drill_message(given), reminder_message(given), grade_message(graded)):
        assert message_problems(message.text, message.blocks) == []
    assert view_problems(answer_form(given)) == []
    assert view_problems(grade_form(graded)) == []


checks = st.builds(
    DrillCheckResult,
    id=st.just("check"),
    title=long_text,
    points=st.integers(1, 100),
    earned=st.integers(0, 100),
    met=st.booleans(),
    why=long_text,
)


@generously
@given(
    answer=long_text,
    comment=long_text,
    checks=st.lists(checks, min_size=1, max_size=12).map(tuple),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    before=st.one_of(st.none(), st.integers(0, 100)),
)
def test_a_grade_of_anything_fits(answer, comment, checks, flags, before):
    copied, assisted, counted = flags
    drill = LIBRARY.drills[0]
    grade = Grade(drill.id, 50, checks, (), (), copied=copied, comment=comment)
    graded = Graded("b" * 16, assigned(drill), grade, answer, assisted, counted, before)

    message = grade_message(graded)
    assert message_problems(message.text, message.blocks) == []
    assert view_problems(grade_form(graded)) == []
    assert view_problems(answer_form(graded.given, answer)) == []
