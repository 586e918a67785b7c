"""A person checks lines in the demo: command, modal, Try again, shortcut, direct message."""

import re

from playwright.sync_api import Page, expect

WEAK = "Thanks for your time, and I look forward to hearing from you."
STRONG = (
    "I want this role. You said you need someone who opens new regions, and I opened two last "
    "year. How should I prepare for the next step, and when will you decide?"
)
SCORE = re.compile(r"^\d+ of 100$")


def composer(page: Page):
    return page.get_by_role("combobox", name=re.compile("^Message "))


def private_answer(page: Page):
    return page.get_by_role("listitem").filter(has_text="Only visible to you").last


def dialog(page: Page, name: str):
    return page.get_by_role("dialog", name=name)


def check(page: Page, line: str):
    """Run the command on a line and return the answer."""
    composer(page).fill(f"/close-check {line}")
    composer(page).press("Enter")
    answer = private_answer(page)
    expect(answer.get_by_role("heading", name=SCORE)).to_be_visible()
    return answer


def test_a_command_is_completed_and_its_critique_is_private(page: Page):
    composer(page).press_sequentially("/cl")
    expect(page.get_by_role("option", name="/close-check")).to_be_visible()
    composer(page).press("Tab")
    composer(page).press_sequentially(WEAK)
    composer(page).press("Enter")

    answer = private_answer(page)
    expect(answer.get_by_role("heading", name=SCORE)).to_be_visible()
    expect(answer.get_by_text("Your line", exact=True)).to_be_visible()
    expect(answer.get_by_role("strong").filter(has_text="look forward to hearing")).to_be_visible()
    expect(answer.get_by_role("button", name="Not a trap")).to_be_visible()


def test_the_arrow_keys_choose_among_the_commands_and_escape_closes_them(page: Page):
    composer(page).press_sequentially("/")
    composer(page).press("ArrowDown")
    option = page.get_by_role("option", selected=True)
    expect(composer(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id"))

    composer(page).press("Escape")

    expect(page.get_by_role("option")).to_have_count(0)
    expect(composer(page)).to_have_value("/")


def test_an_unknown_command_is_refused_and_stays_in_the_box(page: Page):
    composer(page).fill("/nonsense at all")
    composer(page).press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("/nonsense is not a valid command")
    expect(composer(page)).to_have_value("/nonsense at all")


def test_a_command_without_a_line_opens_a_form_that_answers_in_place(page: Page):
    composer(page).fill("/close-check")
    composer(page).press("Enter")
    form = dialog(page, "Check a close")
    expect(form.get_by_label("Your closing line")).to_be_focused()

    form.get_by_role("button", name="Check it").click()
    expect(form.get_by_role("alert")).to_have_text("Please complete this required field.")

    form.get_by_label("Your closing line").fill(WEAK)
    form.get_by_role("button", name="Check it").click()
    expect(dialog(page, "Your close").get_by_role("heading", name=SCORE)).to_be_visible()


def test_a_second_try_shows_what_changed(page: Page):
    check(page, WEAK).get_by_role("button", name="Try again").click()
    form = dialog(page, "Try again")
    expect(form.get_by_label("Your closing line")).to_have_value(WEAK)

    form.get_by_label("Your closing line").fill(STRONG)
    form.get_by_role("button", name="Check it").click()

    result = dialog(page, "Your close")
    expect(
        result.get_by_text(re.compile(r"^Since your last try: \d+ to \d+ of 100"))
    ).to_be_visible()
    expect(result.get_by_text("Now yes: No trap")).to_be_visible()

    result.get_by_role("button", name="Try again").click()
    expect(form.get_by_label("Your closing line")).to_have_value(STRONG)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_dispute_is_thanked_for(page: Page):
    check(page, WEAK).get_by_role("button", name="Not a trap").click()

    expect(private_answer(page)).to_contain_text("I have noted that this is not a trap here.")


def test_a_shortcut_checks_somebody_elses_message(page: Page):
    message = page.get_by_role("listitem", name=re.compile("^Tom Whitfield"))
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=re.compile("Check this close")).click()

    expect(dialog(page, "Your close").get_by_role("heading", name=SCORE)).to_be_visible()


def test_a_direct_message_is_answered_there_and_small_talk_gets_a_pointer(page: Page):
    page.get_by_role("link", name="Close Coach").click()
    composer(page).fill(WEAK)
    composer(page).press("Enter")
    answer = page.get_by_role("listitem", name=re.compile("^Close Coach")).last
    expect(answer.get_by_role("heading", name=SCORE)).to_be_visible()

    composer(page).fill("Nice weather today")
    composer(page).press("Enter")
    expect(page.get_by_text("I see no closing line here")).to_be_visible()


def test_a_line_in_a_thread_is_answered_in_that_thread(page: Page):
    page.get_by_role("link", name="Close Coach").click()
    composer(page).fill("help")
    composer(page).press("Enter")
    question = page.get_by_role("listitem", name=re.compile("^Maya Ortiz"))
    question.hover()
    question.get_by_role("button", name="Reply in thread").click()

    pane = page.get_by_role("complementary", name="Thread")
    pane.get_by_role("combobox", name="Reply").fill(WEAK)
    pane.get_by_role("combobox", name="Reply").press("Enter")

    expect(pane.get_by_role("heading", name=SCORE)).to_be_visible()
    expect(page.get_by_role("button", name="2 replies in the thread")).to_be_visible()
