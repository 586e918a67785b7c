from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.coach.coach import Coach
from bot.coach.own_rules import (
    CHANGED_MEANWHILE,
    FULL,
    GONE,
    MANAGERS_ONLY,
    UNTITLED,
    new_id,
)
from bot.coach.team import UNDECIDED
from bot.coach.upkeep import Upkeep
from bot.core.critic import Critic
from bot.core.fingerprints import fingerprint
from bot.core.people import Member
from bot.core.team import Decision, Settled
from bot.core.team_rules import TeamTrap, passage
from bot.errors import AtField, Gone, NotAllowed, UserError
from tests.coach.lines import BEGGING, DAY, MAYA, NOON, STRANGER, TOM
from tests.coach.practice import LIBRARY
from tests.core.small import ScriptedDetector

BOSS = Member("T1", "U9")
ROCKSTAR = TeamTrap(
    id=new_id("T1", "Ev0"),
    name="Rockstar talk",
    why="Our customers smile at it.",
    say_instead=("I would like to show you my results.",),
    phrases=("rockstar*",),
    caught=("I am a real closing machine.", "Nobody sells like me."),
    passed=("I enjoy closing.",),
)
LINE = "I want this, and I'm your rockstar. Shall we go on?"


def save(coach, trap=ROCKSTAR, *, by=BOSS, version=None, event_key="Ev0", is_manager=True):
    coach.own_rules.save(
        by, trap, version=version, is_manager=is_manager, now=NOON, event_key=event_key
    )
    return coach.own_rules.traps(by, is_manager=True)


def check(coach, text, who=MAYA, event_key="Ev1"):
    return coach.critiques.review(who, text, now=NOON, event_key=event_key)


def dispute(coach, text=BEGGING, rule="beg", who=MAYA, event_key="Ev1"):
    attempt = check(coach, text, who, event_key).attempt_id
    coach.disputes.dispute(who, attempt, rule, now=NOON)
    return attempt


def decide(coach, attempt, decision=Decision.ACCEPTED, rule="beg", now=NOON):
    coach.team.decide_dispute(BOSS, attempt, rule, decision, is_manager=True, now=now)


def test_a_trap_counts_from_the_moment_it_is_saved_in_its_workspace_alone(coach, store):
    before = check(coach, LINE)
    kept = save(coach)
    after, theirs = check(coach, LINE, event_key="Ev2"), check(coach, LINE, STRANGER)

    assert [one.trap for one in kept] == [ROCKSTAR]
    assert [one.id for one in after.critique.traps] == [ROCKSTAR.id]
    assert before.critique == theirs.critique
    assert after.critique.score < before.critique.score
    assert store.attempt(MAYA, before.attempt_id).rules == "test"
    assert store.attempt(MAYA, after.attempt_id).rules == "test+1"


def test_another_process_judges_by_the_new_rules_at_once(coach, store):
    other = Coach.over(Critic(LIBRARY, ScriptedDetector()), store)
    assert not check(other, LINE).critique.traps
    (kept,) = save(coach)
    assert check(other, LINE, event_key="Ev2").critique.traps

    coach.own_rules.remove(
        BOSS, ROCKSTAR.id, version=kept.version, is_manager=True, now=NOON, event_key="Ev3"
    )

    assert not check(other, LINE, event_key="Ev4").critique.traps
    assert coach.own_rules.traps(BOSS, is_manager=True) == ()


def test_a_line_is_shown_again_as_it_was_judged_then(coach):
    first = check(coach, LINE)
    (kept,) = save(coach)
    second = check(coach, LINE, event_key="Ev2")
    save(coach, replace(ROCKSTAR, name="Star talk"), version=kept.version, event_key="Ev3")

    assert coach.critiques.again(MAYA, first.attempt_id).critique == first.critique
    assert coach.critiques.again(MAYA, second.attempt_id).critique == second.critique
    assert check(coach, LINE, event_key="Ev2").critique == second.critique
    latest = check(coach, LINE, event_key="Ev4").critique
    assert [one.title for one in latest.traps] == ["Star talk"]


def test_a_trap_that_its_examples_do_not_prove_is_not_saved(coach):
    with pytest.raises(AtField, match="must pass, but a wording above catches it") as refused:
        save(coach, replace(ROCKSTAR, passed=("Your rockstars are here.",)))

    assert refused.value.field == "passed"
    assert coach.own_rules.traps(BOSS, is_manager=True) == ()


