"""What a member chooses about boards and about their manager."""

from bot.slack.ids import Action
from bot.slack.views.blocks import Block, actions, button, context, header, section
from bot.slack.views.place import privacy_button

HIDDEN = "Done: no board shows you, and no manager sees your figures. Your points are kept."
SHOWN = "Done: the boards of your channels show your name, points and days of practice."
ASKED = "Done: your managers see that you would like help. They see no line of yours."
NO_HELP = "Done: your managers no longer see that you would like help."
CHOOSE_BELOW = "Below, under “Boards and your managers”, you choose whether boards show you."
_ON = "Boards of the channels that you are in show your name, points, days of practice and streak."
_OFF = "You are hidden: no board shows you, and no manager sees your figures."


def privacy_section(*, hidden: bool, wants_help: bool) -> list[Block]:
    """Build the part of Home about being seen by others."""
    help_button = (
        button("I need no help now", Action.HELP_NO_MORE)
        if wants_help
        else button("I'd like help", Action.ASK_FOR_HELP)
    )
    return [
        header("Boards and your managers"),
        section(_OFF if hidden else _ON),
        actions(
            privacy_button(hidden=hidden),
            button("What my manager sees", Action.WHAT_MANAGERS_SEE),
            *([] if hidden else [help_button]),
        ),
    ]


def joining_question() -> list[Block]:
    """Build the question to somebody who joins: may boards show them?"""
    return [
        section(
            "Your choice: where your channel has a board, it shows your name, points and days of "
            "practice to the people of that channel. It never shows a line of yours."
        ),
        actions(
            button("Show me on boards", Action.SHOW_ME),
            button("Hide me from boards", Action.HIDE_ME),
        ),
        context("You may change this on my Home at any time."),
    ]
