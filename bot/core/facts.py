"""Finds what a rep has to show for themselves in words that a rewrite has to give up.

"With $3.2M in sales at Brandt I'm the best you'll meet" boasts, and names a fact that is the rep's
own. Only plain forms are recognised: a fact put into the rep's mouth by mistake costs more than
one that is left out.
"""

import re
from collections.abc import Iterable

from bot.core.text import straighten

_NUMBER = (
    r"(?:\d[\d,.]*\+?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|a hundred)"
)
_MONEY = r"[$£€]\s?\d[\d,.]*\s?(?i:k|m|bn|thousand|million|billion)?\b"
_SOLD = r"(?:sales|revenue|business|orders|bookings|contracts|new business)"
_THINGS = (
    r"(?:accounts|branches|clients|clinics|contracts|customers|dealers|deals|hospitals|launches"
    r"|hotels|new accounts|new clients|new customers|offices|orders|practices|products|projects"
    r"|renewals|schools|shops|showrooms|stores|surgeons|territories)"
)
_PLAN = r"(?:plan|quota|target|goal|budget)"
_NAME = r"[A-Z][\w&'-]*(?: (?:and )?(?!I\b)[A-Z][\w&'-]*){0,3}"
_PLACE = rf"(?: (?:at|with|for|in|on|across) (?:the )?{_NAME})"
_TIME = rf"(?: {_NUMBER} (?:years|quarters|months) (?:running|in a row)| last (?:year|quarter))"
_FIELD = r"(?: (?:of|in) (?:\w+ )?(?:experience|sales|selling))"
_OWN = r"\b(?i:my|with|I have|I had|I've|I've got)\s+(?:(?:over|more than|about)\s+)?"
_HELD = (
    rf"{_MONEY} (?:in|of|worth of) (?:\w+ )?{_SOLD}{_PLACE}?{_TIME}?"
    rf"|(?i:{_NUMBER}) {_THINGS}{_PLACE}?{_TIME}?"
    rf"|(?i:{_NUMBER}) years(?:{_FIELD}{_PLACE}?|{_PLACE})"
)
_REACHED = rf"\b\d+\s?(?:%|percent) (?:of|over|above) (?:my |the |our )?{_PLAN}{_PLACE}?{_TIME}?"
_NOT_YET = re.compile(
    r"\b(?:(?:I|we) (?:will|would|could|can)|I'm going to|(?:I|we)'(?:ll|d)"
    r"|your|you've|you (?:have|had)|if|whether|without"
    r"|promis\w+|guarantee\w*|expect\w*|want\w*|hope\w*|told|asked|supposed|goal|aim\w*"
    r"|(?:do|did|would|could|should)(?= *$| I\b))\b",
    re.IGNORECASE,
)
# "They don't have my 40 accounts" denies the others, not the rep.
_DENIED = re.compile(r"\b(?:no|not|never|miss(?:ed)?)\b|n't\b", re.IGNORECASE)
_MY = re.compile("my ", re.IGNORECASE)
# "Has anyone hit 200% of quota?" is about others: who reached something has to be the rep. And
# "I know 200% of quota is possible" reaches nothing: the words must say that it is done.
_DID = (
    r"(?:hit|was|were|am|'m (?:at|on)|been|had|did|done|made|sold|ran|came|beat|got|went|held|kept"
    r"|brought|achieved|attained|averaged|closed|delivered|ended|exceeded|finished|landed|managed"
    r"|passed|posted|reached|recorded|scored|topped|turned)"
)
_NO_OTHERS = (
    r"(?:(?!\b(?:you|he|she|we|they|everybody|everyone|anybody|anyone|nobody|who"
    r"|boss|manager|team|reps?)\b).)*"
)
_BY_THE_REP = re.compile(
    r"^\W*(?:(?:and|at|with|after|having) )*$"
    rf"|\b(?:I|my)\b{_NO_OTHERS}\b{_DID}\b{_NO_OTHERS}$",
    re.IGNORECASE,
)
_ANYBODY = re.compile("")  # "my" and "I have" say whose it is
_FACTS = (
    (re.compile(rf"{_OWN}(?P<fact>{_HELD})"), _ANYBODY, "I have {}."),
    (re.compile(rf"(?P<fact>{_REACHED})"), _BY_THE_REP, "I reached {}."),
)
_CLAUSE = 80  # characters before a figure that say whose it is
# "Any hesitations, Luis?": a name of its own between commas is whom the rep talks to.
_CALLED = re.compile(
    r"(?<=[a-z']), ((?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?"
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z]+)(?=,|[?!.]*$)"
)
_OWN_CAPITAL = re.compile(r"I\b|\[")


def called(words: str, said: Iterable[str]) -> str:
    """Return the name by which the rep calls the listener, "" if there is none or it is said."""
    found = _CALLED.search(straighten(words))
    name = found.group(1) if found else ""
    return "" if any(name in sentence for sentence in said) else name


def calling(name: str, sentence: str) -> str:
    """Begin a sentence with the name of the listener."""
    rest = sentence if _OWN_CAPITAL.match(sentence) else sentence[0].lower() + sentence[1:]
    return f"{name}, {rest}"


_BARE = re.compile(_HELD)


def in_full(clause: str) -> str:
    """Make a sentence of a bare fact, as "Fifteen years at Nike" is; leave any other clause."""
    return f"I have {clause[0].lower()}{clause[1:]}." if _BARE.fullmatch(clause) else clause


def own_fact(words: str) -> str:
    """Return a sentence with the figure that the rep names as their own, "" if there is none.

    What is promised, missed or another's is no fact of the rep's.
    """
    plain = straighten(words)
    for pattern, whose, saying in _FACTS:
        for found in pattern.finditer(plain):
            before = re.split(r"[,;:.!?]", plain[: found.start()])[-1][-_CLAUSE:]
            denied = _DENIED.search(before) and not _MY.match(found[0])
            if whose.search(before) and not denied and not _NOT_YET.search(before):
                return saying.format(found["fact"].rstrip(",."))
    return ""
