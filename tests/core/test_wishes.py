"""The words of the daily drill are told from lines that begin like them."""

import pytest

from bot.core.wishes import Wish, Wished, nearest_word, read_wish


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("join", Wished(Wish.JOIN)),
        (" Join! ", Wished(Wish.JOIN)),
        ("/stop", Wished(Wish.STOP)),
        ("drill", Wished(Wish.DRILL)),
        ("status?", Wished(Wish.STATUS)),
        ("skip  today", Wished(Wish.SKIP)),
        ("snooze", Wished(Wish.SNOOZE)),
        ("resume", Wished(Wish.RESUME)),
        ("hint", Wished(Wish.HINT)),
        ("time 9am", Wished(Wish.TIME, "9am")),
        ("Time 25:00", Wished(Wish.TIME, "25:00")),
        ("time noon", Wished(Wish.TIME, "noon")),
        ("time", Wished(Wish.TIME)),
        ("days mon-fri", Wished(Wish.DAYS, "mon-fri")),
        ("days never", Wished(Wish.DAYS, "never")),
        ("zone Europe/London", Wished(Wish.ZONE, "Europe/London")),
        ("time zone New York", Wished(Wish.ZONE, "New York")),
        ("pause until 2026-12-01", Wished(Wish.PAUSE, "2026-12-01")),
        ("pause until soon", Wished(Wish.PAUSE, "soon")),
        ("Pause until", Wished(Wish.PAUSE, "")),
        ("pause 5 December", Wished(Wish.PAUSE, "5 December")),
        ("pause monday", Wished(Wish.PAUSE, "monday")),
        ("pause", Wished(Wish.PAUSE)),
    ],
)
def test_a_word_of_the_drill_is_a_wish(text, wished):
    assert read_wish(text) == wished


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Time to wrap up, I think.",
        "Time flies.",
        "Days like this make me glad that I applied.",
        "Zone me in, please: what is next?",
        "Pause there. Any questions?",
        "Stop me if I am wrong, but what are the next steps?",
        "join\nstop",
    ],
)
def test_a_line_that_begins_like_one_is_none(text):
    assert read_wish(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("joni", "join"),
        ("hlep", "help"),
        ("Staus?", "status"),
        ("modle answer", "model answer"),
        ("tiem 9am", "time"),
        ("puase until monday", "pause"),
    ],
)
def test_a_word_that_was_mistyped_is_like_the_one_that_was_meant(text, word):
    assert nearest_word(text, ["help"]) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        "Thank you",
        "tiem flies",
        "I would like to join your team.",
        "Please hire me",
        "Hire me",
        "Done",
        "joinjoinjoinjoinjoinjoinjoin",
    ],
)
def test_what_is_like_no_word_is_left_to_be_judged(text):
    assert nearest_word(text, ["help"]) is None
