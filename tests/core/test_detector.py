from dataclasses import replace

import numpy as np
import pytest

from bot.core.critique import Span
from bot.core.detection import Signal
from bot.core.detector import RuleAndModelDetector
from bot.core.library import Detect, Library, Rule
from bot.core.linear import LinearModel
from bot.core.vocabulary import Vocabulary
from tests.core.small import LIBRARY, TRAP, move

IDS = ("strong-arm", "passive-exit", "ask-advance")


def rule(kind: Rule, id: str, phrases: tuple[str, ...] = (), unless: tuple[str, ...] = ()) -> Rule:
    return kind.model_copy(update={"id": id, "detect": Detect(phrases=phrases, unless=unless)})


def rules() -> Library:
    """Return two traps and a move that the model knows, and a trap that it does not."""
    return LIBRARY.model_copy(
        update={
            "traps": (
                rule(TRAP, "strong-arm", ("decide now",)),
                rule(TRAP, "passive-exit", ("let me know",)),
                rule(TRAP, "apology", ("sorry (for|about)",), ("sorry for your loss",)),
            ),
            "disputed": (),
            "moves": (rule(move("ask-advance"), "ask-advance", ("next step*",)),),
        }
    )


def model() -> LinearModel:
    """Return a model that knows each label by two words: one sure, one that is not enough."""
    grams = ("demand+", "press+", "wait+", "maybe+", "hire+", "soon+")
    weights = np.zeros((6, 3), dtype=np.float32)
    for label in range(3):
        weights[2 * label, label], weights[2 * label + 1, label] = 10, 5
    return LinearModel(
        labels=IDS,
        corpus="",
        thresholds=dict.fromkeys(IDS, 0.5),
        vocabulary=Vocabulary(grams, np.ones(6, dtype=np.float32)),
        weights=weights,
        bias=np.full(3, -6, dtype=np.float32),
        blend=np.array([[1] * 3, [0] * 3, [0] * 3], dtype=np.float32),
    )


def found(text: str, *, with_model: bool = True) -> list[tuple[str, str, float]]:
    signals = RuleAndModelDetector(rules(), model() if with_model else None).detect(text)
    return [(one.id, text[one.span.start : one.span.end], one.confidence) for one in signals]


def test_the_model_finds_a_label_without_any_phrase():
    assert found("Fine. I demand it.") == [("strong-arm", "I demand it.", 0.98)]


@pytest.mark.parametrize(("text", "ids"), [("Demand", []), ("Demand?", ["strong-arm"])])
def test_a_lone_word_says_nothing_unless_it_asks(text, ids):
    assert [id for id, _, _ in found(text)] == ids


def test_a_phrase_alone_is_too_little_where_the_model_hears_nothing():
    assert found("You decide now.") == []


def test_what_is_likely_but_not_sure_is_a_doubt_where_the_rule_has_a_question():
    wary = replace(model(), thresholds=dict.fromkeys(IDS, 0.99))
    mute = rules().model_copy(
        update={"traps": (rule(TRAP, "strong-arm").model_copy(update={"maybe": ""}),)}
    )

    [doubt] = RuleAndModelDetector(rules(), wary).detect("I demand it.")

    assert doubt == Signal("strong-arm", Span(0, 12), 0.98, sure=False)
    assert RuleAndModelDetector(rules(), wary).detect("I press it.") == ()
    assert RuleAndModelDetector(mute, wary).detect("I demand it.") == ()


def test_a_doubtful_question_does_not_take_handing_over_back():
    hesitant = replace(model(), thresholds=dict.fromkeys(IDS, 0.5) | {"ask-advance": 0.99})

    signals = RuleAndModelDetector(rules(), hesitant).detect("I wait. Will you hire me?")

    assert [(one.id, one.sure) for one in signals] == [
        ("passive-exit", True),
        ("ask-advance", False),
    ]


def test_a_phrase_tips_the_scale_where_the_model_is_in_doubt():
    assert found("I press you.") == []
    assert found("I press you: decide now.") == [("strong-arm", "I press you: decide now.", 0.95)]


def test_a_sentence_that_refuses_a_trap_is_left_alone():
    assert found("I am not asking you to press: decide now.") == []


def test_a_move_needs_no_guard():
    assert found("I'm not asking lightly to hire me.") == [
        ("ask-advance", "I'm not asking lightly to hire me.", 0.98)
    ]


def test_a_trap_that_the_model_never_saw_works_by_its_phrases():
    expected = [("apology", "sorry about", 0.9)]

    assert found("I am sorry about that.") == expected
    assert found("I am sorry about that.", with_model=False) == expected


def test_an_excuse_silences_the_phrases():
    assert found("I am sorry for being late. I am sorry for your loss.") == []


def test_a_refused_phrase_is_passed_over_for_one_that_is_meant():
    text = "My coach told me: never be sorry for it. Well, I am sorry about it."

    assert found(text, with_model=False) == [("apology", "sorry about", 0.9)]
    assert found("My coach told me: never be sorry for it.", with_model=False) == []


def test_a_move_without_a_model_is_found_even_where_it_is_told():
    assert found("I was told to ask for the next steps.", with_model=False) == [
        ("ask-advance", "next steps", 0.9)
    ]


def test_the_span_leaves_out_clauses_that_add_nothing():
    assert found("To be honest with you all, I demand it now, as I say, and so on.") == [
        ("strong-arm", "I demand it now,", 0.98)
    ]


def test_the_span_may_be_the_last_clause():
    assert found("To be frank, I demand it.") == [("strong-arm", "I demand it.", 0.98)]


def test_handing_over_is_forgiven_where_the_next_step_is_asked_for():
    assert found("I wait. Will you hire me?") == [("ask-advance", "Will you hire me?", 0.98)]
    assert found("I wait. Bye.") == [("passive-exit", "I wait.", 0.98)]


def test_signals_come_in_the_order_of_their_spans():
    assert [one[0] for one in found("Hire me. I am sorry for it. I demand it.")] == [
        "ask-advance",
        "apology",
        "strong-arm",
    ]


@pytest.mark.parametrize("text", ["", "  \n", "!?", "\x00"])
def test_nothing_is_found_in_nothing(text):
    assert found(text) == []


def test_a_signal_says_where_in_the_text_as_it_was_given():
    signals = RuleAndModelDetector(rules(), None).detect("“I’m  sorry for it”")

    assert signals == (Signal("apology", Span(6, 15), 0.9),)
