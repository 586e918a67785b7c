"""Every block is rendered, safely. The page fixture fails each test on a console error."""

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from tests.browser import gallery

ATTACK = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(name="slack")
def _slack():
    """The embedded Slack without the bot: its blocks are posted here."""
    with Sandbox() as slack:
        yield slack


@pytest.fixture(name="post")
def _post(slack: Sandbox):
    """Post blocks as the bot, into the channel that the page shows."""
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])

    def post(*blocks, text="blocks"):
        client.chat_postMessage(channel="C0PRACTICE", text=text, blocks=list(blocks))

    return post


def latest(page: Page, kind: str):
    return page.locator(f"[data-block={kind}]").last


def test_text_is_styled_as_slack_styles_it(page: Page, post):
    post(*gallery.TEXTS)

    section = page.locator("[data-block=section]").filter(has_text="struck")
    expect(section.locator("strong")).to_have_text("bold")
    expect(section.locator("em")).to_have_text("italic")
    expect(section.locator("s")).to_have_text("struck")
    expect(section.locator("code")).to_have_text("code")
    expect(section.locator("pre")).to_have_text("a block\n  of code <b>")
    expect(section.locator("blockquote")).to_have_text("a quote over\ntwo lines")
    link = section.get_by_role("link", name="a link")
    expect(link).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    expect(section.locator(".mention")).to_have_text(
        ["@Tom Whitfield", "#closing-practice", "@here"]
    )
    expect(section).to_contain_text("2 * 3 * 4, snake_case_name <b> ")
    expect(page.get_by_role("heading", name="Every kind of text")).to_contain_text("👋")


def test_a_rich_text_keeps_its_styles_and_refuses_links_that_run(page: Page, post):
    post(*gallery.TEXTS)

    rich = latest(page, "rich_text")
    expect(rich.locator("strong")).to_have_text("I guess that is all")
    expect(rich.locator("s")).to_have_text("I guess that is all")
    expect(rich.get_by_role("link")).to_have_text([" read more"])
    expect(rich.locator("ul > li")).to_have_text(["one", "two"])
    expect(rich.locator("ol > li")).to_have_text(["first"])


def test_markup_in_data_stays_text(page: Page, post):
    post(
        {"type": "header", "text": gallery.plain(ATTACK)},
        {"type": "section", "text": gallery.plain(ATTACK)},
        {"type": "rich_text", "elements": [gallery.rich(gallery.styled(ATTACK))]},
        {"type": "markdown", "text": ATTACK},
        {"type": "table", "rows": [[gallery.raw(ATTACK)]]},
    )

    expect(latest(page, "table")).to_have_text(ATTACK)
    expect(latest(page, "markdown")).to_have_text(ATTACK)
    assert page.locator("#place img, #place script").count() == 0


