"""What the sandbox refuses, in Slack's own codes, seen through Slack's own client."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.limits import check_view
from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal

DIVIDER = {"type": "divider"}
LABEL = {"type": "plain_text", "text": "Go"}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": LABEL}


def rich(text: str) -> Json:
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [part]}


TABLE: Json = {
    "type": "table",
    "rows": [
        [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Points"}],
        [rich("Maya"), {"type": "raw_number", "value": 12}],
    ],
    "column_settings": [{"align": "left"}, {"align": "right"}],
}
CHART: Json = {
    "type": "data_visualization",
    "title": "Traps a week",
    "chart": {
        "type": "line",
        "series": [{"name": "Team", "data": [{"label": "W1", "value": 3}]}],
        "axis_config": {"categories": ["W1"]},
    },
}
DATA_TABLE: Json = {
    "type": "data_table",
    "caption": "Points",
    "rows": TABLE["rows"],
    "page_size": 10,
}
ACCEPTED = [
    section("Hello"),
    {"type": "header", "text": LABEL},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]},
    DIVIDER,
    {"type": "actions", "elements": [button("a"), button("b")]},
    rich("Hello"),
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"},
    {"type": "markdown", "text": "**Hello**"},
    {"type": "container", "title": LABEL, "child_blocks": [{**DIVIDER, "block_id": "in"}]},
    TABLE,
    DATA_TABLE,
    CHART,
]
REFUSED = [
    ([DIVIDER] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
    ([{"type": "carusel"}], "unsupported type: carusel [json-pointer:/blocks/0/type]"),
    (
        [{**DIVIDER, "colour": "red"}],
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    (
        [{"type": "actions", "elements": [button(str(n)) for n in range(26)]}],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [{**DIVIDER, "block_id": "d"}, {**DIVIDER, "block_id": "d"}],
        "duplicate block_id: d [json-pointer:/blocks]",
    ),
    (
        [{"type": "actions", "elements": [button("a"), button("a")]}],
        "duplicate action_id: a [json-pointer:/blocks/0/elements]",
    ),
    (
        [{**TABLE, "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
    (
        [{**TABLE, "rows": [[{"type": "raw_text", "text": "x" * 2501}] * 4]}],
        "must be less than 10001 characters in all cells [json-pointer:/blocks]",
    ),
    (
        [{**DATA_TABLE, "rows": [TABLE["rows"][1], TABLE["rows"][0]]}],
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    (
        [{**DATA_TABLE, "rows": [TABLE["rows"][0], TABLE["rows"][1][:1]]}],
        "must have as many cells as the first row [json-pointer:/blocks/0/rows/1]",
    ),
    ([CHART] * 3, "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"),
    (
        [{**CHART, "chart": {**CHART["chart"], "series": CHART["chart"]["series"] * 2}}],
        "must be unique [json-pointer:/blocks/0/chart/series/1/name]",
    ),
    (
        [{"type": "alert", "text": LABEL}],
        "unsupported type: alert [json-pointer:/blocks/0/type]",
    ),
    (
        [{**CHART, "chart": {**CHART["chart"], "axis_config": {"categories": ["W2"]}}}],
        "must match the categories [json-pointer:/blocks/0/chart/series/0/data]",
    ),
]


def refusal(call: Callable[..., Any], **arguments: Any) -> tuple[str, list[str]]:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    response = caught.value.response
    return response["error"], response.get("response_metadata", {}).get("messages", [])


@pytest.mark.parametrize("block", ACCEPTED, ids=lambda block: block["type"])
def test_a_sound_block_is_posted_and_kept_as_given(sandbox, client, block):
    client.chat_postMessage(channel="C0PRACTICE", text="hi", blocks=[block])

    shown = sandbox.messages("U0MAYA", "C0PRACTICE")[-1]["blocks"][0]
    assert {**shown, **block} == shown


@pytest.mark.parametrize(("blocks", "problem"), REFUSED, ids=[p for _, p in REFUSED])
def test_a_faulty_block_is_refused_with_its_place(sandbox, client, blocks, problem):
    before = sandbox.messages("U0MAYA", "C0PRACTICE")

    answer = refusal(client.chat_postMessage, channel="C0PRACTICE", text="hi", blocks=blocks)

    assert answer == ("invalid_blocks", [f"[ERROR] {problem}"])
    assert sandbox.messages("U0MAYA", "C0PRACTICE") == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": "C0PRACTICE", "text": ""}, "no_text"),
        ({"channel": "C0PRACTICE", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0PRACTICE", "blocks": [section("x" * 2700)] * 5}, "msg_blocks_too_long"),
        ({"channel": "C0NOWHERE", "text": "hi"}, "channel_not_found"),
        ({"channel": "U0NOBODY", "text": "hi"}, "channel_not_found"),
        ({"channel": "C0GENERAL", "text": "hi"}, "not_in_channel"),
        ({"channel": "C0PRACTICE", "text": "hi", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0PRACTICE", "text": "hi", "metadata": {}}, "invalid_metadata_format"),
    ],
    ids=[
        "no text",
        "a long text",
        "long blocks",
        "an unknown channel",
        "an unknown person",
        "a channel without the bot",
        "an unknown thread",
        "metadata without a name",
    ],
)
def test_a_message_that_slack_refuses_is_refused(sandbox, client, arguments, code):
    error, _ = refusal(client.api_call, api_method="chat.postMessage", json=arguments)

    assert error == code


def test_a_message_holds_one_table(client):
    fold = {"type": "container", "title": LABEL, "child_blocks": [TABLE]}

    answer = refusal(
        client.chat_postMessage, channel="C0PRACTICE", text="hi", blocks=[DATA_TABLE, fold]
    )

    assert answer == ("invalid_attachments", ["[ERROR] only_one_table_allowed"])


def test_a_kind_of_block_may_not_be_rolled_out_yet(sandbox, client):
    sandbox.admin.refuse_blocks("data_visualization")
    blocks = [TABLE, CHART]
    problem = "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/1/type]"

    answer = refusal(client.chat_postMessage, channel="C0PRACTICE", text="hi", blocks=blocks)

    assert answer == ("invalid_blocks", [problem])
    assert client.chat_postMessage(channel="C0PRACTICE", text="hi", blocks=[TABLE])["ok"]


@pytest.mark.parametrize("block", [TABLE, DATA_TABLE, CHART], ids=lambda block: block["type"])
def test_a_modal_takes_no_table_and_no_chart(block):
    with pytest.raises(SlackRefusal, match="unsupported type"):
        check_view(modal(blocks=[block]), "modal")


def test_a_home_tab_takes_a_chart_and_no_table():
    check_view({"type": "home", "blocks": [CHART]}, "home")
    with pytest.raises(SlackRefusal, match="unsupported type: table"):
        check_view({"type": "home", "blocks": [TABLE]}, "home")


def modal(**changes: Any) -> Json:
    return {"type": "modal", "title": LABEL, "blocks": [DIVIDER]} | changes


ASKING = {
    "type": "input",
    "label": LABEL,
    "element": {"type": "plain_text_input", "action_id": "text"},
}


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (
            modal(title={"type": "plain_text", "text": "x" * 25}),
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            modal(private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal(blocks=[DIVIDER] * 101),
            "no more than 100 items allowed [json-pointer:/view/blocks]",
        ),
        (modal(blocks=[ASKING]), "missing required field: submit [json-pointer:/view]"),
        (modal(type="home"), "must be one of: modal [json-pointer:/view/type]"),
        (
            modal(blocks=[{"type": "context_actions", "elements": []}]),
            "unsupported type: context_actions [json-pointer:/view/blocks/0/type]",
        ),
    ],
    ids=["title", "private metadata", "blocks", "submit", "type", "block type"],
)
def test_a_faulty_modal_is_refused_and_none_opens(sandbox, echo, client, view, problem):
    answers = []

    @echo.app.command("/ask")
    def ask(ack, body):
        ack()
        answers.append(refusal(client.views_open, trigger_id=body["trigger_id"], view=view))

    sandbox.command("U0MAYA", "C0PRACTICE", "/ask")

    assert answers == [("invalid_arguments", [f"[ERROR] {problem}"])]
    assert sandbox.view("U0MAYA") is None


def test_an_answer_to_a_command_is_held_to_the_same_limits(sandbox, echo):
    @echo.app.command("/echo")
    def say(ack):
        ack(blocks=[{"type": "section"}], text="hi")

    with pytest.raises(SlackRefusal) as caught:
        sandbox.command("U0MAYA", "C0PRACTICE", "/echo")

    assert caught.value.code == "invalid_command_response"
