"""Remake the README's picture: `python -m tests.browser.screenshot`."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect

from bot.offline import build_critic
from tests.browser import chromium, demo

PICTURE = Path(__file__).parents[2] / ".github" / "demo.png"
LINE = "Thank you for your time. I'll just wait to hear from you."


def main() -> None:
    """Ask the demo for a critique and take a picture of it. Exits with a sentence if it cannot."""
    path = chromium.find()
    if path is None:
        sys.exit("No Chromium here: install one, or name it in CHROMIUM.")
    with (
        tempfile.TemporaryDirectory() as folder,
        demo.running(Path(folder), build_critic(), demo.from_tuesday()) as slack,
        chromium.started(path) as browser,
    ):
        page = browser.new_page(viewport={"width": 1100, "height": 760}, color_scheme="light")
        page.goto(slack.url)
        box = page.get_by_role("combobox", name=re.compile("^Message"))
        box.fill(f"/close-check {LINE}")
        box.press("Enter")
        answer = page.locator("#place .message").last
        expect(answer).to_contain_text("of 100")
        answer.evaluate("message => message.scrollIntoView({block: 'start'})")
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
