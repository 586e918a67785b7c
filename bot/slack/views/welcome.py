"""What the bot says to whoever has installed it."""

from bot.slack.ids import Command
from bot.slack.views.blocks import (
    Message,
    bullets,
    label,
    paragraph,
    quote,
    rich,
    run,
    section,
    words,
)

HELLO = (
    "Thank you for installing me. I check the lines with which salespeople close a job interview,"
    " and send a short drill a day to those who ask for it."
)


def welcome_message(sample: str) -> Message:
    """Build the first message. It goes to one person: nobody else hears of the installation."""
    first = [
        [run("Try it here: "), run(f"{Command.CLOSE_CHECK} your line", code=True), run(".")],
        [run("On my Home tab an admin chooses how the team counts what the sources dispute.")],
        [run("Then tell your team: I have written to nobody but you.")],
    ]
    blocks = [
        section(HELLO),
        rich(paragraph(label("First steps")), bullets(first)),
        rich(
            paragraph(label("A line to begin with")),
            quote(words(f"{Command.CLOSE_CHECK} {sample}", 700)),
        ),
    ]
    return Message(f"{HELLO} Begin with {Command.CLOSE_CHECK} and a line of yours.", blocks)
