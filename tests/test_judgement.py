"""The critic with the real content and the real model, as a rep meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.critique import FindingKind, LineKind, Stance
from bot.errors import UnusableLine
from tests.shipped import critic

ROOT = Path(__file__).parents[1]
ACCEPTANCE = ROOT.parent / "shared" / "acceptance"
CRITIC = critic()
EXAMPLES = [
    example
    for rule in CRITIC.library.rules
    for example in (*rule.examples.caught, *rule.examples.clean)
]


@pytest.mark.parametrize("stance", Stance)
def test_every_rewrite_is_clean_and_no_worse(stance):
    worse = []
    for example in EXAMPLES:
        before = CRITIC.critique(example, stance)
        if before.rewrite is not None:
            after = CRITIC.critique(before.rewrite, stance)
            known = {one.id for one in (*before.findings, *before.maybes)}
            new_doubts = {one.id for one in after.maybes if one.kind is FindingKind.TRAP} - known
            if after.traps or new_doubts or after.score < before.score:
                worse.append((example, before.rewrite))
    assert worse == []


def test_every_score_is_the_sum_of_its_met_checks():
    critiques = [CRITIC.critique(example) for example in EXAMPLES]
    assert [
        critique.text
        for critique in critiques
        if critique.score != sum(check.points for check in critique.checks if check.met)
        or sum(check.points for check in critique.checks) not in (0, 100)
    ] == []


def test_a_close_always_scores_something_and_never_gets_more_than_three_things_to_fix():
    critiques = [CRITIC.critique(example) for example in EXAMPLES]
    closes = [one for one in critiques if one.kind is not LineKind.NOT_A_CLOSE]
    assert min(close.score for close in closes) > 0
    assert max(len(close.fixes) for close in closes) == 3
    assert all(close.strengths for close in closes)


@pytest.mark.parametrize(
    ("line", "trap"),
    [
        ("I promise you 200% of quota in the first year.", "overconfident"),
        ("I can promise you 300% of plan.", "overconfident"),
        ("I guarantee 150 percent of target within six months.", "overconfident"),
        ("Well that's about it from me. I booked 40 meetings in March.", "passive-exit"),
        ("Give me a yes and I start Monday with my 40 accounts.", "strong-arm"),
        ("We grew 30% last year, so just tell me yes.", "strong-arm"),
    ],
)
def test_plain_words_of_a_trap_are_heard(line, trap):
    assert trap in {finding.id for finding in CRITIC.critique(line).findings}


@pytest.mark.parametrize(
    "line",
    [
        "I can't promise you 200% of quota, but I can promise fifty calls a day.",
        "Last year I reached 140% of quota.",
        "Is there any reason customers can't move to the new plan?",
    ],
)
def test_what_only_sounds_like_such_words_is_let_pass(line):
    critique = CRITIC.critique(line)
    assert not {"overconfident", "concern-check"} & {finding.id for finding in critique.findings}


def test_a_result_that_would_be_repeated_here_is_a_bridge():
    critique = CRITIC.critique(
        "I turned around the worst territory in the company, from 61% to 108% of plan. "
        "I could do that here."
    )
    assert critique.kind is LineKind.BRIDGE
    assert critique.traps == ()


def test_words_that_are_of_a_piece_are_quoted_whole():
    said = "🚀 I'm SO pumped for this role!!"
    found = CRITIC.critique(f"{said} When's the next round?").findings
    assert said in {finding.words for finding in found}


def test_whoever_pleads_need_is_told_why_that_does_not_help():
    finding = CRITIC.critique("I really need this job.").traps[0]
    assert finding.why.startswith("Your need is real,")


def test_a_good_soft_close_is_not_marked_down_for_lacking_a_date():
    critique = CRITIC.critique("Does that answer your question, or should I go into more detail?")
    assert (critique.kind, critique.score, critique.fixes) == (LineKind.SOFT_CLOSE, 100, ())


@pytest.mark.parametrize(
    "text", ["How was your weekend?", "Good morning all", "The demo moved to Wednesday."]
)
def test_small_talk_is_told_from_a_close(text):
    assert CRITIC.critique(text).kind is LineKind.NOT_A_CLOSE


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_answered(text):
    """Either a sentence says why it cannot be judged, or every finding quotes the text itself."""
    try:
        findings = CRITIC.critique(text).findings
    except UnusableLine:
        findings = ()
    assert [text[one.span.start : one.span.end] for one in findings] == [
        finding.words for finding in findings
    ]


def test_a_line_gets_the_same_answer_in_every_process():
    def judged(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "bot", "check", "--jsonl"]
        lines = "".join(
            json.dumps({"id": number, "text": text}) + "\n"
            for number, text in enumerate(EXAMPLES[::5])
        )
        return subprocess.run(
            command, input=lines, text=True, capture_output=True, check=True, env=environment
        ).stdout

    assert judged("1") == judged("2")


def labelled(name):
    path = ACCEPTANCE / name
    if not path.exists():
        pytest.skip("the labelled lines are not beside this checkout")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


TRAPS = {trap.id for trap in CRITIC.library.traps}


def found(row):
    return {finding.id for finding in CRITIC.critique(row["text"]).findings} & TRAPS


def test_the_lines_of_the_articles_are_judged_as_the_articles_do():
    rows = labelled("seed_lines.jsonl")
    assert [row["id"] for row in rows if found(row) != TRAPS & set(row["labels"])] == []


def test_labelled_lines_are_judged_as_people_judged_them():
    rows = labelled("dev_lines.jsonl")
    pairs = [(set(row["labels"]) & TRAPS, found(row)) for row in rows]
    clean = [said for real, said in pairs if not real]
    assert sum(bool(said) for said in clean) / len(clean) <= 0.06

    def f1(trap):
        hit = sum(trap in real and trap in said for real, said in pairs)
        return 2 * hit / sum((trap in real) + (trap in said) for real, said in pairs)

    assert sum(f1(trap) for trap in TRAPS) / len(TRAPS) >= 0.74


def test_a_good_question_beside_a_trap_does_not_hide_it():
    hidden = [
        example
        for trap in CRITIC.library.traps
        if trap.id != "passive-exit"  # which a real question does undo
        for example in trap.examples.caught
        if trap.id
        not in {one.id for one in CRITIC.critique(f"{example} What are the next steps?").traps}
    ]
    assert hidden == []


def test_a_concern_check_costs_points_moves_none_or_earns_some_by_the_stance():
    line = "I'd love this job. Do you have any concerns about moving me forward?"
    strict, balanced, open_to_it = (CRITIC.critique(line, stance).score for stance in Stance)
    assert strict < balanced < open_to_it