def test_the_same_event_saves_once(coach):
    (kept,) = save(coach)
    assert save(coach, replace(ROCKSTAR, name="Other")) == (kept,)


def test_of_two_managers_who_change_a_trap_at_once_the_second_is_told(coach):
    (kept,) = save(coach)
    first = replace(ROCKSTAR, why="It sounds loud.")
    (changed,) = save(coach, first, version=kept.version, event_key="Ev1")

    with pytest.raises(UserError, match=CHANGED_MEANWHILE):
        save(coach, ROCKSTAR, version=kept.version, event_key="Ev2")
    with pytest.raises(UserError, match=CHANGED_MEANWHILE):
        coach.own_rules.remove(
            BOSS, ROCKSTAR.id, version=kept.version, is_manager=True, now=NOON, event_key="Ev3"
        )
    assert coach.own_rules.trap(BOSS, ROCKSTAR.id, is_manager=True) == changed
    assert changed.trap == first


def test_a_trap_that_was_removed_meanwhile_cannot_be_changed(coach):
    (kept,) = save(coach)
    coach.own_rules.remove(
        BOSS, ROCKSTAR.id, version=kept.version, is_manager=True, now=NOON, event_key="Ev1"
    )

    with pytest.raises(Gone, match=GONE):
        save(coach, version=kept.version, event_key="Ev2")
    with pytest.raises(Gone, match=GONE):
        coach.own_rules.trap(BOSS, ROCKSTAR.id, is_manager=True)


def test_there_are_so_many_traps_and_no_more(coach, store, monkeypatch):
    monkeypatch.setattr("bot.coach.own_rules.MOST_TRAPS", 3)
    for number in range(3):
        trap = replace(ROCKSTAR, id=f"team:{number}", name=f"Trap {number}")
        store.change_trap("T1", trap.id, lambda _, trap=trap: trap, now=NOON)

    with pytest.raises(UserError, match=FULL):
        save(coach)
    assert len(coach.own_rules.traps(BOSS, is_manager=True)) == 3


def test_nobody_but_a_manager_sees_or_changes_rules(coach):
    (kept,) = save(coach)
    ways = [
        lambda: save(coach, by=TOM, event_key="Ev1", is_manager=False),
        lambda: coach.own_rules.traps(TOM, is_manager=False),
        lambda: coach.own_rules.exceptions(TOM, is_manager=False),
        lambda: coach.own_rules.remove(
            TOM, ROCKSTAR.id, version=kept.version, is_manager=False, now=NOON, event_key="Ev2"
        ),
    ]
    for way in ways:
        with pytest.raises(NotAllowed, match=MANAGERS_ONLY):
            way()
    assert coach.own_rules.traps(BOSS, is_manager=True) == (kept,)


def test_an_accepted_line_passes_for_everybody_of_the_workspace_until_it_is_taken_back(coach):
    attempt = dispute(coach)
    decide(coach, attempt)
    near = "PLEASE PLEASE call me! I want this."
    accepted = check(coach, near, TOM, "Ev2")

    assert not accepted.critique.traps
    assert check(coach, near, STRANGER, "Ev3").critique.traps
    (held,) = coach.own_rules.exceptions(BOSS, is_manager=True)
    assert (held.title, held.kept.made_at) == ("Begging", NOON)

    decide(coach, attempt, Decision.OPEN)
    assert check(coach, near, TOM, "Ev4").critique.traps
    assert coach.own_rules.exceptions(BOSS, is_manager=True) == ()
    assert coach.critiques.again(TOM, accepted.attempt_id).critique == accepted.critique


def test_only_the_sentence_of_the_finding_is_accepted_and_none_of_its_words_is_kept(coach, store):
    attempt = dispute(coach)
    finding = coach.critiques.again(MAYA, attempt).critique.traps[0]
    decide(coach, attempt)

    (held,) = store.team_exceptions("T1")
    assert held.exception.passage == fingerprint(passage(BEGGING, finding.span))


