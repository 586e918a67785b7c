import pytest
from pydantic import ValidationError

from bot.core.exercises import Names
from tests.core.small import LIBRARY
from tests.core.small_drills import check, drill


def test_a_library_knows_its_drills_by_their_ids():
    one, two = drill("one"), drill("two")
    library = LIBRARY.model_copy(update={"drills": (one, two)})
    assert library.drill("two") == two
    with pytest.raises(KeyError):
        library.drill("three")


def test_the_main_skill_of_a_drill_is_the_first_that_it_trains():
    assert drill(trains=("ask", "beg")).skill == "ask"


def test_to_keep_and_to_name_are_one_test_under_two_names():
    keeps = check({"test": "keeps", "words": ["forty vans"]})
    assert drill(checks=[keeps]).checks[0].when == Names(test="keeps", words=("forty vans",))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"kind": "sing"}, ("kind",)),
        ({"level": 4}, ("level",)),
        ({"trains": []}, ("trains",)),
        ({"hnit": "Ask."}, ("hnit",)),
        ({"checks": [check({"test": "sings"})]}, ("checks", 0, "when")),
        ({"scene": [{"who": "nobody", "says": "Hm."}]}, ("scene", 0, "who")),
    ],
)
def test_what_a_drill_cannot_be_is_refused_with_its_place(changes, place):
    with pytest.raises(ValidationError) as error:
        drill(**changes)
    assert error.value.errors()[0]["loc"] == place
