from datetime import UTC, datetime

import pytest

from bot.core.attempts import Attempt
from bot.core.critique import LineKind, Severity, Stance
from bot.core.library import Skill
from bot.core.people import Member
from bot.core.skills import weak_skills
from tests.core.small import LIBRARY
from tests.core.small_drills import drill

ALL = LIBRARY.model_copy(
    update={
        "drills": (
            drill("one", trains=("beg", "ask", "ask-advance")),
            drill("two", trains=("concern-check", "state-interest")),
        )
    }
)


def attempt(kind=LineKind.FINAL_CLOSE, met=(), findings=(), stance=Stance.BALANCED) -> Attempt:
    checks = ("no-trap", "asks-next", "wants-it", "short")
    return Attempt(
        id="1",
        who=Member("T", "U"),
        kind=kind,
        score=0,
        verdict="risky",
        checks=tuple((check, check in met) for check in checks),
        findings=findings,
        stance=stance,
        rules="test",
        text=None,
        made_at=datetime(2026, 11, 23, tzinfo=UTC),
        earlier=None,
    )


def test_the_skills_are_those_that_a_drill_trains():
    assert ALL.trained == {
        "beg": Skill("beg", "Begging", Severity.MAJOR, is_trap=True),
        "concern-check": Skill("concern-check", "Concern check", Severity.MINOR, is_trap=True),
        "ask-advance": Skill("ask-advance", "ask-advance", Severity.MINOR, is_trap=False),
        "state-interest": Skill("state-interest", "state-interest", Severity.MINOR, is_trap=False),
        "ask": Skill("ask", "Ask", Severity.MINOR, is_trap=False),
    }


def test_a_trap_in_a_line_is_weak_in_any_kind_of_line():
    weak = weak_skills(ALL, attempt(LineKind.BRIDGE, findings=("beg", "threat", "ask-advance")))
    assert weak == {"beg"}


def test_a_final_close_is_weak_in_the_steps_and_moves_that_it_leaves_out():
    assert weak_skills(ALL, attempt()) == {"ask", "ask-advance", "state-interest"}
    assert weak_skills(ALL, attempt(met=("asks-next",))) == {"state-interest"}


@pytest.mark.parametrize(
    ("stance", "weak"),
    [(Stance.STRICT, {"concern-check"}), (Stance.BALANCED, set()), (Stance.OPEN, set())],
)
def test_a_concern_check_is_weak_only_where_it_counts_as_a_trap(stance, weak):
    line = attempt(LineKind.BRIDGE, findings=("concern-check",), stance=stance)
    assert weak_skills(ALL, line) == weak
