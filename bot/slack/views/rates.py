"""A team's trap rate over the weeks, as a chart and in words."""

from collections.abc import Sequence

from bot.core.boards import TrapRate
from bot.slack.views.blocks import Block, context
from bot.slack.views.tables import line_chart

_TITLE = "Of 100 lines and answers, so many had a trap"
_FEW = "The trap rate shows once three people have practised in two weeks."
_FEWEST = 2  # weeks that make a line


def rates_chart(rates: Sequence[TrapRate]) -> list[Block]:
    """Build the chart; nothing where there are too few weeks to draw a line."""
    points = _points(rates)
    return [line_chart(_TITLE, "With a trap", points)] if len(points) >= _FEWEST else []


def rates_in_words(rates: Sequence[TrapRate]) -> Block:
    """Say what the chart shows, for who cannot see it."""
    points = _points(rates)
    if len(points) < _FEWEST:
        return context(_FEW)
    weeks = ", ".join(f"{week}: {rate} %" for week, rate in points)
    return context(f"Lines and answers with a trap, by the week that begins on each day. {weeks}.")


def _points(rates: Sequence[TrapRate]) -> list[tuple[str, int]]:
    """Return the first day of each week that may be told, and the rate in percent."""
    return [
        (f"{each.week.start.day} {each.week.start:%b}", round(100 * each.rate))
        for each in rates
        if each.rate is not None
    ]
