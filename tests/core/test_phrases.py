import pytest

from bot.core.critique import Span
from bot.core.phrases import PhraseBook, compile_phrases


def found(phrase: str, text: str) -> str | None:
    span = compile_phrases([phrase]).find(text)
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("let me know", "So LET  me\nknow.", "LET  me\nknow"),
        ("let me know", "let me, know", "let me, know"),
        ("let me know", "outlet me know", None),
        ("let me know", "let me knowingly", None),
        ("don't", "I don’t mind", "don’t"),
        ("guarantee*", "It is Guaranteed!", "Guaranteed"),
        ("I guarantee*", "I guarantee it", "I guarantee"),
        ("keep me ... post*", "keep me, if you can, posted", "keep me, if you can, posted"),
        ("keep me ... posted", "keep me posted", "keep me posted"),
        ("keep me ... posted", "keep me in the loop or just keep him well posted", None),
        ("keep me ... posted", "keep me. Stay posted", None),
        ("keep me ... posted", "keep me in the loop", None),
        ("keep me...posted", "keep me very posted", "keep me very posted"),
        ("(call|get back to) me", "please get back to me", "get back to me"),
        ("I'll (wait | hold on) then", "I'll hold on then", "I'll hold on then"),
        ("am I the (one|best)?", "am I the one?", "am I the one?"),
        ("am I the (one|best)?", "am I the one", None),
        ("rank* (me|us) first", "ranking us first", "ranking us first"),
        ("(prom*|swear)", "I promised", "promised"),
    ],
)
def test_a_phrase_finds_its_wordings(phrase, text, expected):
    assert found(phrase, text) == expected


def test_find_all_returns_the_longest_matches_in_order_without_overlap():
    phrases = compile_phrases(["red flag", "red flag*", "red flags about me", "about me", "red"])

    assert phrases.find_all("red flags about me, about me") == (Span(0, 18), Span(20, 28))


def test_a_book_names_the_set_of_each_match():
    book = PhraseBook({"one": ["thanks", "bye"], "two": ["thank*"], "three": ["never"]})

    assert book.find_all("Thanks, bye") == {
        "one": (Span(0, 6), Span(8, 11)),
        "two": (Span(0, 6),),
    }


def test_nothing_is_found_without_phrases():
    assert compile_phrases([]).find("anything") is None


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("  ", "is empty"),
        ("(a|b", "has a bracket without its partner, or brackets inside brackets"),
        ("a) b", "has a bracket without its partner, or brackets inside brackets"),
        ("(a|(b|c))", "has a bracket without its partner, or brackets inside brackets"),
        ("... a", "must start and end with a word, not with ..."),
        ("a ...", "must start and end with a word, not with ..."),
        ("a ... ... b", "has two gaps (...) in a row"),
        ("a ... b ... c ... d", "has more than 2 gaps (...)"),
        ("a (b|)", "has an empty alternative"),
        ("(a ... b|c)", "has a gap (...) inside brackets"),
        ("a|b", 'has a * or | out of place in "a|b"'),
        ("a * b", 'has a * or | out of place in "*"'),
        ("gr(e|a)y", "has a bracket inside a word: put whole words into it, (grey|gray)"),
        ("a (b|c)*", 'has a * or | out of place in "(b|c)*"'),
        ("a*b", 'has a * or | out of place in "a*b"'),
        ("?why", "must start with a letter or a digit"),
    ],
)
def test_a_phrase_that_makes_no_sense_is_refused_in_a_sentence(phrase, problem):
    with pytest.raises(ValueError, match="The phrase") as refused:
        compile_phrases([phrase])

    assert str(refused.value) == f'The phrase "{phrase}" {problem}.'
