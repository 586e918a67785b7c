"""What people typed is read as they saw it."""

import pytest

from bot.slack.text import event_text, plain


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("Tom &amp; Co", "Tom & Co"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("<https://example.com|our site>", "our site"),
        ("<https://example.com>", "https://example.com"),
        ("<@U0TOM>", "@U0TOM"),
        ("<@U0TOM|tom>", "@tom"),
        ("<#C1|general>", "#general"),
        ("<!channel>", "@channel"),
        ("<!subteam^S1|@team>", "@team"),
        ("plain", "plain"),
    ],
)
def test_entities_become_what_the_person_saw(sent, seen):
    assert plain(sent) == seen


@pytest.mark.parametrize("message", [{}, {"text": None}, {"text": "", "files": [{"id": "F1"}]}])
def test_a_message_of_files_or_blocks_alone_has_no_text(message):
    assert event_text(message) == ""
