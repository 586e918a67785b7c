"""content/ is read whole, and whatever is wrong with it is reported all at once."""

import numpy as np
import pytest

from bot.content import check_content, content_folder, load_library, load_model
from bot.content.folder import MODEL_FILE
from bot.core.linear import LinearModel
from bot.core.vocabulary import Vocabulary
from bot.errors import ContentError
from tests.small_content import (
    FORMULA,
    KIND,
    MOVE,
    NOT_A_CLOSE,
    SOURCES,
    edit,
    report,
    write,
    write_all,
)


@pytest.fixture(name="folder")
def _folder(tmp_path):
    write_all(tmp_path)
    return tmp_path


class TestShippedContent:
    def test_every_example_and_every_sentence_of_a_rewrite_holds(self):
        actual = check_content(content_folder())

        assert actual.problems == ()

    def test_it_names_the_five_traps_the_disputed_move_and_the_eight_moves(self):
        library = load_library(content_folder())

        assert [rule.id for rule in library.traps] == [
            "comparison",
            "overconfident",
            "passive-exit",
            "red-flags",
            "strong-arm",
        ]
        assert [rule.id for rule in library.disputed] == ["concern-check"]
        assert [rule.id for rule in library.moves] == [
            "ask-advance",
            "ask-feedback",
            "ask-needs",
            "ask-prep",
            "ask-timeline",
            "reinforce-fit",
            "soft-close",
            "state-interest",
        ]

    def test_each_rule_is_proved_by_eight_lines_of_each_sort_or_more(self):
        library = load_library(content_folder())

        thin = [
            rule.id
            for rule in library.rules
            if min(len(rule.examples.caught), len(rule.examples.clean)) < 8
        ]

        assert thin == []

    def test_each_rule_has_a_question_for_when_it_is_in_doubt(self):
        rules = load_library(content_folder()).rules

        assert [rule.id for rule in rules if not rule.maybe.endswith(("?", "."))] == []
        assert [
            rule.id for rule in rules if "?" not in rule.maybe and "would" not in rule.maybe
        ] == []

    def test_every_reason_names_the_source_it_credits(self):
        library = load_library(content_folder())

        silent = [
            rule.id for rule in library.rules if library.source(rule.source).title not in rule.why
        ]

        assert silent == []


class TestSoundContent:
    def test_is_reported_as_sound(self, folder):
        assert report(folder) == ["All is well: 3 rules, 0 drills and 12 examples hold."]

    def test_is_loaded_whole(self, folder):
        library = load_library(folder)

        assert [rule.id for rule in library.rules] == ["apology", "worry", "next-day"]
        assert [source.id for source in library.sources] == ["book", "talk"]
        assert [step.id for step in library.steps] == ["ask"]
        assert len(library.kinds) == 5
        assert [one.id for one in library.disagreements] == ["worries"]

    def test_works_without_a_model(self, folder):
        assert load_model(folder) is None

    def test_has_a_version_that_changes_with_any_rule_but_not_with_the_corpus(self, folder):
        before = load_library(folder).version
        write(folder, "corpus/lines.jsonl", '{"text": "Hello.", "labels": []}\n')
        with_corpus = load_library(folder).version
        edit(folder, "traps/apology.toml", "Apology", "Apologising")
        edited = load_library(folder).version

        assert with_corpus == before
        assert edited != before
        assert len(edited) == len(before) == 12


