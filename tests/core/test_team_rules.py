import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.critic import Critic
from bot.core.critique import Finding, FindingKind, LineKind, Severity, Span, Stance
from bot.core.detection import Signal
from bot.core.fingerprints import fingerprint
from bot.core.grading import Grader
from bot.core.team_rules import (
    NO_RULES,
    SOURCE,
    TeamException,
    TeamRules,
    TeamTrap,
    passage,
    stamp,
    team_version,
)
from bot.errors import UnusableLine
from tests.core.small import LIBRARY, SCRIPT, ScriptedDetector
from tests.core.small_drills import drill

ROCKSTAR = TeamTrap(
    id="team:rock",
    name="Rockstar talk",
    why="Our customers smile at it.",
    say_instead=("I would like to show you my results.",),
    phrases=("rock star", "rockstar*"),
    caught=("I am a real closing machine.", "Nobody sells like me. Ask around."),
    passed=("I enjoy closing.",),
)
TEAM = TeamRules([ROCKSTAR])
BEGGING = "Please please call me."


@pytest.fixture(name="critic", scope="module")
def _critic():
    return Critic(LIBRARY, ScriptedDetector())


def accept(*lines, rule="beg"):
    passages = [TeamException(f"a{n}:{rule}", rule, fingerprint(x)) for n, x in enumerate(lines)]
    return TeamRules([ROCKSTAR], passages)


def found(critic, text, team, stance=Stance.BALANCED):
    return [finding.id for finding in critic.critique(text, stance, team).findings]


def test_a_teams_own_trap_is_found_by_its_wordings_and_counts_like_any_other(critic):
    text = "I want this. I'm your rockstar. Shall we go on?"
    plain, judged = critic.critique(text), critic.critique(text, team=TEAM)

    assert judged.traps == (
        Finding(
            kind=FindingKind.TRAP,
            id="team:rock",
            title="Rockstar talk",
            severity=Severity.MAJOR,
            span=Span(22, 30),
            words="rockstar",
            confidence=0.9,
            message='Your team leaves this out of a close: "rockstar".',
            why="Our customers smile at it.",
            source=SOURCE,
            fix="Say instead: I would like to show you my results.",
            say_instead=("I would like to show you my results.",),
        ),
    )
    assert (plain.score, judged.score) == (100, 60)
    assert judged.fixes[0].title == "Rockstar talk"
    assert judged.rewrite == ("I want this. I would like to show you my results. Shall we go on?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello. I'm a real closing machine!", "I'm a real closing machine!"),
        ("I am the real closing-machine, you know.", "I am the real closing-machine, you know."),
        ("Well. Nobody sells like me, ask around.", "Well. Nobody sells like me, ask around."),
        ("Nobody sells like me, ask around.", None),  # one sentence, where the example has two
        ("Well. Nobody here sells like me. Ask around!", "Nobody here sells like me. Ask around!"),
        ("I enjoy real closing talks.", None),
        ("Nobody sells here.", None),
        ("Ask around.", None),  # a part of an example is none
    ],
)
def test_it_is_found_where_a_passage_is_like_one_of_its_examples(text, words):
    spans = [text[signal.span.start : signal.span.end] for signal in TEAM.find(text)]

    assert spans == ([words] if words else [])


def test_a_line_that_must_pass_keeps_what_is_as_like_it_from_being_found():
    near = "I am a real closing partner."
    strict = TeamRules([ROCKSTAR])
    shown = TeamRules([TeamTrap(**{**fields(ROCKSTAR), "passed": (near,)})])

    assert [signal.id for signal in strict.find(near)] == ["team:rock"]
    assert shown.find(near) == ()
    assert shown.find(ROCKSTAR.caught[0])


def fields(trap):
    return {name: getattr(trap, name) for name in TeamTrap.__slots__}


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("My old boss told me to say rockstar.", False),
        ("My old boss told me so. I am a rockstar.", True),
        ("I'm a rockstar, I won't pretend. And a rock star.", True),
        ("I won't claim that I'm a rockstar.", False),
    ],
)
def test_words_that_are_refused_or_reported_do_not_count(text, caught):
    assert bool(TEAM.find(text)) is caught


def test_words_that_are_part_of_a_wording_are_no_excuse_for_it():
    told = TeamTrap(**{**fields(ROCKSTAR), "phrases": ("my old boss told me",)})

    assert TeamRules([told]).find("My old boss told me to ask.")


def test_where_nothing_else_is_found_a_teams_own_trap_makes_the_line_a_final_close(critic):
    text = "Here comes your rockstar."

    assert critic.critique(text).kind is LineKind.NOT_A_CLOSE
    assert critic.critique(text, team=TEAM).kind is LineKind.FINAL_CLOSE


def test_an_accepted_line_and_its_like_pass_and_the_score_follows(critic):
    team = accept(BEGGING)

    for text in (BEGGING, "PLEASE PLEASE call me!", "Hi Ann. Please please call me. I want this."):
        judged = critic.critique(text, team=team)
        assert judged.traps == ()
        assert judged.checks[0].met
        assert judged.score == critic.critique(text).score + judged.checks[0].points
    assert found(critic, "Please please give me the job, I need it.", team) == ["beg"]
    assert found(critic, BEGGING, NO_RULES) == ["beg"]


