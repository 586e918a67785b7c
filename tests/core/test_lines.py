import pytest

from bot.core.lines import SortedLines

MANY = sorted(f"{one}+{other}" for one in ("a", "é", "ł", "the", "😀") for other in range(30))


def test_every_line_is_found_under_its_number_on_whichever_page():
    lines = SortedLines.of(MANY)

    assert [lines.get(line) for line in MANY] == list(range(150))
    assert [lines.get(line) for line in MANY] == list(range(150))


@pytest.mark.parametrize(
    "line", ["", " ", "a", "a+300", "the+", "zz", "\U0010ffff", "\n", "\ud800"]
)
def test_no_other_line_is_found_before_between_or_behind_them(line):
    assert SortedLines.of(MANY).get(line) is None


@pytest.mark.parametrize("count", [1, 31, 32, 33, 64, 65])
def test_the_last_page_may_be_full_or_not(count):
    lines = SortedLines.of(MANY[:count])

    assert (len(lines), list(lines)) == (count, MANY[:count])
    assert lines.get(MANY[count - 1]) == count - 1
    assert lines.get(MANY[count]) is None


def test_lines_that_hold_a_sign_are_told():
    assert SortedLines.of(["", "a+", "b", "é+é"]).holding("+").tolist() == [0, 1, 0, 1]
    assert SortedLines.of(["+", "a"]).holding("+").tolist() == [True, False]


def test_pages_out_of_order_are_refused():
    with pytest.raises(ValueError, match="not in order"):
        SortedLines.of(MANY[40:] + MANY[:40])
