"""A critique for the terminal: readable in colour, and just as well without it.

Everything is a rich Text, never console markup, so brackets in a line stay brackets.
"""

import unicodedata
from collections import defaultdict
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from bot.core.critique import Critique, Finding, FindingKind, LineKind, Span, Stance

RISK, GOOD, DIM, HEADING = "bold red", "green", "dim", "bold"
DISPUTED = {
    Stance.STRICT: "counted as a trap; the sources disagree",
    Stance.BALANCED: "the sources disagree",
    Stance.OPEN: "counted as a good move; the sources disagree",
}
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Row(NamedTuple):
    """A paragraph, and by how many columns it is indented."""

    indent: int
    text: Text


def show(critique: Critique, console: Console) -> None:
    """Print a critique, indented and wrapped to the console's width."""
    for indent, text in render(critique):
        for line in text.wrap(console, console.width - indent):
            line.rstrip()
            console.print(Text(" " * indent) + line, soft_wrap=True)


def render(critique: Critique) -> list[Row]:
    """Lay a critique out: the line first, then what to change, then what it rests on."""
    rows = [Row(0, title(critique)), *indented([marked(critique)])]
    if critique.kind is LineKind.NOT_A_CLOSE:
        return rows
    for number, finding in enumerate(risks(critique), start=1):
        sure = certainty(finding, critique.stance)
        rows.append(heading(f"{number}. {finding.title}", sure))
        rows += indented(remark(finding, critique.stance))
    rows += section("Perhaps", [Text(f"? {printable(one.message)}") for one in critique.questions])
    rows += section("What works", [Text(f"+ {printable(one)}") for one in critique.strengths])
    if critique.kind is LineKind.FINAL_CLOSE:  # no other kind of line owes them
        rows += section("Four steps", steps(critique))
    rows += section("Change first", fixes(critique))
    if critique.rewrite is not None:
        rows += section("A better version", [Text(printable(critique.rewrite), style=GOOD)])
    return rows + section("How the score adds up", checks(critique))


def risks(critique: Critique) -> list[Finding]:
    """Return the findings that are marked in the line: all but the moves."""
    return [finding for finding in critique.findings if finding.kind is not FindingKind.MOVE]


def title(critique: Critique) -> Text:
    text = Text()
    if critique.kind is not LineKind.NOT_A_CLOSE:
        text.append(f"{critique.score}/100  ", style=HEADING)
        text.append(f"{critique.kind_title}. ")
    return text.append(critique.headline)


def marked(critique: Critique) -> Text:
    """Return the line with each risky span as `[number: words]`, and in colour."""
    found = defaultdict(list)
    for number, finding in enumerate(risks(critique), start=1):
        found[finding.span].append(str(number))
    opens: defaultdict[int, str] = defaultdict(str)
    closes: defaultdict[int, str] = defaultdict(str)
    for span in sorted(found, key=lambda span: -span.end):
        opens[span.start] += f"[{','.join(found[span])}: "
        closes[span.end] += "]"
    text, line = Text(), printable(critique.text)
    edges = sorted({0, len(line), *opens, *closes})
    for start, end in zip(edges, [*edges[1:], len(line)], strict=True):
        text.append(closes[start], style=RISK)
        text.append(opens[start], style=RISK)
        text.append(line[start:end], style=RISK if inside(start, found) else "")
    return text


def inside(place: int, spans: dict[Span, list[str]]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def certainty(finding: Finding, stance: Stance) -> str:
    nature = DISPUTED[stance] if finding.kind is FindingKind.DISPUTED else "trap"
    return f"{nature}, {finding.confidence:.0%} sure"


def remark(finding: Finding, stance: Stance) -> list[Text]:
    """Return what there is to say about one risky span. A good move has nothing to fix."""
    good = finding.is_move(stance)
    return [
        Text(printable(finding.message)),
        labelled("Why", finding.why),
        labelled("Source", finding.source),
        *(labelled(view.source, view.says) for view in finding.views),
        *([] if good else [labelled("Fix", finding.fix)]),
        *(labelled("Safer to say" if good else "Say instead", one) for one in finding.say_instead),
    ]


def steps(critique: Critique) -> list[Text]:
    return [
        Text.assemble(
            ("done     " if step.met else "missing  ", GOOD if step.met else RISK),
            f"{printable(step.title)}: {printable(step.words if step.met else step.add)}",
        )
        for step in critique.steps
    ]


def fixes(critique: Critique) -> list[Text]:
    return [
        Text(f"{number}. {printable(fix.title)} (+{fix.worth}): {printable(fix.advice)}")
        for number, fix in enumerate(critique.fixes, start=1)
    ]


def checks(critique: Critique) -> list[Text]:
    return [
        Text(f"{check.points if check.met else 0:>3} of {check.points:<3} {check.title}")
        for check in critique.checks
    ]


def section(name: str, lines: list[Text]) -> list[Row]:
    """Return a heading over its lines; nothing at all when there are no lines."""
    return [heading(name), *indented(lines)] if lines else []


def heading(name: str, aside: str = "") -> Row:
    text = Text(f"\n{printable(name)}", style=HEADING)
    return Row(0, text.append(f"  ({aside})", style=DIM) if aside else text)


def labelled(label: str, words: str) -> Text:
    return Text.assemble((f"{printable(label)}: ", HEADING), printable(words))


def indented(lines: list[Text]) -> list[Row]:
    return [Row(2, line) for line in lines]


def printable(text: str) -> str:
    """Return text of the same length that no terminal acts upon: no escape or bidi characters."""
    return "".join(" " if is_live(character) else character for character in text)


def is_live(character: str) -> bool:
    if character == "\n":
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or character in BIDI
