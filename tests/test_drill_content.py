"""content/drills/ is sound, and each drill is proved by its own answers."""

from collections import Counter

import pytest

from bot.content import content_folder, load_library
from bot.core.exercises import DrillKind, Speaker, Stage
from tests.small_content import edit, report, write, write_all

WRITTEN = """
id = "no-sorry"
kind = "fix-the-line"
title = "No sorry"
stage = "end"
level = 1
trains = ["apology", "ask"]
prompt = "Say it without the apology."
scene = [{ who = "you", says = "Sorry to bother you again." }]
hint = "Ask for a day."
model_answer = "Which day suits you?"
[poor_answer]
text = "I am sorry to trouble you. Which day?"
why = "It is still an apology."
[[checks]]
id = "no-apology"
title = "No apology"
points = 60
why = "There is nothing to be sorry for."
when = { test = "no-trap" }
[[checks]]
id = "asks-for-a-day"
title = "Asks for a day"
points = 40
why = "A day makes it happen."
when = { test = "has-move", any = ["next-day"] }
"""
CHOSEN = """
id = "what-is-it"
kind = "spot-the-trap"
title = "What is it?"
stage = "middle"
level = 2
trains = ["apology"]
prompt = "Is it a trap?"
scene = [{ who = "you", says = "Hello." }, { who = "you", says = "Sorry to bother you." }]
hint = "Read it aloud."
choices = [{ id = "apology", text = "An apology" }, { id = "no-trap", text = "It is fine" }]
answer = ["apology"]
model_answer = "An apology: it makes the next step a favour."
[poor_answer]
text = "no-trap"
why = "It says sorry for nothing."
[[checks]]
id = "right-choice"
title = "Names it"
points = 100
why = "It says sorry."
when = { test = "chooses" }
"""
WORDS = "drills/no-sorry.toml"
CHOICE = "drills/what-is-it.toml"


@pytest.fixture(name="folder")
def _folder(tmp_path):
    write_all(tmp_path)
    write(tmp_path, WORDS, WRITTEN)
    write(tmp_path, CHOICE, CHOSEN)
    return tmp_path


@pytest.fixture(name="drills", scope="module")
def _drills():
    return load_library(content_folder()).drills


class TestShippedDrills:
    def test_are_enough_of_each_kind_for_a_quarter_of_working_days(self, drills):
        counts = Counter(drill.kind for drill in drills)
        wanted = {
            DrillKind.SPOT_THE_TRAP: 18,
            DrillKind.FIX_THE_LINE: 14,
            DrillKind.SOFT_CLOSE: 12,
            DrillKind.BRIDGE: 10,
            DrillKind.MIRROR: 10,
            DrillKind.OPEN_WELL: 8,
            DrillKind.ASK: 10,
            DrillKind.ORDER: 3,
            DrillKind.WHAT_NEXT: 10,
        }

        assert [kind for kind in DrillKind if counts[kind] < wanted[kind]] == []

    def test_train_every_trap_move_and_step_at_every_level(self, drills):
        library = load_library(content_folder())
        skills = {rule.id for rule in library.rules} | {step.id for step in library.steps}
        wanted = {(skill, level) for skill in skills for level in (1, 2, 3)}

        assert {(skill, drill.level) for drill in drills for skill in drill.trains} == wanted
        assert {drill.stage for drill in drills} == set(Stage)

    def test_set_a_scene_that_no_other_drill_sets(self, drills):
        scenes = Counter(line.says for drill in drills for line in drill.scene)
        titles = Counter(drill.title for drill in drills)

        assert [says for says, times in (scenes + titles).items() if times > 1] == []

    def test_do_not_give_the_model_answer_away_in_the_hint_or_the_scene(self, drills):
        told = [
            drill.id
            for drill in drills
            if drill.model_answer in (drill.hint, *(line.says for line in drill.scene))
        ]

        assert told == []

    def test_hand_the_rep_a_line_where_one_is_to_be_mended(self, drills):
        without = [
            drill.id
            for drill in drills
            if drill.kind is DrillKind.FIX_THE_LINE
            and Speaker.YOU not in {line.who for line in drill.scene}
        ]

        assert without == []


