"""Around the demo page: Home, people, themes, the keyboard alone, a narrow screen."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.test_checking import SCORE, WEAK, check, composer, dialog


def open_home(page: Page) -> None:
    page.get_by_role("link", name="Close Coach").click()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="Your recent scores")).to_be_visible()


def expect_theme(page: Page, name: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-theme", name)


def test_home_offers_a_first_try_and_then_shows_its_score(page: Page):
    open_home(page)
    expect(page.get_by_text("None yet.")).to_be_visible()

    page.get_by_role("button", name="Try it").click()
    form = dialog(page, "Check a close")
    expect(form.get_by_label("Your closing line")).not_to_have_value("")
    form.get_by_role("button", name="Check it").click()
    result = dialog(page, "Your close")
    expect(result.get_by_role("heading", name=SCORE)).to_be_visible()
    result.get_by_role("button", name="Close", exact=True).click()

    page.get_by_role("link", name="Messages").click()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("listitem").filter(has_text="of 100").first).to_be_visible()


def test_a_manager_changes_the_stance_and_a_rep_only_reads_it(page: Page):
    open_home(page)
    expect(
        page.get_by_text(
            "A manager can change this: a workspace admin or owner, or whom they named."
        )
    ).to_be_visible()
    expect(page.get_by_role("main").get_by_role("combobox")).to_have_count(0)

    page.get_by_role("link", name=re.compile("Priya Raman")).click()
    open_home(page)
    page.get_by_role("button", name="Team settings").click()
    settings = dialog(page, "Team settings")
    settings.get_by_role("combobox", name="Choose a stance").select_option("Strict")
    expect(settings.get_by_text("Saved. Your team's stance is now Strict.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Stance: Strict")).to_be_visible()

    page.get_by_role("link", name=re.compile("Maya Ortiz")).click()
    open_home(page)
    expect(page.get_by_role("main").get_by_text("Now: Strict.")).to_be_visible()


def test_a_click_while_the_person_changes_goes_to_the_new_person(page: Page):
    held: list[Route] = []
    page.route("**/page/state?user=U0PRIYA", lambda route: held.append(route))
    with page.expect_request("**/page/state?user=U0PRIYA"):
        page.get_by_role("link", name=re.compile("Priya Raman")).click()

    page.get_by_role("link", name="general").click()
    page.get_by_role("link", name="Close Coach").click()
    held[0].continue_()

    expect(page.get_by_role("heading", name="Close Coach", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("#/U0PRIYA/D0PRIYA$"))
    expect(page.get_by_role("link", name=re.compile("Priya Raman"))).to_have_attribute(
        "aria-current", "true"
    )
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_unknown_person_in_the_address_leaves_one_where_one_was(page: Page):
    page.evaluate("location.hash = '#/U0NOBODY'")

    expect(page.get_by_role("alert")).to_contain_text("There is no such person.")
    page.get_by_role("link", name="general").click()
    expect(page.get_by_role("heading", name="# general")).to_be_visible()


def test_nobody_else_sees_a_private_answer(page: Page):
    check(page, WEAK)

    page.get_by_role("link", name=re.compile("Tom Whitfield")).click()
    page.get_by_role("link", name="closing-practice").click()

    expect(page.get_by_text("Mine for Thursday")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_have_count(0)


def test_a_private_answer_is_still_there_after_the_page_was_loaded_again(page: Page):
    check(page, WEAK)

    page.reload()

    expect(page.get_by_text("Only visible to you")).to_be_visible()


def test_the_theme_follows_the_system_until_the_person_chooses(page: Page):
    expect_theme(page, "light")
    page.emulate_media(color_scheme="dark")
    expect_theme(page, "dark")

    page.get_by_role("button", name="Light theme").click()
    page.reload()

    expect(page.get_by_role("button", name="Dark theme")).to_be_visible()
    expect_theme(page, "light")


def test_a_message_elsewhere_is_counted_until_it_is_read(page: Page, slack):
    slack.send_message("U0TOM", "C0GENERAL", "Wish me luck for *Thursday*.")
    link = page.get_by_role("link", name="general 1 new message")
    expect(link).to_be_visible()

    link.click()

    expect(page.get_by_text("Wish me luck for")).to_be_visible()
    expect(page.get_by_role("link", name="general", exact=True)).to_be_visible()


def test_the_first_link_skips_to_the_message_box(page: Page):
    skip = page.get_by_role("link").first
    skip.focus()
    expect(skip).to_have_text("Skip to the message box")
    expect(skip).to_be_in_viewport()

    page.keyboard.press("Enter")

    expect(composer(page)).to_be_focused()


def test_the_keyboard_alone_is_enough_from_the_command_to_a_second_try(page: Page):
    expect(composer(page)).to_be_focused()

    page.keyboard.type("/c")
    page.keyboard.press("Enter")
    page.keyboard.type(WEAK)
    page.keyboard.press("Enter")
    again = page.get_by_role("button", name="Try again")
    again.wait_for()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Join the daily drill")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(again).to_be_focused()

    page.keyboard.press("Enter")
    expect(dialog(page, "Try again").get_by_label("Your closing line")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(again).to_be_focused()


def test_a_narrow_screen_has_room_for_a_critique_and_hides_the_sidebar(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_role("link", name="general")).to_be_hidden()
    check(page, WEAK)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("#place").evaluate("place => place.scrollWidth <= place.clientWidth")

    page.get_by_role("button", name="Open the sidebar").click()
    page.get_by_role("link", name="general").click()

    expect(page.get_by_role("heading", name="# general")).to_be_visible()
    expect(page.get_by_role("link", name="closing-practice")).to_be_hidden()
