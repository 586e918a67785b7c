"""Ten thousand names and figures, and every size of team: all fits, and no name is live."""

from collections.abc import Iterator
from random import Random

import pytest

from bot.core.boards import BoardWish, Cadence
from bot.core.exercises import Drill
from bot.core.periods import Pick
from bot.sandbox.limits import check_message, check_view
from bot.slack.views.blocks import Block, Message, View
from bot.slack.views.board_form import board_form, news_message, removal
from bot.slack.views.boards import board_post, gone_message, private_board
from bot.slack.views.names import UNNAMED, shown_name
from bot.slack.views.place import board_help, place_message
from bot.slack.views.privacy import joining_question, privacy_section
from bot.slack.views.tables import plain_table, table
from bot.slack.views.team import (
    disputes_modal,
    own_modal,
    people_modal,
    team_message,
    team_section,
)
from tests.slack.boards import (
    any_board,
    any_name,
    any_names,
    any_person,
    any_place,
    any_report,
    any_team,
    member,
)
from tests.slack.critiques import spoken
from tests.slack.limits import message_problems, nodes, view_problems

SIZES = (0, 1, 2, 3, 20, 100, 101, 1_000)


@pytest.fixture(name="exercise", scope="module")
def _exercise(critic) -> Drill:
    longest: Drill = max(critic.library.drills, key=lambda drill: len(drill.prompt))
    return longest


def wrong(message: Message) -> list[str]:
    """What Slack would refuse of a message, or what is live in it."""
    check_message({"text": message.text, "blocks": message.blocks})
    return message_problems(message.text, message.blocks)


def forms(message: Message) -> Iterator[Message]:
    """The message and its plainer forms."""
    yield message
    if message.plainer is not None:
        yield from forms(message.plainer)


def wrong_view(view: View) -> list[str]:
    check_view(view, view["type"])
    return view_problems(view)


def home(blocks: list[Block]) -> View:
    return {"type": "home", "blocks": blocks}


def test_ten_thousand_names_and_figures_fit_into_boards_and_none_is_live(exercise):
    chance = Random(20)
    figures = 0
    while figures < 10_000:
        for count in SIZES:
            report, names = any_report(chance, count, exercise), any_names(chance, count)
            pick = chance.choice(list(Pick))
            figures += count * 5

            assert not any(
                wrong(each) for each in forms(board_post(report, names, any_name(chance)))
            )
            assert wrong(private_board(report, pick, names, is_manager=count % 2 == 0)) == []


def test_every_place_fits_into_a_message():
    chance = Random(21)
    for _ in range(60):
        assert (
            wrong(
                place_message(
                    any_place(chance, 1_000), any_names(chance, 5), chance.choice(list(Pick))
                )
            )
            == []
        )


@pytest.mark.parametrize("count", SIZES)
def test_a_team_of_any_size_fits_onto_home_and_into_its_windows(count):
    chance = Random(count)
    view, names = any_team(chance, count), any_names(chance, count)
    sections = team_section(view, names)

    assert wrong_view(home(sections)) == []
    assert len(sections) <= 20
    assert wrong_view(people_modal(view, names)) == []
    assert wrong_view(disputes_modal(view.disputes, any_name(chance))) == []
    assert wrong(team_message(view, names)) == []


def test_what_is_said_of_a_board_fits_whoever_set_it_up():
    chance = Random(22)
    for _ in range(60):
        board, name = any_board(chance), shown_name(any_name(chance))
        for done in ("set_up", "change", "pause", "resume"):
            assert wrong(news_message(done, board, name)) == []
        assert wrong(news_message("remove", None, name)) == []
        assert wrong(gone_message(any_name(chance), any_name(chance) or "Gone.")) == []
        assert wrong_view(own_modal(any_person(chance, 1), {member(1).id: name})) == []


@pytest.mark.parametrize("cadence", Cadence)
@pytest.mark.parametrize("paused", [None, True, False])
def test_the_form_fits(cadence, paused):
    wish = BoardWish(zone="America/Argentina/ComodRivadavia", cadence=cadence)

    assert wrong_view(board_form(wish, "C1:1", paused=paused)) == []


@pytest.mark.parametrize("hidden", [True, False])
def test_what_asks_for_a_choice_fits(hidden):
    assert wrong_view(home(privacy_section(hidden=hidden, wants_help=True))) == []
    assert wrong(Message("Joined", joining_question())) == []
    assert wrong(board_help()) == []
    assert wrong(removal("C1:1")) == []
    assert wrong_view(own_modal(None, {})) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Maya Ortiz", "Maya Ortiz"),
        ("", UNNAMED),
        ("  \n ", UNNAMED),
        ("Ana\nBeatriz", "Ana Beatriz"),
        ("דוד", "\u2068דוד\u2069"),
        ("\u202egnp.exe", "gnp.exe"),
        ("😀" * 80, "😀" * 29 + "…"),
        ("🇩🇪" * 80, "🇩🇪" * 14 + "…"),
        ("👩\u200d👧" * 80, "👩\u200d👧" * 9 + "…"),
        ("e\u0301" * 80, "e\u0301" * 14 + "…"),
        ("a" + "\u0336" * 300, "a" + "\u0336" * 28 + "…"),
        ("*Tom* <@U1>", "*Tom* <@U1>"),
    ],
)
def test_a_name_is_shown_inert_and_cut_between_characters(name, shown):
    assert shown_name(name) == shown


def test_a_table_of_letters_keeps_its_columns():
    rows = [["1", "Maya", "1,200"], ["10", "テスト", "7"]]
    (block,) = [plain_table(["Place", "Name", "Points"], rows, ["right", "left", "right"])]

    assert spoken(block).splitlines() == [
        "Place  Name    Points",
        "    1  Maya     1,200",
        "   10  テスト       7",
    ]


def test_a_table_has_a_cell_for_everything():
    block = table(["A", "B"], [["", "x\ny"]], ["left", "right"])

    assert [node["text"] for node in nodes(block) if node.get("type") == "raw_text"] == [
        *("A", "B"),
        *("-", "x y"),
    ]