class TestSoundDrills:
    def test_are_loaded_and_counted(self, folder):
        assert [drill.id for drill in load_library(folder).drills] == ["no-sorry", "what-is-it"]
        assert report(folder) == ["All is well: 3 rules, 2 drills and 12 examples hold."]

    def test_change_the_version_of_the_rules(self, folder):
        before = load_library(folder).version
        edit(folder, WORDS, "Ask for a day.", "Ask for a date.")

        assert load_library(folder).version != before

    def test_are_no_labels_for_the_corpus(self, folder):
        write(folder, "corpus/lines.jsonl", '{"text": "Hello.", "labels": ["no-sorry"]}\n')

        assert report(folder) == [
            'corpus/lines.jsonl: line 1: the label "no-sorry" is not a rule',
            "1 problem found in 3 rules, 2 drills and 12 examples.",
        ]


class TestBrokenDrills:
    def test_are_reported_with_file_and_key(self, folder):
        edit(folder, WORDS, "level = 1", "level = 4")
        edit(folder, WORDS, 'hint = "Ask for a day."', 'help = "Ask for a day."')
        write(folder, "drills/torn.toml", "id = torn")

        assert report(folder) == [
            "drills/no-sorry.toml: level: input should be less than or equal to 3",
            "drills/no-sorry.toml: hint: is missing",
            "drills/no-sorry.toml: help: is not a key that is known here",
            "drills/torn.toml: is not TOML: Invalid value (at line 1, column 6)",
            "4 problems found in 3 rules, 1 drill and 12 examples.",
        ]

    def test_have_ids_that_lead_somewhere(self, folder):
        edit(folder, WORDS, 'id = "no-sorry"', 'id = "sorry"')
        edit(folder, WORDS, '["apology", "ask"]', '["apology", "apology", "beg"]')
        edit(folder, WORDS, '["next-day"]', '["next-year"]')
        edit(folder, WORDS, 'id = "asks-for-a-day"', 'id = "no-apology"')

        assert report(folder) == [
            'drills/no-sorry.toml: id: "sorry" must be the name of the file, "no-sorry"',
            'drills/no-sorry.toml: trains: the id "apology" is used 2 times',
            'drills/no-sorry.toml: trains.3: "beg" is not a rule or a step',
            'drills/no-sorry.toml: checks: the id "no-apology" is used 2 times',
            'drills/no-sorry.toml: checks.2.when.any: "next-year" is not a rule in traps, disputed'
            " or moves",
            "5 problems found in 3 rules, 1 drill and 12 examples.",
        ]

    @pytest.mark.parametrize(
        ("when", "problem"),
        [
            (
                '{ test = "meets-step", step = "beg" }',
                'checks.2.when.step: "beg" is not a step in formula.toml',
            ),
            (
                '{ test = "avoids", traps = ["worry", "fear"] }',
                'checks.2.when.traps: "fear" is not a rule in traps, disputed or moves',
            ),
            (
                '{ test = "names", words = ["day|", "week|month"] }',
                'checks.2.when.words.1: "day|" has an empty alternative',
            ),
            (
                '{ test = "between-words", least = 9, most = 8 }',
                "checks.2.when.least: 9 is more than 8",
            ),
            (
                '{ test = "chooses" }',
                'checks.2.when.test: "chooses" is never for drills of this kind',
            ),
        ],
    )
    def test_have_checks_that_can_be_met(self, folder, when, problem):
        edit(folder, WORDS, '{ test = "has-move", any = ["next-day"] }', when)

        assert report(folder) == [
            f"drills/no-sorry.toml: {problem}",
            "1 problem found in 3 rules, 1 drill and 12 examples.",
        ]

    def test_have_points_that_let_no_trap_pass(self, folder):
        edit(folder, WORDS, "points = 60", "points = 20")
        edit(folder, WORDS, "points = 40", "points = 90")

        assert report(folder) == [
            "drills/no-sorry.toml: checks: the points sum to 110, not 100",
            "drills/no-sorry.toml: checks: an answer with a trap could pass, with 90 points",
            "2 problems found in 3 rules, 1 drill and 12 examples.",
        ]

    def test_have_choices_only_where_one_chooses(self, folder):
        edit(folder, WORDS, "hint =", 'answer = ["apology"]\nhint =')
        edit(folder, CHOICE, '{ test = "chooses" }', '{ test = "no-trap" }')

        assert report(folder) == [
            "drills/no-sorry.toml: choices: are not for drills that are answered in words",
            'drills/what-is-it.toml: checks.1.when.test: "chooses" is only for drills of this kind',
            "2 problems found in 3 rules, 0 drills and 12 examples.",
        ]

    def test_have_answers_among_their_choices(self, folder):
        edit(folder, CHOICE, 'answer = ["apology"]', 'answer = ["apology", "pity", "apology"]')
        edit(folder, CHOICE, 'text = "no-trap"', 'text = "guilt"')
        edit(folder, CHOICE, 'id = "no-trap"', 'id = "apology"')

        assert report(folder) == [
            'drills/what-is-it.toml: choices: the id "apology" is used 2 times',
            'drills/what-is-it.toml: answer: the id "apology" is used 2 times',
            'drills/what-is-it.toml: answer: "pity" is not one of the choices',
            'drills/what-is-it.toml: poor_answer.text: "guilt" is not one of the choices',
            "4 problems found in 3 rules, 1 drill and 12 examples.",
        ]

    def test_have_an_answer_and_a_line_to_judge(self, folder):
        edit(folder, CHOICE, 'answer = ["apology"]', "")
        edit(folder, CHOICE, 'scene = [{ who = "you"', 'scene = [{ who = "fact"')
        edit(folder, CHOICE, '{ who = "you", says = "Sorry', '{ who = "interviewer", says = "Sorry')

        assert report(folder) == [
            "drills/what-is-it.toml: answer: is missing",
            'drills/what-is-it.toml: scene: needs a line by "you": the one to judge',
            "2 problems found in 3 rules, 1 drill and 12 examples.",
        ]

    def test_put_all_of_their_choices_in_order(self, folder):
        edit(folder, CHOICE, '"spot-the-trap"', '"order"')

        assert report(folder) == [
            "drills/what-is-it.toml: answer: must put each of the choices in its place",
            "1 problem found in 3 rules, 1 drill and 12 examples.",
        ]


