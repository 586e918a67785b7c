"""From "Add to Slack" to the first message, and every way in which that may fail."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.sandbox.manifest import load_manifest, manifest_path
from bot.web import pages
from bot.web.install import MOST_A_MINUTE
from tests.prove.waiting import wait_for

TEAM, TOKEN = "T1", "xoxb-canary"


def begin(site):
    """Begin an installation; return its state, and the headers of the browser that began it."""
    reply = site.get("/slack/install")
    assert reply.status == 302
    asked = parse_qs(urlsplit(reply.headers["Location"]).query)
    cookie = reply.headers["Set-Cookie"].partition(";")[0]
    return asked["state"][0], {"Cookie": cookie}


def finish(site, state, headers, query="code=c1"):
    return site.get(f"/slack/oauth_redirect?{query}&state={state}", headers)


def install(site, slack, team=TEAM, token=TOKEN, **more):
    slack.grant("c1", team, token, **more)
    return finish(site, *begin(site))


def test_a_browser_is_sent_to_slack_with_what_the_manifest_asks_for(many, slack):
    reply = many.get("/slack/install")

    place = urlsplit(reply.headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(place.query).items()}
    assert place.path == "/oauth/v2/authorize"
    assert place.netloc == urlsplit(slack.url).netloc
    assert set(asked.pop("scope").split(",")) == load_manifest(manifest_path()).scopes
    assert len(asked.pop("state")) >= 32
    assert asked == {
        "client_id": "1.2",
        "redirect_uri": "https://coach.example/slack/oauth_redirect",
    }
    for word in ("HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"):
        assert word in reply.headers["Set-Cookie"]


def test_who_installs_is_told_so_on_a_page_and_greeted_alone(many, slack):
    reply = install(many, slack)

    assert reply.status == 200
    assert "Close Coach is installed in Team T1" in reply.text
    assert "https://slack.com/app_redirect?app=A0COACH&amp;team=T1" in reply.text
    (post,) = wait_for(lambda: slack.posts[TEAM])
    assert post["channel"] == "U0MAYA"
    assert "Thank you for installing me" in post["text"]
    assert {method for _, method, _ in slack.calls} == {"oauth.v2.access", "chat.postMessage"}


def test_the_database_and_the_log_hold_no_token_and_no_code(many, slack, tmp_path, caplog):
    caplog.set_level("DEBUG")
    install(many, slack)

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    assert b"xoxb-" not in kept
    ours = "".join(one.getMessage() for one in caplog.records if one.name.startswith("bot"))
    assert "c1" not in ours
    assert TOKEN not in ours


def test_a_link_works_once(many, slack):
    state, headers = begin(many)
    slack.grant("c1", TEAM, TOKEN)
    slack.grant("c2", TEAM, TOKEN)

    assert finish(many, state, headers).status == 200
    again = finish(many, state, headers, "code=c2")
    assert again.status == 400
    assert "does not work any more" in again.text
    assert "c2" in slack.grants


def test_a_link_works_for_ten_minutes(many, slack, clock):
    state, headers = begin(many)
    slack.grant("c1", TEAM, TOKEN)
    clock.ahead += timedelta(minutes=10, seconds=1)

    assert finish(many, state, headers).status == 400


@pytest.mark.parametrize(
    "headers", [{}, {"Cookie": "close_coach_install=another"}, {"Cookie": 'a"b; ;=;\x00'}]
)
def test_a_link_works_in_the_browser_that_began_alone(many, slack, headers):
    state, _ = begin(many)
    slack.grant("c1", TEAM, TOKEN)

    assert finish(many, state, headers).status == 400


@pytest.mark.parametrize("query", ["", "code=c1", "state=", "state=%ff%00", "state=é&code=%F0"])
def test_whoever_comes_without_a_state_is_asked_to_begin_again(many, query):
    reply = many.get(f"/slack/oauth_redirect?{query}")

    assert reply.status == 400
    assert 'href="/slack/install"' in reply.text


def test_who_declines_in_slack_is_told_that_nothing_changed(many):
    state, headers = begin(many)
    reply = finish(many, state, headers, "error=access_denied")

    assert reply.status == 400
    assert "nothing has changed" in reply.text


def test_a_code_that_slack_does_not_know_is_told_in_plain_words(many):
    reply = finish(many, *begin(many))

    assert reply.status == 400
    assert "Slack did not confirm" in reply.text


def test_a_slack_out_of_reach_is_told_as_such(serve):
    site = serve(slack_api_url="http://127.0.0.1:9/api/")

    reply = finish(site, *begin(site))

    assert reply.status == 503
    assert "try again" in reply.text


def test_an_installation_for_a_whole_organization_is_refused_and_given_back(many, slack):
    reply = install(many, slack, is_enterprise_install=True, team=None, enterprise={"id": "E1"})

    assert reply.status == 400
    assert "whole organization" in reply.text
    assert (TOKEN, "auth.revoke") in [(token, method) for token, method, _ in slack.calls]


def test_tokens_that_rotate_are_refused_with_the_remedy(many, slack):
    reply = install(many, slack, refresh_token="xoxe-1", expires_in=43_200)

    assert reply.status == 400
    assert "Token rotation" in reply.text


@pytest.mark.parametrize("lacks", ["access_token", "team", "authed_user", "bot_user_id"])
def test_an_answer_without_what_is_needed_installs_nothing(many, slack, lacks):
    assert install(many, slack, **{lacks: None}).status == 400
    assert TEAM not in slack.posts


def test_installed_again_the_new_token_is_used(many, slack):
    install(many, slack)
    wait_for(lambda: slack.posts[TEAM])
    del slack.teams[TOKEN]

    install(many, slack, token="xoxb-second")

    wait_for(lambda: len(slack.posts[TEAM]) == 2)


def test_too_many_beginnings_are_held_back(many, clock):
    statuses = [many.get("/slack/install").status for _ in range(MOST_A_MINUTE + 1)]
    assert statuses == [302] * MOST_A_MINUTE + [429]

    clock.ahead += timedelta(minutes=1, seconds=1)
    assert many.get("/slack/install").status == 302


class Outline(HTMLParser):
    """Which elements a page opens, and whether it closes them."""

    VOID = frozenset({"meta", "br", "link"})

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


EVERY_PAGE = [
    pages.installed('<b>"Sales" & Söhne</b>', "A1", "T1"),
    pages.declined(),
    pages.out_of_date(),
    pages.refused_by_slack(),
    pages.out_of_reach(),
    pages.organization(),
    pages.rotating(),
    pages.too_many(),
]


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_is_whole_names_a_next_step_and_runs_nothing(page):
    outline = Outline()
    outline.feed(page.body)

    assert outline.open == []
    assert outline.seen.count("h1") == outline.seen.count("a") == 1
    assert not {"script", "img", "form"} & set(outline.seen)
    assert "default-src 'none'" in dict(page.headers)["Content-Security-Policy"]
    assert "prefers-color-scheme: dark" in page.body
    assert "<b>" not in page.body


def contrast(one, other):
    def light(colour):
        digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_the_pages_can_be_read_in_both_themes():
    found = re.findall(r"color: #(\w+);\s*background: #(\w+)", pages.PAGE)

    assert len(found) == 4
    assert min(contrast(text, ground) for text, ground in found) >= 7
