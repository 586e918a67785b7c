from bot.core.features import character_grams, grams, is_word_gram, joint_grams, own_grams, tokens


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


def test_joint_grams_know_the_ends_of_the_sentence():
    assert joint_grams(["go", "on"]) == [
        *("^+go", "go+on", "on+$"),
        *("^+go+on", "go+on+$"),
    ]


def test_grams_of_nothing_hold_the_ends_alone():
    assert grams("") == ["^+$"]


def test_character_grams_have_two_to_five_characters():
    assert character_grams("abc") == [
        *(" a", "ab", "bc", "c "),
        *(" ab", "abc", "bc "),
        *(" abc", "abc "),
        " abc ",
    ]


def test_grams_are_those_of_the_words_and_of_each_word_as_often_as_they_occur():
    assert grams("go go") == [*joint_grams(["go", "go"]), *own_grams("go") * 2]
    assert own_grams("go") == ["go+", *character_grams("go")]


def test_word_grams_are_told_from_character_grams():
    assert all(is_word_gram(gram) for gram in [*joint_grams(["a", "b"]), own_grams("a")[0]])
    assert not any(is_word_gram(gram) for gram in character_grams("a'b"))
