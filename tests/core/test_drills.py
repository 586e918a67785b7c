from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.drills import Choice, choose, practised
from bot.core.grading import Grade
from bot.core.library import Library
from bot.core.memory import Card, lapsed, new_card, reviewed
from tests.core.small import LIBRARY
from tests.core.small_drills import drill

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)


def library(*drills) -> Library:
    return LIBRARY.model_copy(update={"drills": drills})


def card(skill: str, score: int, days_ago: int) -> Card:
    """The card of a skill that was last worked on so many days ago."""
    then = NOW - timedelta(days=days_ago)
    return reviewed(new_card(skill, then), score, False, then)


def grade(score: int, traps: tuple[str, ...] = (), copied: bool = False) -> Grade:
    return Grade("one", score, (), traps, traps, copied, comment="")


BEG = drill("beg-1", trains=("beg",))
THREAT = drill("threat-1", trains=("threat",))
ASK = drill("ask-1", trains=("ask",))


def test_a_new_member_begins_with_the_gravest_skill():
    assert choose(library(ASK, BEG, THREAT), (), {}, TODAY) == Choice(
        THREAT, "threat", "You have had no drill on this yet: Threat."
    )


def test_what_is_due_comes_before_what_is_new_and_the_most_forgotten_first():
    cards = [card("beg", 80, days_ago=3), card("ask", 0, days_ago=3)]
    assert choose(library(BEG, THREAT, ASK), cards, {}, TODAY) == Choice(
        ASK, "ask", "You last worked on this 3 days ago, and it is time to do so again: Ask."
    )


def test_a_skill_is_due_from_the_first_hour_of_its_day():
    cards = [card("beg", 0, days_ago=1), card("threat", 80, days_ago=1)]
    due_at_nine = choose(library(BEG, THREAT), cards, {}, TODAY)
    assert due_at_nine.reason == (
        "You last worked on this yesterday, and it is time to do so again: Begging."
    )


def test_what_is_new_comes_before_what_is_not_due_yet():
    assert choose(library(BEG, ASK), [card("beg", 100, days_ago=2)], {}, TODAY).skill == "ask"


def test_where_nothing_is_due_the_most_forgotten_is_kept_fresh():
    cards = [card("beg", 100, days_ago=2), card("ask", 100, days_ago=0)]
    assert choose(library(BEG, ASK), cards, {}, TODAY) == Choice(
        BEG,
        "beg",
        "Nothing is due, so this one keeps fresh what you worked on 2 days ago: Begging.",
    )


def test_what_was_worked_on_across_the_date_line_is_called_todays():
    tomorrow_there = [card("ask", 100, days_ago=-1)]
    assert (
        "what you worked on today: Ask." in choose(library(ASK), tomorrow_there, {}, TODAY).reason
    )


@pytest.mark.parametrize(
    ("skill", "weak", "reason"),
    [
        ("beg", 1, "This was in a recent close, so here is practice against it: Begging."),
        (
            "ask",
            3,
            "This was missing from 3 of your recent closes, so here is practice for it: Ask.",
        ),
    ],
)
def test_a_skill_that_failed_in_the_members_own_closes_comes_back_soon_and_says_so(
    skill, weak, reason
):
    held = {one: card(one, 100, days_ago=2) for one in ("beg", "ask")}
    held[skill] = lapsed(held[skill], NOW - timedelta(days=1))
    assert choose(library(BEG, ASK), held.values(), {}, TODAY, {skill: weak}) == Choice(
        {"beg": BEG, "ask": ASK}[skill], skill, reason
    )


def test_a_card_of_a_skill_that_no_drill_trains_any_more_is_left_alone():
    assert choose(library(ASK), [card("beg", 0, days_ago=9)], {}, TODAY).drill == ASK


def test_without_drills_there_is_nothing_to_choose():
    with pytest.raises(ValueError, match="content/ has no drills"):
        choose(library(), (), {}, TODAY)


# ----------------------------------------------------- among the drills of a skill


def test_a_drill_that_is_about_the_skill_comes_before_one_that_touches_it():
    touches = drill("a", trains=("ask", "threat"))
    assert choose(library(touches, THREAT), (), {}, TODAY).drill == THREAT


