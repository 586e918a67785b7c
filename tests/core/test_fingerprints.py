import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fingerprints import alike, fingerprint, likeness, read, written

LINE = (
    "Thank you for the time today. You said that the region needs somebody who opens new doors,"
    " and I opened forty of them last year. When would you like to go on with the next interview?"
)


@given(st.text(max_size=300))
def test_a_fingerprint_is_read_as_it_was_written_and_no_longer_than_a_line(text):
    mark = fingerprint(text)

    assert read(written(mark)) == mark
    assert len(written(mark)) <= 512


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_a_share_that_does_not_depend_on_the_order(one, other):
    first, second = fingerprint(one), fingerprint(other)

    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == 1


@pytest.mark.parametrize(
    "again",
    [
        LINE.upper(),
        LINE.replace(".", "!"),
        f"  {LINE}\n",
        LINE.replace("forty", "thirty"),
        LINE.replace("Thank you", "Thanks"),
        LINE.replace("'", "’"),
    ],
)
def test_a_line_with_a_word_changed_is_nearly_the_same(again):
    assert likeness(fingerprint(LINE), fingerprint(again)) > 0.75


def test_another_line_is_not_alike():
    other = "Which two days next week would suit your director for a ride along with me?"

    assert likeness(fingerprint(LINE), fingerprint(other)) < 0.2


@given(st.text("ab ", max_size=90), st.text("ab ", max_size=90), st.floats(0.01, 1))
def test_lines_are_alike_from_the_share_on_that_they_have_in_common(one, other, share):
    first, second = fingerprint(one), fingerprint(other)

    assert alike(first, second, share) == (likeness(first, second) >= share)