class TestBrokenContent:
    def test_is_refused_with_every_problem_in_one_error(self, folder):
        edit(folder, "traps/apology.toml", 'source = "book"', 'source = "rumour"')
        (folder / "formula.toml").unlink()

        with pytest.raises(ContentError) as error:
            load_library(folder)

        assert str(error.value).splitlines() == [
            "formula.toml: is missing",
            'traps/apology.toml: source: "rumour" is not a source in sources.toml',
        ]

    def test_is_reported_all_at_once_with_file_and_key(self, folder):
        edit(folder, "traps/apology.toml", '"major"', '"huge"\ncolour = "red"')
        edit(folder, "moves/next-day.toml", 'fix = "Offer two."\n', "")
        write(folder, "moves/torn.toml", "id = torn")
        (folder / "disputed/worry.toml").write_bytes(b"\xff\xfe")
        edit(folder, "formula.toml", '["next-day"]', "[]")

        assert report(folder) == [
            "traps/apology.toml: severity: input should be 'minor', 'major' or 'fatal'",
            "traps/apology.toml: colour: is not a key that is known here",
            "disputed/worry.toml: is not saved as UTF-8 text",
            "moves/next-day.toml: fix: is missing",
            "moves/torn.toml: is not TOML: Invalid value (at line 1, column 6)",
            "formula.toml: steps.1.moves: needs at least 1",
            "6 problems found in 0 rules, 0 drills and 0 examples.",
        ]

    def test_has_ids_that_lead_somewhere(self, folder):
        edit(folder, "traps/apology.toml", 'id = "apology"', 'id = "apologies"')
        edit(folder, "disputed/worry.toml", 'source = "talk"', 'source = "gossip"')
        edit(folder, "sources.toml", 'source = "talk"', 'source = "hearsay"')
        edit(folder, "formula.toml", '["next-day"]', '["next-day", "next-year"]')
        edit(folder, "kinds.toml", 'step = "ask"', 'step = "beg"')
        edit(
            folder,
            "kinds.toml",
            '{ test = "says", phrases = ["thank*"] }',
            '{ test = "has-move", any = ["thanks"] }',
        )
        edit(folder, "rewrites.toml", '["asks-for-a-day"]', '["asks-for-a-week"]')
        edit(folder, "rewrites.toml", '"worry"', '"next-day"')

        assert report(folder) == [
            'traps/apology.toml: id: "apologies" must be the name of the file, "apology"',
            'disputed/worry.toml: views.2.source: "gossip" is not a source in sources.toml',
            'sources.toml: disagreements.1.views.2.source: "hearsay" is not a source in'
            " sources.toml",
            'formula.toml: steps.1.moves: "next-year" is not a rule in traps, disputed or moves',
            'kinds.toml: kinds.2.checks.1.when.step: "beg" is not a step in formula.toml',
            'kinds.toml: kinds.2.checks.2.when.any: "thanks" is not a rule in traps, disputed or'
            " moves",
            'rewrites.toml: wordings.1.checks: "asks-for-a-week" is not a check of opening',
            'rewrites.toml: swaps.1.rule: "next-day" is not a trap or a disputed rule',
            "8 problems found in 1 rule, 0 drills and 4 examples.",
        ]

    def test_has_no_id_twice(self, folder):
        write(folder, "moves/apology.toml", MOVE.replace('"next-day"', '"apology"'))
        write(folder, "sources.toml", SOURCES.replace('"talk"', '"book"'))
        write(folder, "formula.toml", FORMULA + FORMULA)
        edit(folder, "kinds.toml", 'id = "thanks"', 'id = "asks-for-a-day"')

        assert report(folder) == [
            'disputed/worry.toml: views.2.source: "talk" is not a source in sources.toml',
            'moves/apology.toml: id: "apology" is already the id of traps/apology.toml',
            'moves/apology.toml: source: "talk" is not a source in sources.toml',
            'moves/next-day.toml: source: "talk" is not a source in sources.toml',
            'sources.toml: sources: the id "book" is used 2 times',
            'formula.toml: steps: the id "ask" is used 2 times',
            'kinds.toml: kinds.2.checks: the id "asks-for-a-day" is used 2 times',
            "7 problems found in 1 rule, 0 drills and 4 examples.",
        ]

    def test_has_points_and_verdicts_for_every_score_of_every_kind(self, folder):
        write(folder, "kinds.toml", NOT_A_CLOSE + KIND.format(id="opening"))
        edit(folder, "kinds.toml", "points = 40", "points = 30")
        edit(folder, "kinds.toml", 'id = "fine", at_least = 0', 'id = "fine", at_least = 10')

        assert report(folder) == [
            'kinds.toml: kinds: the kind "final-close" is missing',
            'kinds.toml: kinds: the kind "soft-close" is missing',
            'kinds.toml: kinds: the kind "bridge" is missing',
            "kinds.toml: kinds.2.checks: the points of opening sum to 90, not 100",
            "kinds.toml: kinds.2.verdicts: no verdict of opening is for a score of 0",
            "5 problems found in 3 rules, 0 drills and 12 examples.",
        ]

    def test_has_phrases_slots_and_examples_that_make_sense(self, folder):
        edit(folder, "traps/apology.toml", '["sorry to (bother|trouble) you"]', '["(sorry"]')
        edit(folder, "traps/apology.toml", "{words}", "{match}")
        edit(folder, "traps/apology.toml", '"What happens next?"', '"What happens at {next}?"')
        edit(folder, "moves/next-day.toml", "{next}?", "{next?")
        edit(folder, "disputed/worry.toml", '"Do you have any worries?"', '"any  WORRIES?"')

        assert report(folder) == [
            'traps/apology.toml: detect.phrases.1: The phrase "(sorry" has a bracket without its'
            " partner, or brackets inside brackets.",
            "traps/apology.toml: message: may not use {match}",
            "traps/apology.toml: swap.2: may not use {next}",
            "disputed/worry.toml: examples.caught.2: is the same line as examples.caught.1",
            "moves/next-day.toml: say_instead.1: has a brace without its partner",
            "5 problems found in 0 rules, 0 drills and 0 examples.",
        ]


