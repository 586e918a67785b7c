"""What a member reads about what is kept of them, and before all of it is deleted."""

from datetime import timedelta

from bot.slack.ids import Action, Form
from bot.slack.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    bullets,
    button,
    fallback,
    header,
    label,
    modal,
    paragraph,
    rich,
    section,
    words,
)
from bot.slack.views.place import days_text

SENT = "The file with all that I keep about you is in our direct messages."
IN_THE_FILE = "All that I keep about you. Nobody else gets this file."
DELETED = "Done: all that I kept about you is deleted. You are welcome to begin anew."
_GONE = (
    "your lines and answers, with their scores and your objections",
    "your points, your streak and your place on every board",
    "your drills, their hour, and what you asked of your manager",
    "your name under what you did as a manager",
)
_STAYS = (
    "our direct messages, which are Slack's; you may delete your own there",
    "boards that were posted to a channel already",
    "backups of this bot's database, until whoever runs it deletes them",
)


def my_data_section(retention: timedelta) -> list[Block]:
    """Build the part of Home about what is kept. Texts are kept for `retention`, in days."""
    return [header("My data"), section(kept_text(retention)), _buttons()]


def my_data_message(retention: timedelta) -> Message:
    """Build the answer to the word for it."""
    said = kept_text(retention)
    return Message(fallback(said), [section(said), _buttons()])


def kept_text(retention: timedelta) -> str:
    """Say what is kept, and for how long."""
    return (
        "What I keep of you: the lines and answers that you wrote, for "
        f"{days_text(retention.days)}, and your scores, points, drills and settings for as long as "
        "you like. You may have all of it as a file, or have it deleted."
    )


def deletion_form() -> View:
    """Build the question before everything is deleted."""
    blocks = [
        rich(paragraph(label("This is deleted at once, and for good")), _list(_GONE)),
        rich(paragraph(label("This stays")), _list(_STAYS)),
        section("You get no more drills, unless you join again."),
    ]
    return modal(Form.DELETE_ME, "Delete me", blocks, submit="Delete everything", close="Keep it")


def _buttons() -> Block:
    delete = button("Delete me", Action.DELETE_ME) | {"style": "danger"}
    return actions(button("Export my data", Action.EXPORT_MINE), delete)


def _list(items: tuple[str, ...]) -> Element:
    return bullets([words(item, 200)] for item in items)
