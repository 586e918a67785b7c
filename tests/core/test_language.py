import pytest

from bot.core.language import check_usable, holds_question, is_question
from bot.errors import UnusableLine

NO_WORDS = "There are no words in that. Paste the line you would say to the interviewer."
NOT_ENGLISH = "I can only judge English so far. Paste your closing line in English, please."


def refusal(text):
    """Return what a rep is told about a text, or None when it can be judged."""
    try:
        check_usable(text)
    except UnusableLine as error:
        return str(error)
    return None


@pytest.mark.parametrize("text", ["", " \n\t ", "👍🎉", "...?!", "12 345", "\u0000\u202e\u200b"])
def test_a_text_without_words_is_refused_with_what_to_do(text):
    assert refusal(text) == NO_WORDS


def test_a_text_past_the_limit_is_told_the_limit_and_its_length():
    assert refusal("a" * 40_000) == (
        "That is 40,000 characters; I read up to 4,000. Paste only the words you would close with."
    )


def test_a_text_at_the_limit_is_read():
    assert refusal("so " * 1_333 + "a") is None


@pytest.mark.parametrize(
    "text",
    [
        "आपके समय के लिए धन्यवाद",
        "谢谢您的时间",
        "Спасибо за ваше время, буду ждать ответа",
        "Merci beaucoup pour votre temps, dites-moi si vous voulez avancer",
        "Vielen Dank für Ihre Zeit, melden Sie sich gern",
        "Ich möchte diese Stelle. Was sind die nächsten Schritte?",
        "Me interesa mucho el puesto. ¿Cuáles son los próximos pasos?",
        "¿Cuándo puedo empezar?",
    ],
)
def test_another_language_is_refused_kindly(text):
    assert refusal(text) == NOT_ENGLISH


@pytest.mark.parametrize(
    "text",
    [
        "Any pointers?",
        "ur the only one who can decide so just decide now pls",
        "What’s the next step, señor?",
        "I sold in El Paso and Las Vegas, and I'd love to do it for you.",
        "“Great chat” – when do I start",
    ],
)
def test_english_of_any_register_is_read(text):
    assert refusal(text) is None


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("What happens next?", True),
        ("does that make sense", True),
        ("Would, say, Tuesday suit you", True),
        ("I would love to know?", True),
        ("I sold forty, when can we meet", True),
        ("I love it, so whats next", True),
        ("so what happens next", True),
        ("ok so when can we talk again", True),
        ("And how soon would you decide", True),
        ("So what I did was call them all.", False),
        ("I did what you said, and so did Ann.", False),
        ("I will call on Tuesday.", False),
        ("", False),
    ],
)
def test_a_question_is_known_with_and_without_its_mark(sentence, asks):
    assert is_question(sentence) is asks


def test_a_text_holds_a_question_when_one_of_its_sentences_asks():
    assert holds_question("Thanks for today. does that answer it")
    assert not holds_question("Thanks for today. I will call on Tuesday.")
