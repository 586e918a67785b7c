"""The daily drill in the demo: from joining over the next mornings to leaving again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.critic import Critic
from bot.sandbox.server import Sandbox
from tests.browser import demo
from tests.browser.test_checking import composer, dialog

HEARD = "Anything else you want to know?"
POOR = "No, that is all. Thanks for your time, and I look forward to hearing from you."
WEDNESDAY = "Wednesday 25 November at 09:00 (America/Chicago)"
THURSDAY = "Thursday 26 November at 09:00 (America/Chicago)"


@pytest.fixture(name="slack")
def _slack(critic: Critic, tmp_path: Path) -> Iterator[Sandbox]:
    with demo.running(tmp_path, critic, demo.from_tuesday()) as slack:
        yield slack


def open_messages(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^CC|^Close Coach")).first.click()
    expect(composer(page)).to_be_visible()


def open_home(page: Page) -> None:
    open_messages(page)
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="The daily drill")).to_be_visible()


def say(page: Page, words: str) -> None:
    composer(page).fill(words)
    composer(page).press("Enter")


def join(page: Page) -> None:
    open_messages(page)
    say(page, "join")
    expect(page.get_by_text(f"You are in. Your next drill comes on {WEDNESDAY}.")).to_be_visible()


def jump(page: Page, button: str = "Next morning") -> None:
    clock = page.get_by_role("region", name="Demo clock")
    offered = clock.get_by_role("button", name=re.compile(f"^{button}"))
    moment = (offered.text_content() or "").removeprefix(button).strip()
    offered.click()
    expect(clock.get_by_role("time")).to_have_text(moment)
    expect(page.get_by_text(re.compile("^It is now ")).last).to_be_visible()


def drill(page: Page) -> Locator:
    """The latest drill in the direct message."""
    messages = page.get_by_role("listitem", name=re.compile("^Close Coach"))
    return messages.filter(has=page.get_by_role("button", name="Skip today")).last


def begin_answer(page: Page) -> Locator:
    drill(page).get_by_role("button", name="Answer", exact=True).click()
    form: Locator = dialog(page, "Your drill")
    expect(form.get_by_label("Your answer")).to_be_focused()
    return form


def hand_in(form: Locator, answer: str) -> None:
    form.get_by_label("Your answer").fill(answer)
    form.get_by_role("button", name="Check it").click()


def drills_of(slack: Sandbox, user: str) -> int:
    sent = slack.messages(user, slack.dm(user))
    return sum(message["text"].startswith("Your drill: ") for message in sent)


def test_a_rep_joins_on_home_and_has_a_drill_the_next_morning(page: Page, slack: Sandbox):
    open_home(page)
    page.get_by_role("button", name="Join the daily drill").click()
    expect(page.get_by_text(f"You are in. Your next drill comes on {WEDNESDAY}.")).to_be_visible()

    jump(page)

    expect(page.get_by_text(f"Next drill: {THURSDAY}")).to_be_visible()
    page.get_by_role("link", name="Close Coach 1 new message").click()
    expect(drill(page)).to_contain_text("9:00")
    expect(page.get_by_text("Today", exact=True)).to_be_visible()
    assert [drills_of(slack, user) for user in ("U0MAYA", "U0TOM", "U0PRIYA")] == [1, 0, 0]


def test_a_bad_answer_gets_a_hint_a_second_try_and_a_model(page: Page):
    join(page)
    jump(page)
    form = begin_answer(page)
    form.get_by_role("button", name="Hint").click()
    expect(dialog(page, "Close Coach")).to_contain_text("Hint: ")
    page.keyboard.press("Escape")
    hand_in(form, POOR)
    expect(form).to_contain_text("Not there yet: 80 will do.")

    form.get_by_role("button", name="Show a model answer").click()
    shown = dialog(page, "Close Coach").get_by_text(re.compile("^A model answer: "))
    model = shown.inner_text().split("\n")[0].removeprefix("A model answer: ")
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Try again").click()
    expect(form.get_by_label("Your answer")).to_have_value(POOR)
    hand_in(form, model)

    expect(form.get_by_role("heading", name=re.compile(r"^(8|9|10)\d of 100$"))).to_be_visible()
    expect(form).to_contain_text("counts as done with help")


def test_an_answer_in_the_thread_is_graded_and_so_is_its_edit(page: Page):
    join(page)
    jump(page)
    drill(page).hover()
    drill(page).get_by_role("button", name="Reply in thread").click()
    pane = page.get_by_role("complementary", name="Thread")
    pane.get_by_role("combobox", name="Reply").fill(POOR)
    pane.get_by_role("combobox", name="Reply").press("Enter")
    grades = pane.get_by_role("heading", name=re.compile(r"^\d+ of 100$"))
    expect(grades).to_have_count(1)

    mine = pane.get_by_role("listitem", name=re.compile("^Maya Ortiz"))
    mine.hover()
    mine.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Edit message").click()
    box = pane.get_by_role("textbox", name="Edit your message")
    expect(box).to_have_value(POOR)
    box.fill("What have I not covered yet that matters to you here?")
    box.press("Enter")

    expect(grades).to_have_count(2)
    expect(mine).to_contain_text("What have I not covered yet that matters to you here?")
    expect(mine).to_contain_text("(edited)")
    expect(pane.get_by_text(re.compile("^Your last try at this drill: "))).to_be_visible()


def test_the_hour_and_the_days_are_set_on_home(page: Page):
    join(page)
    open_home(page)

    page.get_by_label("Time of day").fill("07:30")
    expect(
        page.get_by_text("Saved. Your next drill comes on Wednesday 25 November at 07:30")
    ).to_be_visible()
    page.get_by_role("checkbox", name="Wednesday").uncheck()

    expect(
        page.get_by_text("Saved. Your next drill comes on Thursday 26 November at 07:30")
    ).to_be_visible()
    expect(page.get_by_role("checkbox", name="Wednesday")).not_to_be_checked()
    expect(page.get_by_label("Time of day")).to_have_value("07:30")


def test_a_pause_keeps_mornings_free_until_it_is_over(page: Page, slack: Sandbox):
    join(page)
    open_home(page)
    page.get_by_label("Pause until").fill("2026-11-26")
    expect(page.get_by_text("Saved: no drill until then")).to_be_visible()

    jump(page)
    expect(page.get_by_text(f"Next drill: {THURSDAY}")).to_be_visible()
    assert drills_of(slack, "U0MAYA") == 0
    jump(page)

    page.get_by_role("link", name="Close Coach 1 new message").click()
    expect(drill(page)).to_be_visible()


def test_a_skipped_drill_is_let_go_and_the_next_one_comes(page: Page, slack: Sandbox):
    join(page)
    jump(page)
    drill(page).get_by_role("button", name="Skip today").click()
    expect(page.get_by_text("Today is left out. It breaks no streak.")).to_be_visible()

    jump(page)

    expect(page.get_by_role("button", name="Skip today")).to_have_count(2)
    assert drills_of(slack, "U0MAYA") == 2


def test_who_stops_gets_no_more(page: Page, slack: Sandbox):
    join(page)
    open_home(page)
    page.get_by_role("button", name="Stop the daily drill").click()
    sure = dialog(page, "Stop the daily drill?")
    sure.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Done: no more daily drills.")).to_be_visible()

    jump(page)

    expect(page.get_by_role("button", name="Join the daily drill")).to_be_visible()
    slack.settle()
    assert drills_of(slack, "U0MAYA") == 0


def test_a_wish_that_cannot_be_read_gets_a_sentence(page: Page):
    join(page)
    for words, answer in (
        ("time 25:00", "I cannot read that as a time of day."),
        ("zone Mars", "I do not know that time zone."),
        ("pause until 2020-01-01", "Name a day after today."),
    ):
        say(page, words)
        expect(page.get_by_text(answer)).to_be_visible()


def test_a_jump_to_the_evening_lets_the_morning_s_drill_go(page: Page, slack: Sandbox):
    join(page)
    clock = page.get_by_role("region", name="Demo clock")
    clock.get_by_text("Another time").click()
    clock.get_by_label("Date and time").fill("2026-11-25T19:00")
    clock.get_by_role("button", name="Go").click()
    expect(clock.get_by_role("time")).to_have_text("Wed 25 Nov, 19:00")

    say(page, "status")

    expect(page.get_by_text(f"Your next drill comes on {THURSDAY}.")).to_be_visible()
    assert drills_of(slack, "U0MAYA") == 0


def test_at_a_weekend_the_clock_offers_monday_too(page: Page):
    clock = page.get_by_role("region", name="Demo clock")
    expect(clock.get_by_role("button")).to_have_count(1)
    for _ in range(3):
        jump(page)
    expect(clock.get_by_role("time")).to_have_text("Fri 27 Nov, 9:00")

    jump(page, "Monday morning")

    expect(clock.get_by_role("time")).to_have_text("Mon 30 Nov, 9:00")


def test_each_person_reads_the_clock_in_their_own_zone(page: Page):
    clock = page.get_by_role("region", name="Demo clock")
    jump(page)
    expect(clock).to_contain_text("Chicago time")

    page.get_by_role("link", name=re.compile("Priya Raman")).click()

    expect(clock.get_by_role("time")).to_have_text("Wed 25 Nov, 20:30")
    expect(clock).to_contain_text("Kolkata time")


def test_one_s_own_message_is_edited_left_alone_or_deleted(page: Page):
    say(page, HEARD)
    mine = page.get_by_role("listitem", name=re.compile("^Maya Ortiz")).last
    expect(mine).to_contain_text(HEARD)

    def choose(what: str) -> None:
        mine.hover()
        mine.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name=what).click()

    choose("Edit message")
    page.get_by_role("textbox", name="Edit your message").fill("half a")
    page.keyboard.press("Escape")
    expect(mine).to_contain_text(HEARD)

    choose("Delete message")
    dialog(page, "Delete this message?").get_by_role("button", name="Delete").click()
    expect(page.get_by_text(HEARD)).to_have_count(0)


def test_the_clock_fits_a_narrow_screen(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Open the sidebar").click()

    jump(page)

    expect(page.get_by_role("region", name="Demo clock").get_by_role("time")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