def test_a_danger_button_asks_first(page: Page, post, slack: Sandbox):
    post(*gallery.ACTIONS)

    page.get_by_role("button", name="Delete").click()
    question = page.get_by_role("dialog", name="Delete the drafts?")
    expect(question).to_contain_text("They cannot be brought back.")
    question.get_by_role("button", name="Keep").click()

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_control_has_a_name(page: Page, post):
    post(*gallery.ACTIONS)
    page.get_by_role("button", name="Helpful", exact=True).wait_for()

    snapshot = latest(page, "actions").aria_snapshot() + latest(page, "section").aria_snapshot()

    assert "- combobox" not in {line.strip() for line in snapshot.splitlines()}
    expect(page.get_by_role("combobox", name="When")).to_be_visible()
    expect(page.get_by_role("radiogroup", name="When do you practise?")).to_be_visible()
    expect(page.get_by_role("group", name="Remind me")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Mornings")).to_be_checked()
    people = page.get_by_role("group", name="Who may see it")
    expect(people.get_by_role("checkbox", name="Tom Whitfield")).to_be_checked()
    expect(people.get_by_role("checkbox", name="Maya Ortiz")).not_to_be_checked()


def test_a_table_shows_text_numbers_and_styles(page: Page, post):
    post(*gallery.TABLES)

    table = latest(page, "table")
    expect(table.get_by_role("columnheader")).to_have_text(["Step", "Points"])
    expect(table.get_by_role("cell")).to_have_text(["States interest", "25", "Asks the date", "0"])
    expect(table.locator("td.align-right")).to_have_text(["25", "0"])
    expect(table.locator("strong")).to_have_text("Asks the date")


def test_a_data_table_is_sorted_filtered_and_paged(page: Page, post):
    post(gallery.DATA_TABLE)
    table = latest(page, "data_table")
    names = table.get_by_role("rowheader")
    expect(names).to_have_text(["A", "B", "C"])

    table.get_by_role("button", name="Next").click()
    expect(names).to_have_text(["D", "E"])

    table.get_by_role("button", name="Score").click()
    expect(names).to_have_text(["B", "D", "A"])
    table.get_by_role("button", name="Score").click()
    expect(names).to_have_text(["C", "E", "A"])
    expect(table.locator("[aria-sort=descending]")).to_have_text("Score")

    table.get_by_role("searchbox").fill("d")
    expect(names).to_have_text(["D"])
    expect(table.get_by_role("status")).to_have_text("1 to 1 of 1")


def test_a_chart_has_the_same_figures_as_a_table(page: Page, post):
    post(*gallery.CHARTS)
    chart = page.locator("[data-block=data_visualization]").first
    expect(chart.get_by_role("img")).to_have_accessible_name(
        "Chart: Scores as line. The figures follow as a table."
    )

    chart.get_by_text("Show the figures as a table").click()

    expect(chart.get_by_role("columnheader")).to_have_text(["Week", "You", "Team"])
    expect(chart.get_by_role("row").nth(2)).to_have_text("Week 25552")


def test_areas_and_pies_are_drawn(page: Page, post):
    post(*gallery.MORE_CHARTS)

    charts = page.locator("[data-block=data_visualization]")
    expect(charts.first.locator("path.wash")).to_have_count(1)
    expect(charts.last.locator("path.slice")).to_have_count(2)
    expect(charts.last.get_by_role("list")).to_contain_text("Moves (75 %)")


RENDER = """async ([list, kept]) => {
    const { blocks } = await import("/static/blocks.js");
    const ctx = { names: () => "", people: [], channels: [], fields: [], act: () => {}, kept };
    document.querySelector("#place").replaceChildren(...blocks(list, ctx));
    return Object.fromEntries(ctx.fields.map(({ block, read }) => [block, read()]));
}"""


def test_inputs_are_tied_to_their_labels_and_hints(page: Page):
    state = page.evaluate(RENDER, [gallery.INPUTS, {}])

    line = page.get_by_label("Your closing line")
    expect(line).to_have_accessible_description("Up to 4,000 characters")
    expect(line).to_have_value("Thank you.")
    expect(page.get_by_label("Company (optional)")).to_have_value("")
    expect(page.get_by_label("When")).to_have_value("")
    expect(page.get_by_role("radiogroup", name="How strict")).to_be_visible()
    expect(page.get_by_role("note")).to_have_text("This line has no close.")
    assert state == {
        "line": {"type": "plain_text_input", "value": "Thank you."},
        "name": {"type": "plain_text_input", "value": None},
        "when": {"type": "static_select", "selected_option": None},
        "how": {"type": "radio_buttons", "selected_option": None},
    }


def test_an_update_in_place_keeps_what_was_typed(page: Page):
    page.evaluate(RENDER, [gallery.INPUTS, {"line": {"text": {"value": "typed"}}}])

    expect(page.get_by_label("Your closing line")).to_have_value("typed")


def test_a_container_folds_its_blocks(page: Page):
    inside = {"type": "section", "text": gallery.plain("Hidden at first")}
    container = {
        "type": "container",
        "title": gallery.plain("Details"),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [inside],
    }
    page.evaluate(RENDER, [[container], {}])
    expect(page.get_by_text("Hidden at first")).to_be_hidden()

    page.get_by_text("Details").click()

    expect(page.get_by_text("Hidden at first")).to_be_visible()


def test_a_block_of_an_unknown_kind_is_shown_as_a_note(page: Page):
    page.evaluate(RENDER, [[{"type": "novelty"}], {}])

    expect(page.get_by_text("Unknown block: novelty")).to_be_visible()
