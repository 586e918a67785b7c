"""The remarks of a critique: what counts against the line, most worth mending first."""

from bot.core.critique import (
    Critique,
    Finding,
    FindingKind,
    Fix,
    LineKind,
    Stance,
    StepCheck,
)
from bot.slack.ids import Action
from bot.slack.views.blocks import (
    Block,
    Element,
    actions,
    bullets,
    button,
    label,
    paragraph,
    rich,
    words,
)

_SECOND = 1  # a concern check ranks second at least, so that both schools are always shown
_NATURE = {
    Stance.STRICT: "your team counts it as a trap; the sources disagree",
    Stance.BALANCED: "the sources disagree; it moves no points",
    Stance.OPEN: "your team counts it as a good move; the sources disagree",
}


def numbered(critique: Critique) -> tuple[Finding, ...]:
    """Return the traps and concern checks in the order of their numbers, from 1."""
    ranks = {fix.id: rank for rank, fix in enumerate(critique.fixes)}

    def rank(finding: Finding) -> int:
        late = _SECOND if finding.kind is FindingKind.DISPUTED else len(ranks) + 1
        return ranks.get(finding.id, late)

    marked = [finding for finding in critique.findings if finding.kind is not FindingKind.MOVE]
    return tuple(sorted(marked, key=rank))


def advice(critique: Critique) -> tuple[Fix, ...]:
    """Return the fixes that mend no finding: what the line does not do yet."""
    ids = {finding.id for finding in numbered(critique)}
    return tuple(fix for fix in critique.fixes if fix.id not in ids)


def measured_steps(critique: Critique) -> tuple[StepCheck, ...]:
    """Return the four steps, which only a final close is measured by."""
    return critique.steps if critique.kind is LineKind.FINAL_CLOSE else ()


def count_remarks(critique: Critique) -> int:
    return len(numbered(critique)) + len(advice(critique))


def remark_groups(critique: Critique, attempt_id: str) -> list[list[Block]]:
    """Build every remark as the blocks that belong together."""
    found = [
        [
            _finding(number, finding, critique.stance),
            *_dispute(number, finding, critique, attempt_id),
        ]
        for number, finding in enumerate(numbered(critique), 1)
    ]
    return [*found, *([_advice(fix)] for fix in advice(critique))]


def _finding(number: int, finding: Finding, stance: Stance) -> Block:
    disputed = finding.kind is FindingKind.DISPUTED
    nature = _NATURE[stance] if disputed else f"{finding.severity} trap"
    return rich(
        paragraph(label(f"[{number}] {finding.title}"), words(f" ({nature})", 100)),
        paragraph(words(finding.message, 400)),
        paragraph(label("Why: "), words(finding.why, 500), words(f" ({finding.source})", 200)),
        *_views(finding),
        paragraph(label("Safer to say:" if disputed else "Say instead:")),
        bullets([words(f"“{line}”", 300)] for line in finding.say_instead[:3] or (finding.fix,)),
    )


def _views(finding: Finding) -> list[Element]:
    if not finding.views:
        return []
    says = ([label(view.source), words(f": {view.says}", 400)] for view in finding.views[:3])
    return [paragraph(label("Two schools:")), bullets(says)]


def _dispute(number: int, finding: Finding, critique: Critique, attempt_id: str) -> list[Block]:
    if not attempt_id or not critique.is_trap(finding):
        return []
    value = f"{attempt_id}:{finding.id}"
    spoken = f"Remark {number} is not a trap"
    return [actions(button("Not a trap", Action.NOT_A_TRAP, value, label=spoken))]


def _advice(fix: Fix) -> Block:
    """Name what the line does not do yet, and what to do about it."""
    worth = f" (worth {fix.worth} points)" if fix.worth else ""
    title = paragraph(label(f"Not yet: {fix.title}{worth}", 250))
    return rich(title, paragraph(words(fix.advice, 600)))
