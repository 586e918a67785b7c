"""What managers see of a team, and what they never see."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from bot.core.people import Member
from bot.core.periods import week_of
from bot.core.team import Decision, Participation, PersonView, person_line
from bot.errors import Gone, NotAllowed, UserError
from tests.coach.practice import BEGGING as AGAINST_BEGGING
from tests.coach.practice import GOOD
from tests.coach.team_of import (
    A_DAY,
    BEGGING,
    BOSS,
    MONDAY,
    check,
    coach_of,
    drill,
    member,
    set_up,
)
from tests.coach.test_own_rules import ROCKSTAR

WEEK = week_of(MONDAY.date())
MAYA = member(1)


@pytest.fixture(name="coach")
def _coach(store):
    return coach_of(store)


def look(coach, now=MONDAY):
    return coach.team.view(BOSS, WEEK, is_manager=True, now=now)


def test_only_a_manager_looks_at_the_team(coach):
    with pytest.raises(NotAllowed, match="Only a manager"):
        coach.team.view(MAYA, WEEK, is_manager=False, now=MONDAY)


def test_a_member_sees_exactly_what_the_manager_sees_of_them(coach):
    for number in range(1, 5):
        drill(coach, member(number), GOOD, MONDAY + number * A_DAY / 100)
    coach.schedules.join(MAYA, zone="UTC", now=MONDAY, event_key="join")
    coach.team.ask_for_help(member(2), now=MONDAY)
    coach.boards.hide(member(3), now=MONDAY)

    seen = {person.who: person for person in look(coach).people}
    own = {
        who: coach.team.what_manager_sees(who, WEEK, now=MONDAY)
        for who in (member(number) for number in range(1, 5))
    }
    assert own == {**seen, member(3): None}
    assert seen[MAYA] == PersonView(MAYA, 10, 1, 1, joined=True, help_at=None)
    assert person_line(seen[MAYA]) == ("U1", 10, 1)


def test_no_text_and_no_hidden_person_is_in_what_managers_see(coach):
    for number in range(1, 6):
        attempt = check(coach, member(number), BEGGING, MONDAY)
        coach.disputes.dispute(member(number), attempt, "beg", now=MONDAY)
    coach.boards.hide(MAYA, now=MONDAY)

    told = json.dumps(asdict(look(coach)), default=str)
    assert '"U1"' not in told
    assert "whatever it may take" not in told


def test_aggregates_are_hidden_for_two_people_and_shown_for_three(coach):
    for number in (1, 2):
        check(coach, member(number), BEGGING, MONDAY)
    two = look(coach)
    check(coach, member(3), BEGGING, MONDAY)
    three = look(coach)

    assert (two.participation, two.traps, two.trap_rates[-1].rate) == (None, (), None)
    assert three.participation == Participation(people=3, joined=0, practised=3)
    assert [(trend.id, trend.rate) for trend in three.traps] == [("beg", 1.0)]
    assert three.trap_rates[-1].rate == 1.0


def test_who_only_looked_at_home_does_not_take_part(coach):
    for number in range(1, 4):
        check(coach, member(number), BEGGING, MONDAY)
    coach.schedules.join(member(4), zone="UTC", now=MONDAY, event_key="join")
    coach.schedules.follow(member(5), "Asia/Kolkata", now=MONDAY)  # as opening Home does
    coach.boards.hide(member(6), now=MONDAY)
    coach.boards.show(member(6), now=MONDAY)
    board = set_up(coach)
    everybody = [member(number).id for number in range(1, 7)]

    assert {person.who.id for person in look(coach).people} == {"U1", "U2", "U3", "U4"}
    assert look(coach).participation == Participation(people=4, joined=1, practised=3)
    assert coach.boards.report(board, WEEK, everybody, MONDAY).idle == 1  # who joined
    assert coach.team.what_manager_sees(member(5), WEEK, now=MONDAY) is None


def test_a_trap_of_the_team_s_own_is_in_its_figures_and_the_exercise_is_against_another(coach):
    rockstar = "I want this, and I'm your rockstar. Shall we go on?"
    coach.own_rules.save(
        BOSS, ROCKSTAR, version=None, is_manager=True, now=MONDAY, event_key="trap"
    )
    board = set_up(coach)
    check(coach, member(1), BEGGING, MONDAY)
    for number in range(1, 4):
        check(coach, member(number), rockstar, MONDAY)

    everybody = [member(number).id for number in range(1, 4)]
    report = coach.boards.report(board, WEEK, everybody, MONDAY)
    assert [(trend.title, trend.rate) for trend in look(coach).traps] == [
        ("Rockstar talk", 0.75),
        ("Begging", 0.25),
    ]
    assert [trap.title for trap in report.common_traps] == ["Rockstar talk", "Begging"]
    assert report.trap_rates[-1].rate == 1.0
    assert report.exercise == AGAINST_BEGGING


def test_hidden_people_are_counted_when_they_are_three(coach):
    for number in range(1, 6):
        check(coach, member(number), BEGGING, MONDAY)
    counts = []
    for number in range(1, 4):
        coach.boards.hide(member(number), now=MONDAY)
        view = look(coach)
        counts.append((view.hidden, view.participation and view.participation.people))

    assert counts == [(0, 4), (0, 3), (3, 5)]


def test_who_asked_for_help_is_listed_until_they_got_it(coach):
    drill(coach, MAYA, GOOD, MONDAY)
    coach.team.ask_for_help(MAYA, now=MONDAY)
    coach.team.ask_for_help(MAYA, now=MONDAY + A_DAY)
    asked = look(coach).help_wanted
    coach.team.help_given(BOSS, MAYA.id, is_manager=True, now=MONDAY)

    assert [(one.who, one.help_at) for one in asked] == [(MAYA, MONDAY)]
    assert look(coach).help_wanted == ()
    assert coach.team.preferences(MAYA).help_at is None


def test_who_is_hidden_asks_for_no_help_by_name(coach):
    drill(coach, MAYA, GOOD, MONDAY)
    coach.team.ask_for_help(MAYA, now=MONDAY)
    coach.boards.hide(MAYA, now=MONDAY)

    assert coach.team.preferences(MAYA).help_at is None
    with pytest.raises(UserError, match="hidden from boards"):
        coach.team.ask_for_help(MAYA, now=MONDAY)


def test_a_manager_decides_on_a_dispute(coach):
    attempt = check(coach, MAYA, BEGGING, MONDAY)
    coach.disputes.dispute(MAYA, attempt, "beg", now=MONDAY)
    (before,) = look(coach).disputes
    coach.team.decide_dispute(BOSS, attempt, "beg", Decision.KEPT, is_manager=True, now=MONDAY)

    assert (before.title, before.decision) == ("Begging", Decision.OPEN)
    assert look(coach).disputes == (replace(before, decision=Decision.KEPT, decided_by=BOSS.id),)


def test_what_nobody_disputes_cannot_be_decided(coach):
    stranger = Member("T2", "UBOSS")
    attempt = check(coach, MAYA, BEGGING, MONDAY)
    coach.disputes.dispute(MAYA, attempt, "beg", now=MONDAY)

    with pytest.raises(Gone):
        coach.team.decide_dispute(
            stranger, attempt, "beg", Decision.KEPT, is_manager=True, now=MONDAY
        )


def test_the_report_comes_on_mondays_while_it_is_wished_for(coach, store):
    first = coach.team.report_on(BOSS, "Europe/London", is_manager=True, now=MONDAY)
    sent = coach.tick.run(first)
    again = coach.tick.run(first)
    coach.team.report_off(BOSS, now=first)

    assert first == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert [(line.who, line.what) for line in sent.lines] == [(BOSS, "team in 2026-W47")]
    assert again.lines == ()
    assert coach.tick.run(first + 7 * A_DAY).lines == ()


def test_a_report_that_is_half_a_day_late_is_left_out(coach, store):
    first = coach.team.report_on(BOSS, "UTC", is_manager=True, now=MONDAY)
    (line,) = coach.tick.run(first + A_DAY).lines

    assert line.done == "expired"
    assert coach.team.preferences(BOSS).report_at == first + 7 * A_DAY
