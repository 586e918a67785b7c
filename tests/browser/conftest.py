"""A real browser, and the whole bot in the demo for it to look at."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from bot.core.critic import Critic
from bot.sandbox.server import Sandbox
from tests.browser import chromium, demo


@pytest.fixture(name="browser", scope="package")  # its event loop must end with these tests
def _browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        why = "no Chromium here: install one, or name it in CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    with chromium.started(path) as browser:
        yield browser


@pytest.fixture(name="past", scope="session")
def _past(critic: Critic, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with what the demo's team did before the demo begins."""
    return demo.team_past(tmp_path_factory.mktemp("team"), critic)


@pytest.fixture(name="slack")
def _slack(critic: Critic, tmp_path: Path) -> Iterator[Sandbox]:
    with demo.running(tmp_path, critic) as slack:
        yield slack


@pytest.fixture(name="page")
def _page(browser: Browser, slack: Sandbox) -> Iterator[Page]:
    """The demo page as Maya sees it first. Whatever the page complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def listen(entry: ConsoleMessage) -> None:
        if entry.type == "error":
            complaints.append(entry.text)

    page.on("console", listen)
    page.goto(slack.url)
    page.get_by_role("combobox", name="Message #closing-practice").wait_for()
    yield page
    context.close()
    assert complaints == []
