"""Lines that say the same but for a word are found; lines on the same subject are not."""

from hypothesis import given
from hypothesis import strategies as st

from bot.content.duplicates import Pair, near_duplicates

LINES = [
    "Thank you for the talk today, and which day next week would suit you for the second one?",
    "Small talk about the weather.",
    "Thank you for the talk today - and which day next week would suit you for the second one!",
    "Which day would suit you for a second talk next week? And thank you for today.",
    "Thank you for the chat today, and which day next week would suit you for the second one?",
    "Small talk about the weather!",
]


def test_lines_alike_are_found_whatever_their_order_marks_and_case():
    assert near_duplicates(LINES) == [Pair(0, 2), Pair(0, 4), Pair(2, 4), Pair(1, 5)]
    assert near_duplicates([line.upper() for line in LINES]) == near_duplicates(LINES)


def test_nothing_is_alike_among_few_or_short_lines():
    assert near_duplicates([]) == []
    assert near_duplicates(["Yes."]) == []
    assert near_duplicates(["Yes.", "No.", "?"]) == []


@given(st.lists(st.text("ab ", max_size=12), max_size=8))
def test_every_pair_of_equal_lines_is_found(lines):
    found = set(near_duplicates(lines))

    assert {
        Pair(one, two)
        for two in range(len(lines))
        for one in range(two)
        if lines[one] == lines[two]
    } <= found
