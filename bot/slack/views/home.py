"""The Home tab: what the bot does, a first try, the daily drill, recent scores."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.coach.homes import Home
from bot.core.attempts import Attempt
from bot.core.critique import LineKind, Stance
from bot.slack.ids import Action, Command
from bot.slack.views.blocks import (
    Block,
    Element,
    View,
    actions,
    bullets,
    button,
    context,
    divider,
    header,
    label,
    moment,
    paragraph,
    quote,
    rich,
    run,
    section,
    words,
)
from bot.slack.views.settings import drill_section
from bot.slack.views.team_settings import stance_text

_WHO_CHANGES = "A manager can change this: a workspace admin or owner, or whom they named."


def home_view(
    home: Home,
    titles: Mapping[LineKind, str],
    now: datetime,
    said: str = "",
    others: Sequence[Block] = (),
) -> View:
    """Build the Home tab. `said` is the answer to what the member has just done here.

    `others` are the sections about being seen by others, and about seeing others.
    """
    blocks = [
        *([section(said)] if said else []),
        *_about(),
        *_try_it(home.sample),
        divider(),
        *drill_section(home.enrolment, now),
        divider(),
        *_recent(home.recent, titles),
        *([divider(), *others] if others else []),
        *([] if home.is_manager else [divider(), *_stance(home.stance)]),
        context("Your lines are yours alone: nobody else can see them here."),
    ]
    return {"type": "home", "blocks": blocks}


def _about() -> list[Block]:
    ways = [
        [run(f"{Command.CLOSE_CHECK} your line", code=True), run(" anywhere; only you see it.")],
        [run("A direct message to me in the Messages tab.")],
        [run("Check this close, among the actions of any message.")],
    ]
    intro = (
        "I check the line with which you close a job interview: what works, what puts the "
        "interviewer off, and how to say it better."
    )
    return [
        header("Close Coach"),
        section(intro),
        rich(paragraph(label("Three ways to check a line")), bullets(ways)),
    ]


def _try_it(sample: str) -> list[Block]:
    return [
        rich(paragraph(label("See it at work on this line")), quote(words(sample, 600))),
        actions(button("Try it", Action.TRY_IT, label="Try it on the sample line", primary=True)),
    ]


def _recent(recent: tuple[Attempt, ...], titles: Mapping[LineKind, str]) -> list[Block]:
    if not recent:
        return [header("Your recent scores"), section("None yet. Your first one is a click away.")]
    return [header("Your recent scores"), rich(bullets(_score(a, titles) for a in recent[:10]))]


def _score(attempt: Attempt, titles: Mapping[LineKind, str]) -> list[Element]:
    kind = titles.get(attempt.kind, attempt.kind)
    return [label(f"{attempt.score} of 100"), words(f": {kind}, ", 100), moment(attempt.made_at)]


def _stance(stance: Stance) -> list[Block]:
    return [header("Your team's stance"), section(stance_text(stance)), context(_WHO_CHANGES)]
