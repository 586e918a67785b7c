import pytest

from bot.core.choosing import check_choices, read_choices, share_right
from bot.errors import UnusableLine
from tests.core.small_drills import choice_drill

SPOT = choice_drill("spot-the-trap", ["beg"])
ORDER = choice_drill("order", ["threat", "beg", "boast", "no-trap"])


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("1", ("beg",)),
        ("2.", ("threat",)),
        ("B", ("threat",)),
        ("(c)", ("no-trap",)),
        ("no-trap", ("no-trap",)),
        ("Begging for it", ("beg",)),
        ("they are begging for it", ("beg",)),
        ("1 and 2", None),
        ("5", None),
        ("e", None),
        ("", None),
        ("I really could not tell you", None),
    ],
)
def test_a_choice_may_be_typed_by_its_mark_or_its_words(text, chosen):
    if chosen is None:
        with pytest.raises(UnusableLine) as error:
            read_choices(SPOT, text)
        assert str(error.value) == "Answer with the number of your choice, from 1 to 4."
    else:
        assert read_choices(SPOT, text) == chosen


@pytest.mark.parametrize("text", ["2143", "2 1 4 3", "2, 1, 4, 3", "b-a-d-c", "B A D C"])
def test_an_order_may_be_typed_by_its_marks(text):
    assert read_choices(ORDER, text) == ORDER.answer


def test_an_order_is_not_guessed_from_words():
    with pytest.raises(UnusableLine) as error:
        read_choices(ORDER, "Begging for it")
    assert str(error.value) == "Answer with the 4 numbers in your order, such as 4 3 2 1."


@pytest.mark.parametrize("chosen", [(), ("gone",), ("beg", "gone")])
def test_a_choice_that_is_no_longer_offered_is_refused(chosen):
    with pytest.raises(UnusableLine, match="Answer with the number"):
        check_choices(SPOT, chosen)


def test_what_is_offered_may_be_chosen():
    check_choices(SPOT, ("threat",))


@pytest.mark.parametrize(
    ("drill", "chosen", "share"),
    [
        (SPOT, ("beg",), 1),
        (SPOT, ("threat",), 0),
        (SPOT, ("beg", "threat"), 0),
        (choice_drill("spot-the-trap", ["beg", "boast"]), ("beg",), 0.5),
        (ORDER, ORDER.answer, 1),
        (ORDER, ("threat", "beg", "no-trap", "boast"), 0.5),
        (ORDER, ("threat",), 0.25),
        (ORDER, ("threat", "threat", "threat", "threat"), 0.25),
    ],
)
def test_a_choice_that_is_right_in_part_is_right_for_that_part(drill, chosen, share):
    assert share_right(drill, chosen) == share
