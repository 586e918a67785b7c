from bot.core.features import character_grams, grams, tokens


def test_tokens_are_words_in_lower_case_with_numbers_as_0_and_question_marks():
    assert tokens("I’ve grown 1,200 accounts (3.5%)! OK?") == [
        "i've",
        "grown",
        "0",
        "accounts",
        "0",
        "!",
        "ok",
        "?",
    ]


def test_an_endless_word_is_cut():
    assert tokens("a" * 100) == ["a" * 24]


def test_grams_count_words_with_the_ends_of_the_sentence_and_the_inside_of_each_word():
    assert grams("go go") == {
        "go+": 2,
        "^+go": 1,
        "go+go": 1,
        "go+$": 1,
        "^+go+go": 1,
        "go+go+$": 1,
        " g": 2,
        "go": 2,
        "o ": 2,
        " go": 2,
        "go ": 2,
        " go ": 2,
    }


def test_grams_of_nothing_hold_the_ends_alone():
    assert grams("") == {"^+$": 1}


def test_character_grams_have_two_to_five_characters():
    assert character_grams("abc") == (
        *(" a", "ab", "bc", "c "),
        *(" ab", "abc", "bc "),
        *(" abc", "abc "),
        " abc ",
    )