def test_a_drill_that_trains_other_needed_skills_too_comes_first():
    both = drill("z", trains=("threat", "beg"))
    assert choose(library(THREAT, both, BEG), (), {}, TODAY).drill == both


@pytest.mark.parametrize(("answers", "level"), [(1, 1), (2, 2), (3, 3)])
def test_drills_get_harder_as_the_skill_lasts_longer(answers, level):
    held = new_card("ask", NOW)
    for _ in range(answers):
        held = reviewed(held, 80, False, held.due)
    drills = [drill(f"level-{one}", trains=("ask",), level=one) for one in (3, 2, 1)]
    assert choose(library(*drills), [held], {}, held.due.date()).drill.level == level


def test_a_kind_of_drill_that_was_not_seen_lately_comes_first():
    seen = drill("a", trains=("beg",), kind="fix-the-line")
    same, other = (
        drill("b", trains=("ask",), kind="fix-the-line"),
        drill("c", trains=("ask",), kind="what-next"),
    )
    cards = [card("beg", 100, days_ago=1)]
    assert choose(library(seen, same, other), cards, {"a": YESTERDAY}, TODAY).drill == other


def test_the_same_arguments_give_the_same_drill_in_any_order_of_the_library():
    twins = [drill(id, trains=("ask",)) for id in ("b", "a", "c")]
    assert choose(library(*twins), (), {}, TODAY).drill.id == "a"
    assert choose(library(*reversed(twins)), (), {}, TODAY).drill.id == "a"


# ------------------------------------------------------------------ no repetition


def test_a_drill_rests_for_sixty_days_while_others_are_left():
    due = [card("threat", 0, days_ago=3)]
    seen = {"threat-1": TODAY - timedelta(days=59)}
    assert choose(library(THREAT, ASK), due, seen, TODAY).drill == ASK
    rested = {"threat-1": TODAY - timedelta(days=60)}
    assert choose(library(THREAT, ASK), due, rested, TODAY).drill == THREAT


def test_when_every_drill_rests_the_longest_unseen_comes_back():
    seen = {"threat-1": YESTERDAY, "ask-1": TODAY - timedelta(days=5)}
    assert choose(library(THREAT, ASK), (), seen, TODAY) == Choice(
        ASK, "ask", "You have had every drill lately, so here is the one from longest ago."
    )


def test_nobody_meets_a_drill_twice_in_a_row_of_days_as_long_as_the_library():
    drills = [drill(f"d{n}", trains=(("ask", "beg", "threat")[n % 3],)) for n in range(30)]
    cards: dict[str, Card] = {}
    history: dict[str, date] = {}
    for days in range(30):
        today, now = TODAY + timedelta(days=days), NOW + timedelta(days=days)
        chosen = choose(library(*drills), cards.values(), history, today).drill
        assert chosen.id not in history
        history[chosen.id] = today
        cards |= {one.skill: one for one in practised(cards, chosen, grade(60), False, now)}


# ---------------------------------------------------------------- what an answer does


def test_an_answer_reviews_every_skill_of_its_drill():
    both = drill(trains=("ask", "beg"))
    held = card("beg", 80, days_ago=2)
    assert practised({"beg": held}, both, grade(80), False, NOW) == (
        reviewed(new_card("ask", NOW), 80, False, NOW),
        reviewed(held, 80, False, NOW),
    )


def test_a_trap_in_an_answer_is_a_lapse_of_that_trap_alone():
    fallen = grade(70, traps=("beg", "threat"))
    assert practised({}, drill(trains=("ask", "beg")), fallen, False, NOW) == (
        reviewed(new_card("ask", NOW), 70, False, NOW),
        lapsed(new_card("beg", NOW), NOW),
        lapsed(new_card("threat", NOW), NOW),
    )


@pytest.mark.parametrize(("assisted", "copied"), [(True, False), (False, True)])
def test_an_answer_with_help_counts_as_such(assisted, copied):
    answered = practised({}, ASK, grade(100, copied=copied), assisted, NOW)
    assert answered == (reviewed(new_card("ask", NOW), 100, True, NOW),)
