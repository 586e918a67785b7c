import pytest

from bot.core.wordpiece import WordPieces

PIECES = ("[UNK]", "[CLS]", "[SEP]", "hire", "hi", "##ring", "##re", "me", "'", "cafe", ".", "0")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hire me.", ["hire", "me", "."]),
        ("HIRING", ["hi", "##ring"]),
        ("hires", ["[UNK]"]),
        ("Café ‘me’", ["cafe", "'", "me", "'"]),
        ("me\u200bme", ["me", "me"]),
        ("", []),
        ("x" * 10_000, ["[UNK]"]),
    ],
)
def test_words_are_cut_into_the_longest_pieces_that_are_known(text, pieces):
    words = WordPieces(PIECES)

    assert [words.pieces[number] for number in words.numbers(text)] == pieces


def test_the_marks_for_start_and_end_are_known():
    words = WordPieces(PIECES)

    assert (words.start, words.end) == (1, 2)