class TestProof:
    def test_reports_an_example_that_is_missed_and_one_that_is_caught_wrongly(self, folder):
        edit(folder, "traps/apology.toml", '"Sorry to hear that."', '"Not sorry to bother you."')
        edit(folder, "moves/next-day.toml", '"Which day?", "W', '"Some day next week?", "W')

        assert report(folder) == [
            "traps/apology.toml: examples.clean.1: is caught, but should be left alone:"
            ' "Not sorry to bother you."',
            'moves/next-day.toml: examples.caught.1: is not caught: "Some day next week?"',
            "2 problems found in 3 rules, 0 drills and 12 examples.",
        ]

    def test_reports_a_sentence_for_rewrites_that_is_a_trap_or_misses_its_check(self, folder):
        edit(folder, "traps/apology.toml", '"What happens next?"', '"Any worries?"')
        edit(
            folder,
            "kinds.toml",
            'say = ["Which day suits you?"]',
            'say = ["Sorry to bother you, which day?", "One day?"]',
        )
        edit(folder, "rewrites.toml", "Which day is yours?", "Any worries, or which day?")
        edit(folder, "rewrites.toml", "Which day would you like?", "Sorry to trouble you.")

        assert report(folder) == [
            'traps/apology.toml: swap.2: is caught as "worry": "Any worries?"',
            'rewrites.toml: swaps.1.swap.1: is caught as "apology": "Sorry to trouble you."',
            'kinds.toml: kinds.2.checks.1.say.1: is caught as "apology":'
            ' "Sorry to bother you, which day?"',
            'kinds.toml: kinds.2.checks.1.say.2: does not meet "asks-for-a-day": "One day?"',
            'rewrites.toml: wordings.1.say.1: is caught as "worry": "Any worries, or which day?"',
            "5 problems found in 3 rules, 0 drills and 12 examples.",
        ]

    def test_reports_a_sentence_for_rewrites_that_may_be_taken_for_a_trap(self, folder):
        (folder / "model").mkdir()
        LinearModel(
            labels=("apology",),
            corpus="",
            thresholds={"apology": 0.9},
            vocabulary=Vocabulary(("pardon+",), np.ones(1, dtype=np.float32)),
            weights=np.array([[4]], dtype=np.float32),
            bias=np.array([-4], dtype=np.float32),
            blend=np.array([[1], [0], [0]], dtype=np.float32),
        ).save(folder / MODEL_FILE)
        edit(folder, "traps/apology.toml", "[detect]", "maybe = 'Is \"{words}\" one?'\n[detect]")
        edit(folder, "traps/apology.toml", '"What happens next?"', '"Pardon, what is next?"')

        assert (
            'traps/apology.toml: swap.2: may be taken for "apology": "Pardon, what is next?"'
            in report(folder)
        )

    def test_bears_a_repeated_line_in_fifty_but_not_more(self, folder):
        rows = [
            f'{{"text": "Number {"x" * 20 * n} {n} is free.", "labels": []}}' for n in range(49)
        ]
        write(folder, "corpus/lines.jsonl", "\n".join([*rows, rows[7]]) + "\n")
        assert check_content(folder).ok

        write(folder, "corpus/lines.jsonl", "\n".join([*rows[:48], rows[7]]) + "\n")

        assert report(folder) == [
            "corpus/lines.jsonl: line 49: is nearly the same as corpus/lines.jsonl, line 8",
            "1 problem found in 3 rules, 0 drills and 12 examples.",
        ]

    def test_reports_rows_of_the_corpus_that_contradict_themselves_or_the_examples(self, folder):
        rows = (
            '{"text": "Which day?", "labels": ["next-day"], "where": {"next-day": "Which day"}}',
            '{"text": "Hello.", "labels": ["greeting"]}',
            '{"text": "Good morning.", "labels": [], "where": {"apology": "sorry"}}',
            '{"text": "sorry to bother you again.", "labels": [], "voice": "plain"}',
            '{"text": "Sorry to hear that.", "labels": ["apology"]}',
            '{"text": "Hello."}',
            "not an object",
        )
        write(folder, "corpus/lines.jsonl", "\n".join(rows) + "\n")

        assert report(folder) == [
            'corpus/lines.jsonl: line 2: the label "greeting" is not a rule',
            'corpus/lines.jsonl: line 3: where names "apology", which is not among the labels',
            'corpus/lines.jsonl: line 3: the words of "apology" are not in the text',
            'corpus/lines.jsonl: line 4: the labels contradict the examples of "apology"',
            'corpus/lines.jsonl: line 5: the labels contradict the examples of "apology"',
            "corpus/lines.jsonl: line 6: labels: is missing",
            "corpus/lines.jsonl: line 7: invalid JSON: expected ident at line 1 column 2",
            "7 problems found in 3 rules, 0 drills and 12 examples.",
        ]

    @pytest.mark.parametrize(
        "name",
        ["sources.toml", "formula.toml", "kinds.toml", "scoring.toml", "rewrites.toml"],
    )
    def test_goes_on_without_a_file_that_is_missing(self, folder, name):
        (folder / name).unlink()

        assert report(folder) == [
            f"{name}: is missing",
            "1 problem found in 3 rules, 0 drills and 12 examples.",
        ]


class TestModel:
    def test_that_is_damaged_is_refused_with_what_to_do(self, folder):
        write(folder, "model/critic.npz", "not a model")

        with pytest.raises(ContentError) as error:
            load_model(folder)

        assert str(error.value) == "model/critic.npz: cannot be read: run close-coach train"

    def test_that_is_damaged_is_a_problem_of_the_content(self, folder):
        write(folder, "model/critic.npz", "not a model")

        assert report(folder) == [
            "model/critic.npz: cannot be read: run close-coach train",
            "1 problem found in 3 rules, 0 drills and 12 examples.",
        ]
