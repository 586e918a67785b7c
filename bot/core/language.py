"""Whether a text can be judged at all."""

import re

from bot.core.recall import recalled
from bot.core.text import MAX_CHARACTERS, sentences, straighten
from bot.errors import UnusableLine

# Words that English can hardly do without. One of them in a text of several words is enough:
# the question is only whether the text is English, not whether it is good English.
_COMMON = frozenset(
    """
    a about all am an and any are as at be been but by can could did do does for from get good
    had has have hello hi how i if in is it just know like me my next no not of ok on or our
    please so thank thanks that the there they this to u up ur us was we what when where which
    who why will with would yes you your
    """.split()
)
# Words that give away another language written in the same letters, none of them English.
_FOREIGN = frozenset(
    """
    ich und der das ist nicht sie wir auf ein eine sind zu mit für von möchte diese nächsten
    el los las que en y por para con una es muy mucho qué cuáles son puesto
    le les des et est pour vous je nous dans une très il della gli che per um uma não com são
    """.split()
)
_ENOUGH_WORDS = 5
_SPANISH = "¿¡"  # opens its questions and its calls


def check_usable(text: str) -> None:
    """Raise UnusableLine, with a sentence for the rep, when there is nothing to judge."""
    if len(text) > MAX_CHARACTERS:
        raise UnusableLine(
            f"That is {len(text):,} characters; I read up to {MAX_CHARACTERS:,}. "
            "Paste only the words you would close with."
        )
    plain = straighten(text)
    if not any(map(str.isalpha, plain)):
        raise UnusableLine(
            "There are no words in that. Paste the line you would say to the interviewer."
        )
    if not _is_english(text, plain):
        raise UnusableLine(
            "I can only judge English so far. Paste your closing line in English, please."
        )


def _is_english(text: str, plain: str) -> bool:
    if not plain.isascii() and not _is_latin(plain):
        return False
    if any(mark in text for mark in _SPANISH):
        return False
    words = plain.casefold().replace("'", " ").split()
    bare = [word.strip('.,;:!?"()') for word in words]
    english = sum(word in _COMMON for word in bare)
    foreign = sum(word in _FOREIGN for word in bare)
    return len(bare) < _ENOUGH_WORDS or english > foreign


def _is_latin(plain: str) -> bool:
    letters = [character for character in plain if character.isalpha()]
    return sum(letter < "\u0250" for letter in letters) * 2 >= len(letters)


_QUESTION_OPENERS = frozenset(
    """
    what what's whats when where which who who's whos why how how's hows do does did is are was
    were am have has had can could would will should shall may might any isn't aren't don't
    doesn't didn't haven't can't couldn't won't wouldn't
    """.split()
)

_DO_YOU = (
    r"(?:can|could|shall|should|may|would|will|do|does|did|is|are) (?:I|we|you|it|that|this|there)"
)
# "I sold forty, when can we meet": what is asked comes last.
_ASKS_LAST = re.compile(
    r"[,;:-] (?:(?:so|and|but) )?(?:(?:what|when|where|which|who|how)(?: \w+)? )?"
    rf"{_DO_YOU} [^,;:!.]+$|[,;:-] (?:(?:so|and|but) )?what'?s next$",
    re.IGNORECASE,
)
# "So what happens next": said or dictated with a word before it, and without a mark at the end.
_ASKS_AT_ONCE = re.compile(
    r"(?:(?:so|and|but|okay|ok|well|then|um|uh),? )+(?:what'?s next\b|what happens\b"
    rf"|(?:(?:what|when|where|which|who|how)(?: soon| long)? )?{_DO_YOU}\b)",
    re.IGNORECASE,
)


def is_question(sentence: str) -> bool:
    """Whether a sentence asks something; people who type in a chat leave out the mark."""
    return "?" in sentence or recalled(_asks, sentence)


def _asks(sentence: str) -> bool:
    """Whether a sentence is worded as a question."""
    plain = straighten(sentence)
    opener = plain.casefold().split(maxsplit=1)[:1]
    opens = bool(opener) and opener[0].strip(",.;:!") in _QUESTION_OPENERS
    return opens or bool(_ASKS_AT_ONCE.match(plain) or _ASKS_LAST.search(plain))


def holds_question(text: str) -> bool:
    """Whether any sentence of a text asks something."""
    return any(is_question(text[span.start : span.end]) for span in sentences(text))
