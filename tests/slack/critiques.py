"""Critiques of any shape and any text, for properties; and one to read, for examples."""

from hypothesis import strategies as st

from bot.core.attempts import Comparison, Review
from bot.core.critique import (
    Check,
    Critique,
    Finding,
    FindingKind,
    Fix,
    LineKind,
    Severity,
    Span,
    Stance,
    StepCheck,
    View,
)

HOSTILE = (
    "<!channel>",
    "<@U1>",
    "<#C1>",
    "<https://evil.example|Approve>",
    "```",
    "*bold* _it_ ~no~",
    "\u202egnp.exe",
    "\x00\x07",
    "&" * 700,
    "😀" * 900,
    "क्षत्रिय" * 100,
    "long " * 900,
    "",
    " ",
    "\ud800",
)
any_text = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE))
long_text = st.one_of(any_text, st.text(min_size=1, max_size=20).map(lambda text: text * 400))
spans = st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)).map(
    lambda pair: Span(min(pair), max(pair))
)
findings = st.builds(
    Finding,
    kind=st.sampled_from(FindingKind),
    id=st.sampled_from(("passive-exit", "red-flags", "concern-check", "x" * 40)),
    title=any_text,
    severity=st.sampled_from(Severity),
    span=spans,
    words=any_text,
    confidence=st.floats(0, 1),
    message=long_text,
    why=long_text,
    source=long_text,
    fix=any_text,
    say_instead=st.lists(long_text, max_size=5).map(tuple),
    views=st.lists(st.builds(View, source=long_text, says=long_text), max_size=4).map(tuple),
)
critiques = st.builds(
    Critique,
    text=long_text,
    stance=st.sampled_from(Stance),
    kind=st.sampled_from(LineKind),
    kind_title=any_text,
    score=st.integers(0, 100),
    verdict=any_text,
    headline=long_text,
    checks=st.lists(
        st.builds(Check, id=any_text, title=long_text, points=st.integers(0, 100)), max_size=12
    ).map(tuple),
    findings=st.lists(findings, max_size=9).map(tuple),
    steps=st.lists(
        st.builds(StepCheck, id=any_text, title=long_text, words=long_text, add=long_text),
        max_size=5,
    ).map(tuple),
    strengths=st.lists(long_text, max_size=8).map(tuple),
    fixes=st.lists(st.builds(Fix, id=any_text, title=long_text, advice=long_text), max_size=3).map(
        tuple
    ),
    rewrite=st.none() | long_text,
    maybes=st.lists(findings, max_size=4).map(tuple),
)
titles = st.lists(any_text, max_size=15).map(tuple)
comparisons = st.builds(
    Comparison,
    before=st.integers(0, 100),
    after=st.integers(0, 100),
    gained=titles,
    lost=titles,
    kept_missing=titles,
)
reviews = st.builds(
    Review,
    critique=critiques,
    attempt_id=st.none() | st.just("0123456789abcdef"),
    comparison=st.none() | comparisons,
)

TEXT = "Thanks for your time. Do I have any red flags? I would love this job."


def finding(
    id: str, words: str, kind: FindingKind = FindingKind.TRAP, views: tuple[View, ...] = ()
) -> Finding:
    """A finding whose every text names it."""
    start = TEXT.index(words)
    return Finding(
        kind=kind,
        id=id,
        title=f"Title of {id}",
        severity=Severity.MAJOR,
        span=Span(start, start + len(words)),
        words=words,
        confidence=0.9,
        message=f"Message of {id}.",
        why=f"Why of {id}.",
        source=f"Source of {id}",
        fix=f"Fix of {id}.",
        say_instead=(f"Instead of {id}.",),
        views=views,
    )


def critique(
    *findings: Finding,
    stance: Stance = Stance.BALANCED,
    kind: LineKind = LineKind.FINAL_CLOSE,
    fixes: tuple[Fix, ...] = (Fix("asks", "Asks for it", "Ask.", 25),),
) -> Critique:
    """A critique of TEXT that is easy to read."""
    return Critique(
        text=TEXT,
        stance=stance,
        kind=kind,
        kind_title="Final close",
        score=72,
        verdict="solid",
        headline="A solid close.",
        checks=(Check("no-trap", "No trap", 72, True), Check("asks", "Asks for it", 28, False)),
        findings=findings,
        steps=(
            StepCheck("needs", "Needs", True, "this job", ""),
            StepCheck("ask", "Ask", False, "", "Ask for a date."),
        ),
        strengths=("You say that you want it.",),
        fixes=fixes,
        rewrite="I would love this job. What is the next step?",
    )


def spoken(node: object) -> str:
    """Everything that a payload says, in order, one text after the other."""
    if isinstance(node, list):
        return "\n".join(filter(None, map(spoken, node)))
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            return str(node["text"])
        if node.get("type") == "date":
            return str(node["fallback"])
        return (
            "\n".join(
                filter(None, (spoken(value) for key, value in node.items() if key != "options"))
            )
            if node.get("type") != "static_select"
            else ""
        )
    return ""
