"""Every error of Slack's is seen once, whichever call met it, and no call is repeated."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.watch import Watch
from tests.prove.many import many_slack


@pytest.fixture(name="slack")
def _slack():
    with many_slack() as slack:
        slack.teams["xoxb-1"] = "T1"
        yield slack


def watched(url):
    seen = []
    watch = Watch(lambda token, code: seen.append((token, code)))
    return WebClient("xoxb-1", base_url=url, retry_handlers=[watch], timeout=5), seen


def test_what_works_is_not_told(slack):
    client, seen = watched(slack.url)

    client.auth_test()

    assert seen == []


@pytest.mark.parametrize("code", ["token_revoked", "ratelimited"])
def test_a_refusal_is_told_once_with_its_token(slack, code):
    client, seen = watched(slack.url)
    slack.errors["xoxb-1"] = code

    with pytest.raises(SlackApiError):
        client.auth_test()

    assert seen == [("xoxb-1", code)]
    assert len(slack.calls) == 1


def test_a_slack_out_of_reach_is_told_by_the_error_s_name():
    client, seen = watched("http://127.0.0.1:9/api/")

    with pytest.raises(OSError, match="refused"):
        client.auth_test()

    assert seen == [("xoxb-1", "URLError")]
