"""The rep's line with its risky words marked in place: bold, and the number of the remark."""

from collections.abc import Sequence

from bot.core.critique import Span
from bot.slack.views.blocks import Element, run


def marked(text: str, spans: Sequence[Span]) -> list[Element]:
    """Cut text into runs: bold inside any span, and `[n]` after the end of the n-th span.

    Spans may overlap, and may reach beyond a text that was clamped.
    """
    spans = [Span(min(span.start, len(text)), min(span.end, len(text))) for span in spans]
    cuts = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    runs: list[Element] = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        runs += _numbers(start, spans)
        if start < end:
            risky = any(span.start <= start and end <= span.end for span in spans)
            runs.append(run(text[start:end], bold=risky))
    return runs or [run("-")]


def _numbers(place: int, spans: Sequence[Span]) -> list[Element]:
    return [
        run(f" [{number}]", bold=True)
        for number, span in enumerate(spans, 1)
        if span.end == place and span.start < span.end
    ]
