"""The modals: the form that takes a line, the critique that answers it, and short notices."""

from collections.abc import Sequence

from bot.core.attempts import Comparison, Review
from bot.slack.ids import Field, Form
from bot.slack.views.blocks import (
    INPUT,
    MODAL_BLOCKS,
    Block,
    View,
    actions,
    bullets,
    context,
    label,
    modal,
    paragraph,
    plain_text,
    rich,
    section,
    visible,
    words,
)
from bot.slack.views.critique import critique_blocks, not_a_close, show_all
from bot.slack.views.settings import invitation

_MOST_CHANGES = 10
_ROOM = MODAL_BLOCKS - 10  # the comparison, the note and the buttons
_CUT = (
    "Your line is longer than the 3,000 characters that fit here, so its end is cut off. "
    "A close that long is worth shortening."
)


def check_form(line: str = "", *, attempt_id: str = "", above: Sequence[Block] = ()) -> View:
    """Build the form that takes a line.

    `attempt_id` is the try that this one is to better, "" for a first try.
    """
    cut = len(line) > INPUT
    blocks = [*above, _line_input(line[:INPUT]), *([context(_CUT)] if cut else [])]
    title = "Try again" if attempt_id else "Check a close"
    return modal(Form.CHECK, title, blocks, submit="Check it", close="Cancel", metadata=attempt_id)


def pointer_form(headline: str, sample: str, line: str, *, attempt_id: str = "") -> View:
    """Build the form again for a text that is no closing line, with a pointer above it."""
    return check_form(line, attempt_id=attempt_id, above=not_a_close(headline, sample))


def critique_modal(review: Review, *, everything: bool = False) -> View:
    """Build the modal with a critique, and what changed since the last try.

    Its submit button leads back to the form.
    """
    id = review.attempt_id or ""
    changes = _changes(review.comparison) if review.comparison else []
    critique = critique_blocks(
        review.critique, id, everything=everything, room=_ROOM, beside=changes
    )
    more = show_all(review.critique, id, everything=everything)
    offer = invitation() if review.invites else []
    blocks = [*changes, *critique, *([actions(*more)] if more else []), *offer]
    return modal(Form.CRITIQUE, "Your close", blocks, submit="Try again", metadata=id)


def notice(text: str, title: str = "Close Coach") -> View:
    """Build a modal that says one thing and can be closed."""
    return modal(Form.NOTICE, title, [section(text)])


def _line_input(line: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": Field.LINE,
        "multiline": True,
        "max_length": INPUT,
        "placeholder": plain_text("As you would say it to the interviewer", 150),
    }
    if line.strip():
        element["initial_value"] = visible(line)
    return {
        "type": "input",
        "block_id": Field.LINE,
        "label": plain_text("Your closing line", 75),
        "element": element,
    }


def _changes(comparison: Comparison) -> list[Block]:
    before, after = comparison.before, comparison.after
    changed = [
        *(f"Now yes: {title}" for title in comparison.gained),
        *(f"No longer: {title}" for title in comparison.lost),
        *(f"Still not yet: {title}" for title in comparison.kept_missing),
    ] or ["No check changed."]
    items = [[words(change, 200)] for change in changed[:_MOST_CHANGES]]
    title = f"Since your last try: {before} to {after} of 100 ({_difference(after - before)})"
    return [rich(paragraph(label(title)), bullets(items))]


def _difference(points: int) -> str:
    return f"{points:+d} points" if points else "no change"
