"""How a critique reads in Slack: the blocks that a message and a modal share."""

from collections.abc import Collection, Sequence

from bot.core.critique import Check, Critique, StepCheck
from bot.slack.ids import Action, Command
from bot.slack.views.blocks import (
    MESSAGE_BLOCKS,
    TOTAL_CHARACTERS,
    Block,
    Element,
    actions,
    bullets,
    button,
    clamp,
    context,
    divider,
    fallback,
    header,
    label,
    paragraph,
    quote,
    rich,
    section,
    size,
    words,
)
from bot.slack.views.marks import marked
from bot.slack.views.remarks import count_remarks, measured_steps, numbered, remark_groups

MOST_REMARKS = 3
_MOST_LISTED = 10  # checks, steps or strengths; content holds fewer
_BELOW = 600  # characters of the note and of what stands below
_TITLE = 40  # characters of a title, and more
_LINE = 3_000
_REWRITE = 2_500
_LEFT_OUT = "More remarks do not fit here. Mend these first, then try again."


def critique_message(
    critique: Critique,
    attempt_id: str,
    *,
    everything: bool = False,
    room: int = MESSAGE_BLOCKS,
) -> list[Block]:
    """Build the whole critique as a message: at most three remarks, or all that fit in `room`."""
    blocks = critique_blocks(critique, attempt_id, everything=everything, room=room - 1)
    again = button("Try again", Action.TRY_AGAIN, attempt_id, primary=True)
    return [*blocks, actions(again, *show_all(critique, attempt_id, everything=everything))]


def critique_blocks(
    critique: Critique,
    attempt_id: str,
    *,
    everything: bool,
    room: int,
    beside: Sequence[Block] = (),
) -> list[Block]:
    """Build a critique without its buttons, in at most `room` blocks.

    Together with the blocks `beside` it, it has no more characters than a message may have: what
    is long gives way, first remarks, then the line, then the rewrite.
    """
    verdict, strengths = _verdict(critique), _strengths(critique)
    below, score = [*_questions(critique), *_steps(critique)], _score(critique)
    left = TOTAL_CHARACTERS - _BELOW - size([*beside, *verdict, *strengths, *below, *score])
    rewrite = _rewrite(critique, min(_REWRITE, left // 2))
    left -= size(rewrite)
    line = _line(critique, min(_LINE, left - _TITLE))
    before = [*verdict, *line, *strengths]
    after = [*below, *rewrite, *score]
    groups = remark_groups(critique, attempt_id)
    remarks = _fitting(
        groups if everything else groups[:MOST_REMARKS],
        room - len(before) - len(after) - 1,
        left - size(line),
    )
    return [*before, *remarks, *after]


def show_all(critique: Critique, attempt_id: str, *, everything: bool) -> list[Element]:
    """Build the button that shows every remark, when some are not shown."""
    count = count_remarks(critique)
    if everything or count <= MOST_REMARKS:
        return []
    return [button(f"Show all {count} remarks", Action.SHOW_ALL, attempt_id)]


def summary(critique: Critique) -> str:
    """Say the verdict in one sentence, fit for the fallback text of a message."""
    return fallback(f"{critique.score} of 100. {critique.headline}")


def not_a_close(headline: str, sample: str) -> list[Block]:
    """Build the answer to a text that is no closing line: a pointer and a sample, no score."""
    return [
        section(headline, 600),
        rich(
            paragraph(
                words(
                    "Send me the line as you would say it. Here is an example that needs work:",
                    100,
                )
            ),
            quote(words(sample, 600)),
        ),
        context(f"“help” in a direct message, or {Command.CLOSE_CHECK} help, tells all I can do."),
    ]


def _fitting(groups: list[list[Block]], room: int, characters: int) -> list[Block]:
    """Keep the groups from the first on for which there is room; say so when some are left out."""
    kept: list[Block] = []
    for group in groups:
        characters -= size(group)
        room -= len(group)
        if characters < 0 or room < 0:
            return [*kept, context(_LEFT_OUT)]
        kept += group
    return kept


def _verdict(critique: Critique) -> list[Block]:
    return [
        header(f"{critique.score} of 100"),
        section(critique.headline, 600),
        context(f"Judged as: {critique.kind_title}", 200),
    ]


def _line(critique: Critique, limit: int) -> list[Block]:
    spans = [finding.span for finding in numbered(critique)]
    return [rich(paragraph(label("Your line")), quote(*marked(clamp(critique.text, limit), spans)))]


def _strengths(critique: Critique) -> list[Block]:
    items = [[words(strength, 250)] for strength in critique.strengths[:4]]
    return [rich(paragraph(label("What is good")), bullets(items))] if items else []


def _questions(critique: Critique) -> list[Block]:
    items = [[words(finding.message, 400)] for finding in critique.questions]
    return [rich(paragraph(label("Perhaps")), bullets(items))] if items else []


def _steps(critique: Critique) -> list[Block]:
    said = {fix.advice for fix in critique.fixes}
    items = [_step(step, said) for step in measured_steps(critique)[:_MOST_LISTED]]
    return [rich(paragraph(label("The four steps")), bullets(items))] if items else []


def _step(step: StepCheck, said: Collection[str]) -> list[Element]:
    """Say how a step is met, or what to add where the remarks have not said it already."""
    if step.met:
        return [label(step.title, 60), words(f": met by “{clamp(step.words, 100)}”", 140)]
    missing = ": missing." if step.add in said else f": missing. {step.add}"
    return [label(step.title, 60), words(missing, 300)]


def _score(critique: Critique) -> list[Block]:
    if not critique.checks:
        return []
    items = [[words(_check(check), 150)] for check in critique.checks[:_MOST_LISTED]]
    title = f"How {critique.score} of 100 adds up"
    return [divider(), rich(paragraph(label(title)), bullets(items))]


def _check(check: Check) -> str:
    answer = "Yes" if check.met else "Not yet"
    return f"{answer}: {check.title} ({check.points if check.met else 0} of {check.points})"


def _rewrite(critique: Critique, limit: int) -> list[Block]:
    if not critique.rewrite:
        return []
    title = paragraph(label("Your line, made stronger"))
    return [rich(title, quote(words(critique.rewrite, limit)))]