def test_a_line_in_which_nothing_but_an_accepted_trap_was_found_is_a_close_all_the_same(critic):
    judged = critic.critique(BEGGING, team=accept(BEGGING))

    assert (judged.kind, judged.findings) == (LineKind.FINAL_CLOSE, ())
    assert judged.rewrite.startswith(BEGGING)
    doubted = critic.critique("Have mercy on me.", team=accept("Have mercy on me."))
    assert doubted.kind is LineKind.NOT_A_CLOSE


def test_an_accepted_sentence_stays_in_the_rewrite(critic):
    text = "Please please call me. Decide now."

    assert "lease" not in critic.critique(text).rewrite
    assert critic.critique(text, team=accept(BEGGING)).rewrite.startswith(BEGGING)


def test_a_line_that_was_accepted_as_a_whole_stays_in_the_rewrite(critic):
    text = "Please please call me. I sold forty."

    rewrite = critic.critique(text, team=accept(text)).rewrite

    assert rewrite.startswith(text)
    assert rewrite != text


def test_the_same_trap_in_another_sentence_is_still_found(critic):
    text = f"{BEGGING} Please please let me sell for you this summer."

    shown = critic.critique(text, team=accept(BEGGING))

    assert [finding.span.start for finding in shown.findings] == [23]
    assert shown.rewrite.startswith(BEGGING)
    assert "summer" not in shown.rewrite


def test_an_exception_is_for_its_own_rule_alone(critic):
    text = "Please please decide now."

    assert found(critic, text, accept(text, rule="threat")) == ["beg"]
    assert found(critic, text, accept(text, rule="unknown")) == ["beg", "threat"]


def test_a_teams_own_trap_may_have_exceptions_too(critic):
    text = "I am your rockstar."

    assert found(critic, text, accept(text, rule="team:rock")) == []


def test_doubts_about_an_accepted_line_are_not_asked(critic):
    text = "Have mercy on me. I want this."

    assert [one.id for one in critic.critique(text).maybes] == ["beg"]
    assert critic.critique(text, team=accept("Have mercy on me.")).maybes == ()


def test_what_counts_for_a_line_needs_no_exception(critic):
    text = "Any concerns about me?"
    team = accept(text, rule="concern-check")

    assert found(critic, text, team, Stance.STRICT) == []
    assert found(critic, text, team, Stance.OPEN) == ["concern-check"]
    assert found(critic, "I want this.", accept("I want this.", rule="state-interest")) == [
        "state-interest"
    ]


def test_drills_are_graded_by_the_teams_rules(critic):
    answer = "I want this, says your rockstar. Shall we go on?"
    grader = Grader(critic)

    assert grader.grade(drill(), answer).traps == ()
    assert grader.grade(drill(), answer, team=TEAM).traps == ("team:rock",)


def test_a_finding_stands_in_whole_sentences():
    text = "One. Two is here. Three."

    assert passage(text, Span(7, 9)) == "Two is here."
    assert passage(text, Span(2, 7)) == "One. Two is here."
    assert passage("", Span(0, 0)) == ""


def test_the_version_of_the_rules_is_read_from_what_an_attempt_keeps():
    assert (stamp("abc", 0), stamp("abc", 12)) == ("abc", "abc+12")
    assert (team_version("abc"), team_version("abc+12")) == (0, 12)


PARTS = st.sampled_from(
    [*SCRIPT, "rockstar", "I am a real closing machine", "call me", "Hello", ". ", "? ", " and "]
)
TEXTS = st.lists(PARTS | st.text(max_size=8), max_size=8).map(" ".join)


@given(text=TEXTS, accepted=st.lists(TEXTS, max_size=3), rule=st.sampled_from([*SCRIPT.values()]))
def test_rules_only_add_their_own_traps_and_take_away_what_they_accept(text, accepted, rule):
    critic, team = Critic(LIBRARY, ScriptedDetector()), accept(*accepted, rule=rule)
    try:
        plain = critic.critique(text)
    except UnusableLine:
        return
    judged = critic.critique(text, team=team)

    ids = {finding.id for finding in judged.findings}
    assert ids - {"team:rock"} | {rule} == {finding.id for finding in plain.findings} | {rule}
    assert judged.score == sum(check.points for check in judged.checks if check.met)
    if judged.rewrite is not None:
        again = critic.critique(judged.rewrite, team=team)
        # What is accepted in a passage may be found again in other company.
        assert {trap.id for trap in again.traps} <= {rule}
    assert critic.critique(text, team=accept(*accepted, rule=rule)) == judged


@given(text=TEXTS)
def test_no_rules_change_nothing(text):
    detector = ScriptedDetector()

    assert TeamRules().hear(text, detector.detect).signals == detector.detect(text)


def test_signals_come_in_the_order_of_the_text():
    heard = TEAM.hear("Rockstar here. Please please call.", ScriptedDetector().detect)

    assert heard.signals == (
        Signal("team:rock", Span(0, 8), 0.9),
        Signal("beg", Span(15, 28), 0.9),
    )
