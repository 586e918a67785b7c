"""rich_text blocks and what may stand inside them."""

from bot.sandbox.elements import KIND
from bot.sandbox.schema import Check, anything, choice, items, shape, text, truth, typed, whole

MANY = 3000
STYLE = shape(
    {}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), truth)
)


def mention(*required: str) -> Check:
    """A thing of Slack's own that is named by an id or a word."""
    return shape({"type": KIND, **{name: text(255) for name in required}}, {"style": STYLE})


PIECE = typed(
    {
        "text": shape({"type": KIND, "text": text(40_000)}, {"style": STYLE}),
        "link": shape(
            {"type": KIND, "url": text(3000)},
            {"text": text(40_000), "style": STYLE, "unsafe": truth},
        ),
        "emoji": shape(
            {"type": KIND, "name": text(255)},
            {"unicode": text(255), "skin_tone": whole(1, 6), "style": STYLE},
        ),
        "user": mention("user_id"),
        "channel": mention("channel_id"),
        "usergroup": mention("usergroup_id"),
        "broadcast": shape(
            {"type": KIND, "range": choice("here", "channel", "everyone")}, {"style": STYLE}
        ),
        "color": mention("value"),
        "date": shape(
            {"type": KIND, "timestamp": whole(0, 10**11), "format": text(255)},
            {"url": text(3000), "fallback": text(255), "style": STYLE},
        ),
    }
)
PIECES = items(PIECE, MANY, 0)
BORDER = {"border": whole(0, 1)}
SECTION = shape({"type": KIND, "elements": PIECES})
PARTS = typed(
    {
        "rich_text_section": SECTION,
        "rich_text_list": shape(
            {
                "type": KIND,
                "elements": items(typed({"rich_text_section": SECTION}), MANY),
                "style": choice("bullet", "ordered"),
            },
            {**BORDER, "indent": whole(0, 8), "offset": whole(0, 10_000)},
        ),
        "rich_text_preformatted": shape(
            {"type": KIND, "elements": PIECES}, {**BORDER, "language": text(50)}
        ),
        "rich_text_quote": shape({"type": KIND, "elements": PIECES}, BORDER),
    }
)
RICH_TEXT = shape({"type": KIND, "elements": items(PARTS, MANY, 0)}, {"block_id": anything})
