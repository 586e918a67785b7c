import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import sentences, straighten, words


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def test_straighten_makes_quotes_dashes_and_styled_letters_plain():
    assert straighten("“I’m” – ready… `now` ｈｉ 𝐲𝐨𝐮") == "\"I'm\" - ready… 'now' hi you"


def test_straighten_blanks_what_cannot_be_seen_but_keeps_line_breaks():
    assert straighten("a\x00b\u202ec\u200bd\u00a0e\tf\ng\ud800h") == "a b c d e f\ng h"


def test_straighten_keeps_letters_of_other_scripts_and_ligatures():
    assert straighten("Приве́т ﬁ 你好") == "Приве́т ﬁ 你好"


@given(st.text())
def test_straighten_keeps_the_length_and_changes_nothing_twice(text):
    once = straighten(text)

    assert (len(once), straighten(once)) == (len(text), once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks. What is next?", ["Thanks.", "What is next?"]),
        ("thanks for ur time. lmk", ["thanks for ur time.", "lmk"]),
        ("“Really?” Yes!! (I am.) Bye", ["“Really?”", "Yes!!", "(I am.)", "Bye"]),
        ("Mr. Shah, I ran St. Luke's. Next?", ["Mr. Shah, I ran St. Luke's.", "Next?"]),
        ("I asked J. Smith. He agreed.", ["I asked J. Smith.", "He agreed."]),
        ("So am I. What now?", ["So am I.", "What now?"]),
        ("Well... i guess so... Anyway. Ok…", ["Well... i guess so...", "Anyway.", "Ok…"]),
        ("We grew 3.5% at 9 a.m. daily.", ["We grew 3.5% at 9 a.m.", "daily."]),
        ("One line\n\n  another line\n", ["One line", "another line"]),
        (".", ["."]),
        ("Hm -. Yes", ["Hm -.", "Yes"]),
        ("   \n ", []),
        ("", []),
    ],
)
def test_sentences_are_found_with_their_spans(text, expected):
    assert split(text) == expected


@given(st.text(alphabet="aI .!?…\n\"')Mr"))
def test_sentences_lie_in_order_and_cover_everything_but_white_space(text):
    spans = sentences(text)
    places = [place for span in spans for place in range(span.start, span.end)]

    assert places == sorted(set(places))
    assert {place for place, one in enumerate(text) if not one.isspace()} <= set(places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm your guy - 100%!", 4),
        ("  ", 0),
        ("… ?!", 0),
        ("thank\u200byou", 2),
    ],
)
def test_words_counts_what_holds_a_letter_or_a_digit(text, expected):
    assert words(text) == expected
