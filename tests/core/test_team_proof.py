from dataclasses import replace

import pytest

from bot.core.critic import Critic
from bot.core.team_proof import Fault, good_lines, prove
from bot.core.team_rules import TeamTrap
from tests.core.small import LIBRARY, ScriptedDetector
from tests.core.small_drills import choice_drill, drill

GOOD = TeamTrap(
    id="team:rock",
    name="Rockstar talk",
    why="Our customers smile at it.",
    say_instead=("I would like to show you my results.",),
    phrases=("rock star", "rockstar*"),
    caught=("I am a real closing machine.", "Nobody sells like me."),
    passed=("I enjoy closing.",),
)
DRILLS = (drill(), choice_drill("spot-the-trap", ["beg"]))
FULL = LIBRARY.model_copy(update={"drills": DRILLS})
CRITIC = Critic(FULL, ScriptedDetector())


def faults(others=(), **changes):
    return prove(replace(GOOD, **changes), FULL, CRITIC.read, others)


def test_a_trap_that_its_examples_prove_has_no_fault():
    assert faults() is None
    assert faults(phrases=()) is None


@pytest.mark.parametrize(
    ("changes", "part", "says"),
    [
        ({"name": ""}, "name", "This takes between 1 and 60 characters."),
        ({"name": "n" * 61}, "name", "This takes between 1 and 60 characters."),
        ({"why": ""}, "why", "This takes between 1 and 400 characters."),
        ({"say_instead": ()}, "say_instead", "This takes a line."),
        ({"caught": ("Only one line.",)}, "caught", "This takes 2 lines, each on its own."),
        ({"passed": ()}, "passed", "This takes a line."),
        ({"phrases": ("one",) * 31}, "phrases", "This takes 30 lines at most."),
        (
            {"passed": ("so " * 101,)},
            "passed",
            f"“{('so ' * 27)[:79].rstrip()}…” is longer than 300 characters.",
        ),
        ({"phrases": ("... wait",)}, "phrases", None),
        ({"caught": ("Ich bin der Beste.", "???")}, "caught", "“???”: There are no words in that."),
        (
            {"passed": ("Nobody sells like me.",)},
            "caught",
            "“Nobody sells like me.” is not caught: it is too much like a line that must pass.",
        ),
        (
            {"passed": ("We saw a rock star.",)},
            "passed",
            "“We saw a rock star.” must pass, but a wording above catches it.",
        ),
        (
            {"phrases": ("would love",)},
            "phrases",
            "This also catches “would love”, which I recommend to say. Narrow it down.",
        ),
        (
            {"caught": ("Shall we go on then?", "Nobody sells like me.")},
            "caught",
            "This also catches “Shall we go on?”, which I recommend to say. Narrow it down.",
        ),
        (
            {"say_instead": ("Please please let me show you.",)},
            "say_instead",
            "“Please please let me show you.” holds a trap itself: Begging.",
        ),
        (
            {"say_instead": ("Have mercy on me.",)},
            "say_instead",
            "“Have mercy on me.” holds a trap itself: Begging.",
        ),
        (
            {"say_instead": ("I am your rockstar.",)},
            "say_instead",
            "“I am your rockstar.” holds a trap itself: Rockstar talk.",
        ),
    ],
)
def test_the_sentence_says_what_is_wrong_and_where(changes, part, says):
    fault = faults(**changes)

    assert fault is not None
    assert fault.part == part
    assert says is None or fault.says.startswith(says)


def test_a_team_has_no_two_traps_of_one_name():
    other = replace(GOOD, id="team:other", name="ROCKSTAR talk")

    assert faults([other]) == Fault("name", "Your team has a trap of this name already.")


def test_what_to_say_instead_keeps_clear_of_the_teams_other_traps():
    other = replace(GOOD, id="team:other", name="Results", phrases=("my results",))

    fault = faults([other])

    assert fault is not None
    assert fault.says.endswith("holds a trap itself: Results.")


def test_all_that_content_recommends_is_left_alone():
    lines = set(good_lines(FULL))

    assert {"One caught.", "I respect your time.", "Name what is open.", "Shall we go on?"} <= lines
    assert DRILLS[0].model_answer in lines
