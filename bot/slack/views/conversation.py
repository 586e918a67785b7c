"""What the bot says in a direct message, and how it explains itself."""

from bot.core.attempts import Review
from bot.slack.ids import Command
from bot.slack.views.blocks import (
    MESSAGE_BLOCKS,
    Message,
    bullets,
    fallback,
    label,
    paragraph,
    quote,
    rich,
    run,
    section,
    words,
)
from bot.slack.views.critique import critique_message, not_a_close, summary
from bot.slack.views.settings import invitation

_INTRO = "I check the line with which you close a job interview, and show you a stronger one."
_WAYS = (
    [run(f"{Command.CLOSE_CHECK} your line", code=True), run(" answers you alone, anywhere.")],
    [run("Send me the line in a direct message, and I answer there.")],
    [run("On any message, open More actions and choose Check this close.")],
)
_DRILLS = (
    [run("join", code=True), run(" for one a day, at the hour that you choose.")],
    [run("drill", code=True), run(" for one now; "), run("status", code=True), run(" for more.")],
)
_MORE = (
    [
        run(f"{Command.CLOSE_BOARD} me", code=True),
        run(" shows your points; "),
        run(Command.CLOSE_BOARD, code=True),
        run(" in a channel shows its board, which managers set up."),
    ],
    [run("My Home tab has your scores, your settings and your data.")],
)


def review_message(review: Review, sample: str, *, everything: bool = False) -> Message:
    """Build the answer to a line: its critique, or a pointer when it is no closing line."""
    critique = review.critique
    if review.attempt_id is None:
        return pointer_message(critique.headline, sample)
    room = MESSAGE_BLOCKS - len(invitation())
    blocks = critique_message(critique, review.attempt_id, everything=everything, room=room)
    return Message(summary(critique), [*blocks, *(invitation() if review.invites else [])])


def pointer_message(headline: str, sample: str) -> Message:
    """Build the answer to a text that is no closing line."""
    return Message(fallback(headline), not_a_close(headline, sample))


def sentence_message(text: str) -> Message:
    """Build a message of plain sentences."""
    return Message(fallback(text), [section(text)])


def help_message(sample: str) -> Message:
    """Build the short usage: the ways to check a line, and one to try."""
    sample_line = quote(words(f"{Command.CLOSE_CHECK} {sample}", 700))
    blocks = [
        section(_INTRO),
        rich(paragraph(label("Three ways to check a line")), bullets(_WAYS)),
        rich(paragraph(label("Try this one")), sample_line),
        rich(paragraph(label("Drills of a minute: send me one of these words")), bullets(_DRILLS)),
        rich(paragraph(label("Also")), bullets(_MORE)),
    ]
    return Message(f"{_INTRO} Use {Command.CLOSE_CHECK} followed by your line.", blocks)