class TestProof:
    def test_reports_a_model_answer_that_fails_and_a_poor_one_that_passes(self, folder):
        edit(folder, WORDS, '"Which day suits you?"', '"What happens next?"')
        edit(folder, WORDS, '"I am sorry to trouble you. Which day?"', '"Which day is it?"')

        assert report(folder) == [
            "drills/no-sorry.toml: model_answer: scores 60 for a strict team, and 80 passes; it"
            " misses asks-for-a-day",
            "drills/no-sorry.toml: poor_answer.text: scores 100 for a strict team, and 80 passes",
            "2 problems found in 3 rules, 2 drills and 12 examples.",
        ]

    def test_grades_the_answers_as_teams_of_every_stance_would(self, folder):
        edit(folder, WORDS, "I am sorry to trouble you. Which day?", "Any worries? Which day?")

        assert report(folder) == [
            "drills/no-sorry.toml: poor_answer.text: scores 100 for a balanced team, and 80 passes",
            "1 problem found in 3 rules, 2 drills and 12 examples.",
        ]

    def test_reports_an_answer_that_cannot_be_graded(self, folder):
        edit(folder, WORDS, '"Which day suits you?"', '"12345"')

        (problem, _) = report(folder)

        assert problem.startswith("drills/no-sorry.toml: model_answer: cannot be graded: ")

    def test_reports_a_line_that_is_not_caught_as_the_drill_says(self, folder):
        edit(folder, CHOICE, '"Sorry to bother you."', '"Sorry about that."')

        assert report(folder) == [
            'drills/what-is-it.toml: scene: is caught as no-trap, not as the answer: "Sorry about'
            ' that."',
            "1 problem found in 3 rules, 2 drills and 12 examples.",
        ]

    def test_reports_a_wrong_choice_that_is_right(self, folder):
        edit(folder, CHOICE, 'text = "no-trap"', 'text = "apology"')

        assert report(folder) == [
            "drills/what-is-it.toml: poor_answer.text: scores 100 for a strict team, and 80 passes",
            "1 problem found in 3 rules, 2 drills and 12 examples.",
        ]

    def test_goes_on_without_the_formula(self, folder):
        (folder / "formula.toml").unlink()

        assert report(folder) == [
            "formula.toml: is missing",
            "1 problem found in 3 rules, 2 drills and 12 examples.",
        ]
