"""Remake the README's pictures: `python -m tests.browser.screenshot`."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from bot.offline import build_critic
from tests.browser import chromium, demo

PICTURES = Path(__file__).parents[2] / ".github"
LINE = "Thank you for your time. I'll just wait to hear from you."


def main() -> None:
    """Use the demo and take pictures of it. Exits with a sentence if it cannot."""
    path = chromium.find()
    if path is None:
        sys.exit("No Chromium here: install one, or name it in CHROMIUM.")
    critic = build_critic()
    with tempfile.TemporaryDirectory() as before, tempfile.TemporaryDirectory() as folder:
        past = demo.team_past(Path(before), critic)
        with (
            demo.running(Path(folder), critic, demo.from_thursday(), past) as slack,
            chromium.started(path) as browser,
        ):
            page = browser.new_page(viewport={"width": 1100, "height": 760}, color_scheme="light")
            page.goto(slack.url)
            critique(page)
            board(page)


def critique(page: Page) -> None:
    """Ask for a critique and take a picture of it."""
    box = page.get_by_role("combobox", name=re.compile("^Message"))
    box.fill(f"/close-check {LINE}")
    box.press("Enter")
    expect(page.locator("#place .message").last).to_contain_text("of 100")
    picture(page, "demo.png")


def board(page: Page) -> None:
    """Let the week end and take a picture of the team's board."""
    page.set_viewport_size({"width": 1100, "height": 1010})
    page.get_by_role("link", name=re.compile("Priya Raman")).click()
    page.get_by_role("link", name=re.compile("^leaderboard")).click()
    page.get_by_role("button", name=re.compile("^End of the week")).click()
    expect(page.locator("#place .message").last).to_contain_text("Practice board")
    page.get_by_role("button", name="Dismiss").click()
    picture(page, "board.png")


def picture(page: Page, name: str) -> None:
    """Take a picture of the latest message, from its start."""
    last = page.locator("#place .message").last
    last.evaluate("message => message.scrollIntoView({block: 'start'})")
    page.mouse.move(0, 0)  # what the mouse is on looks another way
    page.screenshot(path=PICTURES / name)


if __name__ == "__main__":
    main()
