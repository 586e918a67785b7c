"""The team's board in the demo: posted, asked for, set up, and what the manager sees."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.critic import Critic
from bot.sandbox.server import Sandbox
from tests.browser import demo
from tests.browser.test_checking import composer, dialog, private_answer

SHOWN = ("Hannah", "Tom", "Grace", "Daniel", "Aisha")
HIDDEN = ("Nora", "Sam", "Wei")
COLUMNS = ["Place", "Name", "Points", "Days", "Streak", "Change"]


@pytest.fixture(name="slack")
def _slack(critic: Critic, past: Path, tmp_path: Path) -> Iterator[Sandbox]:
    with demo.running(tmp_path, critic, demo.from_thursday(), past) as slack:
        yield slack


def become(page: Page, name: str, channel: str = "leaderboard") -> None:
    page.get_by_role("link", name=re.compile(name)).click()
    page.get_by_role("link", name=re.compile(f"^{channel}")).click()
    expect(page.get_by_role("heading", name=f"# {channel}")).to_be_visible()


def ask(page: Page, command: str) -> Locator:
    """Run a command and return what answers it."""
    composer(page).fill(command)
    composer(page).press("Enter")
    answer: Locator = private_answer(page)
    expect(answer).to_be_visible()
    return answer


def names_in(table: Locator) -> list[str]:
    expect(table.get_by_role("columnheader")).to_have_text(COLUMNS)
    return [
        row.get_by_role("cell").nth(1).inner_text() for row in table.get_by_role("row").all()[1:]
    ]


def test_the_end_of_the_week_brings_the_board_to_its_channel_once(page: Page, slack: Sandbox):
    clock = page.get_by_role("region", name="Demo clock")
    clock.get_by_role("button", name=re.compile("^End of the week")).click()
    page.get_by_role("link", name=re.compile("^leaderboard . new message")).click()

    post = page.get_by_role("listitem", name=re.compile("^Close Coach")).last
    expect(post.get_by_role("heading", name=re.compile("^Practice board"))).to_be_visible()
    assert sorted(names_in(post.get_by_role("table").first)) == sorted(SHOWN)
    expect(post).to_contain_text("3 people chose not to be shown")
    for name in HIDDEN:
        expect(post).not_to_contain_text(name)
    boards = [m for m in slack.messages("U0TOM", "C0BOARD") if "First: " in m["text"]]
    assert len(boards) == 1
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.locator("#place").evaluate("place => place.scrollWidth <= place.clientWidth")


def test_a_rep_sees_the_board_and_where_their_own_points_come_from(page: Page):
    become(page, "Tom Whitfield")
    board = ask(page, "/close-board")
    expect(board.get_by_role("table")).to_be_visible()
    expect(board.get_by_role("button", name="Post to channel")).to_have_count(0)
    board.get_by_role("combobox").select_option("Last week")
    expect(private_answer(page)).to_contain_text("16 to 22 November")

    mine = ask(page, "/close-board me")

    expect(mine.get_by_role("heading", name="Your place")).to_be_visible()
    expect(mine).to_contain_text(re.compile(r"You are in place \d of 5, with \d+ points"))
    expect(mine).to_contain_text("a new line checked, 26 November")


def test_a_manager_is_told_to_invite_the_bot_and_then_sets_up_a_board_by_one_click(page: Page):
    become(page, "Priya Raman", "general")
    told = ask(page, "/close-board")
    invitation = re.search(r"/invite @[\w-]+", told.inner_text())
    assert invitation is not None
    composer(page).fill(invitation[0])
    composer(page).press("Enter")
    expect(page.get_by_text("was added to the channel")).to_be_visible()

    composer(page).fill("/close-board")
    composer(page).press("Enter")
    form = dialog(page, "This channel's board")
    expect(form.get_by_label("Day of the week")).to_have_value("4")
    form.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Priya has set up this channel's board.")).to_be_visible()


def test_a_manager_sees_the_team_on_home_and_takes_its_figures_along(page: Page, slack: Sandbox):
    become(page, "Priya Raman")
    page.get_by_role("link", name="Close Coach").click()
    page.get_by_role("link", name="Home").click()
    team = page.get_by_role("main")
    expect(team.get_by_role("heading", name="Your team", exact=True)).to_be_visible()
    expect(team).to_contain_text("Luis, since 24 Nov 2026")
    expect(team).to_contain_text("Asked for help")

    team.get_by_role("button", name="Export CSV").click()
    expect(page.get_by_role("dialog")).to_contain_text("The file is in our direct messages.")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Messages").click()

    file = page.get_by_role("link", name=re.compile("csv"))
    expect(file).to_be_visible()
    with page.expect_download() as download:
        file.click()
    rows = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Hannah" in rows
    assert "Nora" not in rows  # is hidden