def test_accepting_twice_and_keeping_the_rule_after_all_leave_one_decision(coach, store):
    attempt = dispute(coach)
    decide(coach, attempt)
    decide(coach, attempt, now=NOON + DAY)
    assert len(store.team_exceptions("T1")) == 1

    decide(coach, attempt, Decision.KEPT)
    decide(coach, attempt, Decision.KEPT)
    assert store.team_exceptions("T1") == ()
    assert [one.decision for one in store.disputed("T1")] == [Decision.KEPT]


def test_an_exception_outlives_who_asked_for_it_and_can_still_be_taken_back(coach, store):
    attempt = dispute(coach)
    decide(coach, attempt)
    coach.my_data.delete(MAYA, now=NOON)
    assert len(store.team_exceptions("T1")) == 1

    with pytest.raises(Gone):
        decide(coach, "unknown")
    decide(coach, attempt, Decision.OPEN)
    assert store.team_exceptions("T1") == ()
    with pytest.raises(Gone):
        decide(coach, attempt, Decision.OPEN)


def test_a_line_whose_text_is_forgotten_can_be_disputed_but_not_accepted(coach, store):
    attempt = check(coach, BEGGING).attempt_id
    store.forget_texts(NOON + DAY)
    coach.disputes.dispute(MAYA, attempt, "beg", now=NOON)

    with pytest.raises(UserError, match=UNDECIDED[Settled.FORGOTTEN]):
        decide(coach, attempt)
    decide(coach, attempt, Decision.KEPT)


def test_there_are_so_many_exceptions_and_no_more(coach, store, monkeypatch):
    monkeypatch.setattr("bot.coach.team.MOST_EXCEPTIONS", 3)
    attempt = dispute(coach)
    for number in range(3):
        assert store.record_dispute(MAYA, attempt, f"rule{number}", NOON, "00000001")
        decide(coach, attempt, rule=f"rule{number}")

    with pytest.raises(UserError, match="as many as there may be"):
        decide(coach, attempt)
    assert {one.title for one in coach.own_rules.exceptions(BOSS, is_manager=True)} == {UNTITLED}


def test_a_finding_of_a_teams_own_trap_is_disputed_by_its_name(coach):
    save(coach)
    attempt = dispute(coach, LINE, ROCKSTAR.id)
    decide(coach, attempt, rule=ROCKSTAR.id)

    (held,) = coach.own_rules.exceptions(BOSS, is_manager=True)
    assert held.title == "Rockstar talk"
    assert not check(coach, LINE, TOM, "Ev2").critique.traps


def test_what_was_replaced_is_forgotten_with_the_texts_that_it_judged(coach, store):
    (kept,) = save(coach)
    save(coach, replace(ROCKSTAR, name="Star talk"), version=kept.version, event_key="Ev1")
    upkeep = Upkeep(store, timedelta(days=30))

    upkeep.run(NOON + timedelta(days=30))
    assert store.rules_at("T1", 1)[0] == (ROCKSTAR,)
    upkeep.run(NOON + timedelta(days=31))
    assert store.rules_at("T1", 1) == ((), ())
    assert len(store.team_traps("T1")) == 1


NAMES = st.sampled_from(
    ["my rockstar", "the begging bowl", "our dream team", "call me", "I want this"]
)
CHANGES = st.lists(st.tuples(st.sampled_from(["T2", "T3"]), NAMES, st.booleans()), max_size=6)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, text=st.lists(NAMES, min_size=1, max_size=4).map(". ".join))
def test_the_rules_of_a_workspace_never_change_how_another_is_judged(coach, store, changes, text):
    plain = coach.critiques.critic.critique(text)
    for workspace, phrase, accepts in changes:
        trap = replace(ROCKSTAR, id=f"team:{phrase}", name=phrase, phrases=(phrase,))
        store.change_trap(workspace, trap.id, lambda _, trap=trap: trap, now=NOON)
        if accepts:
            other = Member(workspace, "U1")
            review = check(coach, phrase, other, f"Ev {phrase}")
            coach.disputes.dispute(other, review.attempt_id, trap.id, now=NOON)
            coach.team.decide_dispute(
                other, review.attempt_id, trap.id, Decision.ACCEPTED, is_manager=True, now=NOON
            )

    ground = coach.critiques.rulebook.now("T1")
    assert coach.critiques.critic.critique(text, ground.stance, ground.team) == plain
    assert coach.own_rules.traps(BOSS, is_manager=True) == ()
