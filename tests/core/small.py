"""A library small enough to read in a test, and a detector that finds what it is told to find."""

from bot.core.critique import LineKind, Severity, Span
from bot.core.detection import Signal
from bot.core.library import (
    AtMostWords,
    CheckRule,
    Disputed,
    Examples,
    Kind,
    Library,
    Move,
    Opinion,
    Says,
    Source,
    Step,
    Trap,
    Verdict,
)
from bot.core.schema import Asks, HasMove, MeetsStep, NoTrap
from bot.core.scoring import (
    DrillPoints,
    ImprovementPoints,
    NewLinePoints,
    ScoringRules,
    StreakPoints,
)

_EXAMPLES = Examples(caught=("One caught.", "Two caught."), clean=("One clean.", "Two clean."))
_VERDICTS = (
    Verdict(id="strong", at_least=80, headline="Strong.", doubtful="Strong, perhaps."),
    Verdict(id="risky", at_least=30, headline="Risky."),
)

TRAP = Trap(
    id="beg",
    title="Begging",
    severity=Severity.MAJOR,
    message='You beg: "{words}".',
    maybe='Could "{words}" beg?',
    why="It makes you small.",
    fix="Ask plainly.",
    source="book",
    say_instead=("Ask for {next}.", "Ask now."),
    examples=_EXAMPLES,
    swap=("I respect your time.", "I value this talk.", "I leave that with care."),
)
FATAL = TRAP.model_copy(
    update={"id": "threat", "title": "Threat", "severity": Severity.FATAL, "fix": "Do not press."}
)
DISPUTED = Disputed(
    id="concern-check",
    title="Concern check",
    severity=Severity.MINOR,
    message='You ask for concerns: "{words}".',
    maybe='Could "{words}" ask for concerns?',
    strength='You face concerns: "{words}".',
    why="The books differ.",
    fix="Ask what is missing.",
    source="book",
    say_instead=("Ask one.", "Ask two."),
    examples=_EXAMPLES,
    swap=("Tell me what is missing.", "Say what is left.", "Name what is open."),
    views=(
        Opinion(source="book", says="Never."),
        Opinion(source="talk", says="Always."),
    ),
)


def move(id: str) -> Move:
    return Move(
        id=id,
        title=id,
        severity=Severity.MINOR,
        message="Good.",
        maybe='Is "{words}" meant well?',
        strength='Good: "{words}".',
        why="It helps.",
        fix="Do it.",
        source="book",
        say_instead=("One.", "Two."),
        examples=_EXAMPLES,
    )


def _kinds() -> tuple[Kind, ...]:
    no_trap = CheckRule(
        id="no-trap", title="No trap", points=40, when=NoTrap(test="no-trap"), add="Drop it."
    )
    final = (
        no_trap,
        CheckRule(
            id="asks-next",
            title="Asks for the next step",
            points=30,
            when=MeetsStep(test="meets-step", step="ask"),
            add="Ask for the next step.",
            say=("Shall we go on?",),
            last=True,
        ),
        CheckRule(
            id="wants-it",
            title="Wants it",
            points=20,
            when=HasMove(test="has-move", any=("state-interest",)),
            add="Say that you want it.",
            say=("I want this.", "I would love this.", "This is my job."),
        ),
        CheckRule(
            id="short",
            title="Short",
            points=10,
            when=AtMostWords(test="at-most-words", words=12),
            add="Cut it.",
        ),
    )
    bridge = (
        no_trap,
        CheckRule(
            id="for-them",
            title="Says what it does for them",
            points=50,
            when=Says(test="says", phrases=("for you",)),
            add="Say what it does for them.",
            say=("I would do that for you.",),
        ),
        CheckRule(
            id="asks", title="Asks", points=10, when=Asks(test="asks"), add="Make it a question."
        ),
    )
    checks: dict[LineKind, tuple[CheckRule, ...]] = {
        LineKind.FINAL_CLOSE: final,
        LineKind.BRIDGE: bridge,
    }
    return tuple(
        Kind(
            id=kind,
            title=kind.value,
            about="A kind.",
            checks=checks.get(kind, ()),
            verdicts=_VERDICTS,
        )
        for kind in LineKind
    )


SCORING = ScoringRules(
    explain=("A drill earns ten points.",),
    drill=DrillPoints(points=10, least_score=50, with_help=0.5, most_a_day=30),
    improvement=ImprovementPoints(score_for_a_point=10, most_a_day=10),
    new_line=NewLinePoints(points=3, alike=0.6, most_a_day=9),
    streak=StreakPoints(points=2),
)

LIBRARY = Library(
    traps=(TRAP, FATAL),
    disputed=(DISPUTED,),
    moves=tuple(
        move(id) for id in ("ask-advance", "state-interest", "reinforce-fit", "soft-close")
    ),
    steps=(
        Step(
            id="needs",
            title="Needs",
            about="Ask.",
            source="book",
            moves=("reinforce-fit",),
            phrases=("you mentioned",),
            add="Name a need.",
            say_instead=("One.", "Two."),
        ),
        Step(
            id="ask",
            title="Ask",
            about="Ask.",
            source="book",
            moves=("ask-advance", "concern-check"),
            add="Ask.",
            say_instead=("One.", "Two."),
        ),
    ),
    sources=(
        Source(id="book", title="The Book", author="A. Author", teaches=("Much.",)),
        Source(id="talk", title="The Talk", author="B. Speaker", teaches=("More.",)),
    ),
    disagreements=(),
    kinds=_kinds(),
    scoring=SCORING,
    version="test",
)

SCRIPT = {
    "please please": "beg",
    "decide now": "threat",
    "any concerns": "concern-check",
    "shall we go on": "ask-advance",
    "want this": "state-interest",
    "love this": "state-interest",
    "my job": "state-interest",
    "i sold forty": "reinforce-fit",
    "make sense": "soft-close",
}


DOUBTS = {
    "be quick": "threat",
    "what bothers you": "concern-check",
    "rather keen": "state-interest",
    "have mercy": "beg",
}


class ScriptedDetector:
    """Finds the wordings of SCRIPT, is in doubt about those of DOUBTS, and hears nothing else."""

    def detect(self, text: str) -> tuple[Signal, ...]:
        found: dict[str, Signal] = {}
        for words, id in SCRIPT.items():
            start = text.casefold().find(words)
            if start >= 0:
                found.setdefault(id, Signal(id, Span(start, start + len(words)), 0.9))
        for words, id in DOUBTS.items():
            start = text.casefold().find(words)
            if start >= 0:
                span, confidence = Span(start, start + len(words)), len(words) / 100
                found.setdefault(id, Signal(id, span, 0.4 + confidence, sure=False))
        return tuple(sorted(found.values(), key=lambda signal: signal.span.start))
