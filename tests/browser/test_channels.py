"""Channels on the demo page: inviting, files, news that comes while one looks."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from tests.browser.test_checking import composer
from tests.sandbox.test_files import manifest_with_files

ROWS = "name,points\nMaya,12\n"


@pytest.fixture(name="slack")
def _slack(tmp_path: Path):
    """The embedded Slack without the bot."""
    with Sandbox(manifest=manifest_with_files(tmp_path)) as slack:
        yield slack


def test_the_app_is_invited_by_a_command_of_slack_s_own(page: Page):
    page.get_by_role("link", name="general").click()
    composer(page).fill("/invite @close-coach")
    composer(page).press("Enter")

    expect(page.get_by_text("@Close Coach was added to the channel by @Maya Ortiz")).to_be_visible()


def test_a_file_is_shown_with_its_name_and_size_and_downloads(page: Page, slack: Sandbox):
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    client.files_upload_v2(
        channel="C0PRACTICE", filename="board.csv", title="The board", content=ROWS
    )
    file = page.get_by_role("link", name="The board")
    expect(file).to_contain_text("board.csv, 20 bytes")

    with page.expect_download() as download:
        file.click()

    assert Path(download.value.path()).read_text(encoding="utf-8") == ROWS


def test_a_channel_that_becomes_private_archived_or_another_is_shown_so(page: Page, slack: Sandbox):
    slack.admin.add_channel("C0NEW", "new-team", "U0MAYA", is_private=True)
    page.get_by_role("link", name="new-team").click()
    expect(page.locator("#header")).to_contain_text("private")

    slack.admin.change_channel("C0NEW", name="old-team", is_archived=True)
    expect(page.locator("#header")).to_contain_text("private, archived")
    slack.admin.delete_channel("C0NEW")

    expect(page.get_by_role("heading", name="# closing-practice")).to_be_visible()
    expect(page.get_by_role("link", name="old-team")).to_have_count(0)
