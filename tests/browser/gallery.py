"""One of every block and element that the demo page can show, for the rendering test."""

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, description: str = "") -> Block:
    more = {"description": plain(description)} if description else {}
    return {"text": plain(text), "value": value} | more


def styled(text: str, *styles: str) -> Block:
    return {"type": "text", "text": text, "style": dict.fromkeys(styles, True)}


def rich(*elements: Block, kind: str = "rich_text_section", **more: Any) -> Block:
    return {"type": kind, "elements": list(elements)} | more


CONFIRM = {
    "title": plain("Delete the drafts?"),
    "text": mrkdwn("They cannot be *brought back*."),
    "confirm": plain("Delete"),
    "deny": plain("Keep"),
    "style": "danger",
}
OPTIONS = [option("Mornings", "am", "Before noon"), option("Afternoons", "pm")]
CATEGORIES = ["Week 1", "Week 2", "Week 3", "Week 4"]


def series(name: str, *values: float) -> Block:
    data = [{"label": label, "value": v} for label, v in zip(CATEGORIES, values, strict=True)]
    return {"name": name, "data": data}


def chart(kind: str, *lines: Block) -> Block:
    axis = {"categories": CATEGORIES, "x_label": "Week", "y_label": "Score"}
    drawn = {"type": kind, "series": list(lines), "axis_config": axis}
    return {"type": "data_visualization", "title": f"Scores as {kind}", "chart": drawn}


def raw(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def number(value: float) -> Block:
    return {"type": "raw_number", "value": value, "text": str(value)}


TEXTS: list[Block] = [
    {"type": "header", "text": plain("Every kind of text :wave:")},
    {
        "type": "section",
        "text": mrkdwn(
            "*bold* _italic_ ~struck~ `code` <https://example.com/a?b=1&amp;c=2|a link> "
            "<@U0TOM> <#C0PRACTICE> <!here> :tada: 2 * 3 * 4, snake_case_name &lt;b&gt; "
            "<!date^1767225600^{date_short} at {time}|new year>\n"
            "&gt; a quote over\n&gt; two lines\n```a block\n  of code <b>```"
        ),
    },
    {
        "type": "section",
        "fields": [mrkdwn("*Verdict*\nSolid"), mrkdwn("*Score*\n72 of 100")],
        "accessory": {"type": "button", "action_id": "beside", "text": plain("Open")},
    },
    {"type": "context", "elements": [mrkdwn("Checked *today*"), plain("private")]},
    {"type": "divider"},
    {
        "type": "rich_text",
        "elements": [
            rich(
                styled("I guess that is all", "bold", "strike"),
                styled(", so ", "italic"),
                styled("next_steps", "code"),
                {"type": "link", "url": "https://example.com", "text": " read more"},
                {"type": "link", "url": "javascript:alert(1)", "text": " a trick"},
                {"type": "user", "user_id": "U0MAYA"},
                {"type": "channel", "channel_id": "C0GENERAL"},
                {"type": "emoji", "name": "sparkles"},
                {"type": "broadcast", "range": "channel"},
                {"type": "date", "timestamp": 1767225600, "format": "{date}", "fallback": "d"},
            ),
            rich(styled("Thank you for your time.\nGoodbye."), kind="rich_text_quote"),
            rich(styled("let x = '<b>';"), kind="rich_text_preformatted"),
            rich(rich(styled("one")), rich(styled("two")), kind="rich_text_list", style="bullet"),
            rich(rich(styled("first")), kind="rich_text_list", style="ordered", indent=1),
        ],
    },
    {"type": "markdown", "text": "## A title\n\nSome **bold** and `code`.\n\n- one\n- two\n"},
]

ACTIONS: list[Block] = [
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {"type": "button", "action_id": "plain", "text": plain("Show all"), "value": "1"},
            {"type": "button", "action_id": "good", "text": plain("Try again"), "style": "primary"},
            {
                "type": "button",
                "action_id": "bad",
                "text": plain("Delete"),
                "style": "danger",
                "confirm": CONFIRM,
            },
            {"type": "overflow", "action_id": "more", "options": OPTIONS},
        ],
    },
    {
        "type": "actions",
        "block_id": "pickers",
        "elements": [
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("When"),
                "options": OPTIONS,
            },
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"},
            {"type": "timepicker", "action_id": "hour", "initial_time": "09:30"},
        ],
    },
    {
        "type": "section",
        "block_id": "radios",
        "text": mrkdwn("*When do you practise?*"),
        "accessory": {"type": "radio_buttons", "action_id": "radio", "options": OPTIONS},
    },
    {
        "type": "section",
        "block_id": "boxes",
        "text": mrkdwn("Remind me"),
        "accessory": {
            "type": "checkboxes",
            "action_id": "box",
            "options": OPTIONS,
            "initial_options": OPTIONS[:1],
        },
    },
    {
        "type": "section",
        "block_id": "team",
        "text": mrkdwn("Who may see it"),
        "accessory": {
            "type": "multi_users_select",
            "action_id": "who",
            "placeholder": plain("Choose people"),
            "initial_users": ["U0TOM"],
        },
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Helpful"), "value": "yes"},
                "negative_button": {"text": plain("Not helpful"), "value": "no"},
            }
        ],
    },
]

TABLES: list[Block] = [
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [raw("Step"), raw("Points")],
            [raw("States interest"), number(25)],
            [{"type": "rich_text", "elements": [rich(styled("Asks the date", "bold"))]}, number(0)],
        ],
    },
]

DATA_TABLE: Block = {
    "type": "data_table",
    "caption": "Scores of the week",
    "page_size": 3,
    "rows": [
        [raw("Name"), raw("Score")],
        *[
            [raw(name), number(score)]
            for name, score in zip("ABCDE", (71, 9, 100, 55, 83), strict=True)
        ],
    ],
}
CHARTS: list[Block] = [
    chart("line", series("You", 40, 55, 61, 78), series("Team", 50, 52, 51, 60)),
    chart("bar", series("You", 40, 55, 61, 78), series("Team", 50, 52, 51, 60)),
]
MORE_CHARTS: list[Block] = [
    chart("area", series("You", -10, 5, 20, 12)),
    {
        "type": "data_visualization",
        "title": "Findings",
        "chart": {
            "type": "pie",
            "segments": [{"label": "Traps", "value": 3}, {"label": "Moves", "value": 9}],
        },
    },
]

INPUTS: list[Block] = [
    {"type": "alert", "level": "warning", "text": mrkdwn("This line has *no close*.")},
    {
        "type": "input",
        "block_id": "line",
        "label": plain("Your closing line"),
        "hint": plain("Up to 4,000 characters"),
        "element": {
            "type": "plain_text_input",
            "action_id": "text",
            "multiline": True,
            "initial_value": "Thank you.",
            "placeholder": plain("What you would say"),
        },
    },
    {
        "type": "input",
        "block_id": "name",
        "optional": True,
        "label": plain("Company"),
        "element": {"type": "plain_text_input", "action_id": "text", "max_length": 10},
    },
    {
        "type": "input",
        "block_id": "when",
        "label": plain("When"),
        "element": {"type": "static_select", "action_id": "pick", "options": OPTIONS},
    },
    {
        "type": "input",
        "block_id": "how",
        "label": plain("How strict"),
        "element": {"type": "radio_buttons", "action_id": "radio", "options": OPTIONS},
    },
]
