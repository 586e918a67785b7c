"""What of a rep's own line can stay in a rewrite, and what has to go."""

import re
from collections.abc import Sequence

from bot.core.critique import Finding, Span
from bot.core.facts import in_full, own_fact
from bot.core.language import is_question
from bot.core.text import sentences, straighten, words

Part = str | Finding  # the rep's own words, or a hazard whose words have to go

_FEWEST_WORDS = 3  # a shorter remnant of a sentence reads as a slip
_FEWEST_WORDS_ALONE = 6  # of a clause without a fact
_DANGLING_WORDS = 14  # a longer sentence says something of its own
_DANGLING_QUESTION = 4  # "What are they?"
_CUT = re.compile(
    r"[,;:]\s+|\s+-+\s+|\s+(?=(?:and|but|or|then|because|so(?! much| many| far| long))\s)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"^[\s,;:.!-]*(?:(?:and|but|so|or|then|because|since|as)\s+)*", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"(?:[\s,;:-]++(?:and|but|so|or|then|because|yeah|yes|well|uh|um|like|hopefully|anyway))*[\s,;:-]*$",
    re.IGNORECASE,
)
_CONTRAST = re.compile(r"[\s,;:.!-]*(?:but|though|although|yet)\b", re.IGNORECASE)
# A clause may not lean on what follows it ...
_SUBORDINATE = re.compile(
    r"\s*(?:(?:so|now|well|right|look|and|but),? )?"
    r"(?:if|when|once|since|because|although|though|while|unless|as|unlike|after|before|with"
    r"|from|given|in|for|at|by|to|compared|against|should|\w+ing|\w{3,}ed)\b",
    re.IGNORECASE,
)
# ... nor announce it: "my closing question: ...".
_ANNOUNCES = re.compile(r"(?:[:\"(]|\b(?:is|was|that|this|say|ask|says|said),?)\s*[:\"(]?\s*$")
# A sentence that only says that a question comes: "Can I ask you something blunt?"
_ANNOUNCES_ONE = re.compile(
    r"(?:(?:so|and|but|now|okay|ok|well|then|before I go|finally|lastly),? )*"
    r"(?:(?:can|could|may|might) I (?:just )?(?:ask|be (?:\w+ )?(?:direct|honest|frank|blunt|bold"
    r"|straight|candid|open))\b|let me (?:just )?(?:ask|be (?:direct|honest|frank|blunt))\b"
    r"|(?:I (?:have|just have)|I've(?: just)? got|just|there's)? ?(?:one|a) "
    r"(?:(?:more|last|final|quick|blunt|direct|honest) )*question\b)"
    r"(?: (?:you|something|this|one|a|an|for|more|last|final|quick|blunt|direct|honest|with|from|me"
    r"|my|side|thing|question|straight|bold))*[\s.!?:,-]*",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:I|I'[a-z]+|My|We|We'[a-z]+|Our|Last \w+ I|In \d{4},? I)\s", re.IGNORECASE)
_COURTESY = re.compile(
    r"(?:dear|many thanks|thanks|thank|thx|cheers|hi|hello|good (?:morning|afternoon)"
    r"|it (?:was|has been)|it's been|this was"
    r"|(?:I|I've|we|we've) (?:really |very much |so )?(?:enjoyed|appreciated?|loved))\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z]\w+(?=[,;:])")  # "Thank you, Dana, ..."
_NUMBER = (
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|half"
    r"|double|tripled?|dozens?|hundreds?|thousands?|millions?)\b)"
)
_NAMED = r"\d|(?<=[\w,;:-]\s)(?!I\b)[A-Z]\w+"
_NAME = re.compile(_NAMED)
_FIGURE = re.compile(_NUMBER, re.IGNORECASE)
_FACT = re.compile(rf"{_NUMBER}|{_NAMED}")
_RESULT = re.compile(
    r"\b(?:I|we)(?:'ve| have)? (?:\w+ly )?(?:\w+ed|sold|did|won|grew|grown|built|made|led|ran|kept"
    rf"|cut|brought|taught|beat|took|hit)\b.*{_NUMBER}",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|those|they|them|he|him|she|her|again|that(?=\W*$))\b", re.IGNORECASE
)
_REPLIES = re.compile(
    r"(?:if (?:so|not|yes|any|there)|otherwise|or else|because"
    r"|(?:(?:please|just|so|and|go on),? )*(?:tell me|say|(?:be|you can be|speak|answer) (?:\w+ )?"
    r"(?:honest|frank|straight|open|blunt)\w*|don't (?:hold|be|spare|worry)|I (?:can|could) take)"
    r"|hones?tly)\b",
    re.IGNORECASE,
)
_IF_IT_IS = re.compile(r"(?:(?:and|but|so),? )?if (?:it|that)(?:'s| is| was)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|never|no|cannot)\b|n't\b", re.IGNORECASE)
_DID_IT = re.compile(r"\b(?:did|do|done|doing|prove|proved|show) (?:it|that|so|them)\b")
_SIGN_OFF = re.compile(
    r"(?:(?:kind|best|warm|many) )?(?:regards|wishes|sincerely|respectfully|yours)\b"
    r"|(?:(?:many )?(?:thanks|thank you)|cheers|best|warmly|all the best)"
    r"(?: (?:so|very) much| again| a lot)?(?:,(?: (?-i:[A-Z])[\w'-]+){0,2})?[\s.!]*$",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(?:dear|hi|hello|hey|good (?:morning|afternoon|day))\b", re.IGNORECASE)
_SIGNED = re.compile(r"(?:[-–—~]+ ?)?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?")
# What ties a sentence to the one before: "Otherwise, could we meet on Tuesday?"
_TIED = re.compile(
    r"(?:(?:but|and|so),? )?(?:otherwise|if not|before I do|until then|in the meantime|meanwhile"
    r"|(?:other than|apart from|besides|beyond) that|that said|that being said),? +"
    r"|(?:second|third|fourth)(?:ly)?, +",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:it|that|this|those|these|them|they|he|him|his|she|her|then|the same|instead)\b"
    r"|\b(?:next|other) one\b|(?<!is )(?<!are )\bthere\b",
    re.IGNORECASE,
)


def ending(text: str) -> list[str]:
    """Return the sentences that end a letter or a talk: "Best regards, Tim", "Thank you."."""
    found: list[str] = []
    letter = _GREETING.match(text.lstrip())
    for sentence in reversed(own_sentences(text)[1:]):
        if not (_SIGN_OFF.match(sentence) or (letter and _SIGNED.fullmatch(sentence))):
            break
        found.insert(0, sentence)
    return found


def is_greeting(sentence: str) -> bool:
    """Whether a sentence only calls someone by name, as a letter begins: "Dear Ms. Chen,"."""
    return bool(_GREETING.match(sentence)) and sentence.endswith(",")


def leans(sentence: str, before: str) -> bool:
    """Whether a sentence speaks of what the one before it named."""
    aside = _COURTESY.match(before) or gives_result(before)
    return not aside and bool(_LEANS.search(sentence))


def gives_result(sentence: str) -> bool:
    """Whether the rep tells what they did, with a figure."""
    plain = straighten(sentence)
    return not is_question(plain) and bool(_RESULT.search(plain) or own_fact(plain) == plain)


def apart(sentence: str) -> tuple[str, str]:
    """Part what a sentence states from what it asks: "I sold forty, shall we go on?" does both."""
    plain = straighten(sentence)
    if not is_question(plain):
        return sentence, ""
    cut = _CUT.search(plain) if _OWN.match(plain) else None
    return (sentence[: cut.start()], sentence[cut.end() :]) if cut else ("", sentence)


def own_sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[span.start : span.end] for span in sentences(text)]


def sentence_of(text: str, hazard: Finding) -> str:
    """Return the sentence in which a hazard begins."""
    spans = [span for span in sentences(text) if span.start <= hazard.span.start]
    return text[spans[-1].start : spans[-1].end]


def kept(text: str, hazards: Sequence[Finding], moves: Sequence[Span]) -> list[Part]:
    """Return the rep's sentences, each hazard once in the place of the words that have to go.

    The clauses beside a hazard stay where they can stand alone, or else the figure that the rep
    names as their own. `moves` tells which questions are worth keeping.
    """
    parts: list[Part] = []
    placed: set[str] = set()
    last = ending(text)
    for span in sentences(text):
        here = [hazard for hazard in hazards if _overlap(hazard.span, span)]
        if not here:
            meant = any(_overlap(move, span) for move in moves)
            sentence = text[span.start : span.end]
            parts.extend([sentence] if sentence in last else _whole(sentence, parts, meant=meant))
            continue
        if parts and isinstance(parts[-1], str) and _ANNOUNCES_ONE.fullmatch(straighten(parts[-1])):
            parts.pop()
        before, after = _beside(text, span, here, moves)
        new = [hazard for hazard in here if hazard.id not in placed]
        placed.update(hazard.id for hazard in new)
        fact = own_fact(text[span.start : span.end])
        told = not fact or any(figure in before + after for figure in _FIGURE.findall(fact))
        parts.extend([*filter(None, ["" if told else fact, in_full(before), after]), *new])
    return parts


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _whole(sentence: str, before: Sequence[Part], *, meant: bool) -> list[str]:
    """Return a sentence without a hazard, or nothing if it only makes sense after one.

    One that is `meant`, that makes a move, makes sense by itself.
    """
    if not before or isinstance(before[-1], str):
        return [sentence]
    plain = straighten(sentence)
    joint = _JOINT.match(plain)
    rest = sentence[joint.end() :] if joint else sentence
    factless = not meant and not _FACT.search(plain)
    if (factless and words(rest) < _FEWEST_WORDS) or _IF_IT_IS.match(plain):
        return []
    if factless and (_REPLIES.match(plain) or _dangles(plain)):
        return []
    return [untied(rest)]


def without_last_clause(words: str) -> str:
    """Leave out the last clause, and what leads to it: "" where there is only one."""
    cuts = [cut.start() for cut in _CUT.finditer(straighten(words))]
    return _LEADS_ON.sub("", words[: cuts[-1]]) if cuts else ""


def untied(sentence: str) -> str:
    """Leave out the words that tie a sentence to one before it, which has gone."""
    tied = _TIED.match(sentence)
    return sentence[tied.end() :] if tied else sentence


def _dangles(sentence: str) -> bool:
    if _COURTESY.match(sentence):
        return False
    most = _DANGLING_QUESTION if is_question(sentence) else _DANGLING_WORDS
    return words(sentence) <= most and bool(_POINTS_BACK.search(sentence))


def _beside(
    text: str, sentence: Span, hazards: Sequence[Finding], moves: Sequence[Span]
) -> tuple[str, str]:
    """Return the clauses before and after the hazards of a sentence that can stand alone."""
    plain = straighten(text)
    cuts = [cut.span() for cut in _CUT.finditer(plain, sentence.start, sentence.end)]
    first = max(min(hazard.span.start for hazard in hazards), sentence.start)
    last = min(max(hazard.span.end for hazard in hazards), sentence.end)
    lead = max((start for start, end in cuts if end <= first or start == first), default=None)
    if lead is None and _COURTESY.match(plain, sentence.start):
        lead = next(
            (
                start
                for start, end in cuts
                if plain[start] in ",;:" and not _CALLED.match(plain, end)
            ),
            None,
        )
    before = ""
    if lead is not None and _leads(plain, Span(sentence.start, lead), first, moves):
        before = text[sentence.start : lead].strip()
    tail = min((start for start, end in cuts if end >= last), default=None)
    if last == sentence.end:
        tail = _evidence(plain, [start for start, _ in cuts if start >= (lead or 0)], last)
    after = _trailing(text, plain, tail, sentence.end) if tail is not None else ""
    return before, after


def _leads(plain: str, clause: Span, hazard: int, moves: Sequence[Span]) -> bool:
    """Whether the clause before a hazard can stand alone."""
    said = plain[clause.start : clause.end]
    if words(said) < _FEWEST_WORDS or _SUBORDINATE.match(said) or _ANNOUNCES.search(said):
        return False
    if '"' in plain[clause.end : hazard + 1] or ":" in plain[clause.end : clause.end + 1]:
        return False
    if is_question(said):
        return any(_overlap(move, clause) for move in moves)
    conceded = _CONTRAST.match(plain, clause.end)
    return not conceded or bool(_FACT.search(said) or _COURTESY.match(said))


def _evidence(plain: str, cuts: Sequence[int], end: int) -> int | None:
    """Return where a clause begins in which the rep names a fact of their own."""
    for cut in cuts:
        clause = _JOINT.sub("", plain[cut:end], count=1)
        if _OWN.match(clause) and _FACT.search(clause) and not _DENIES.search(clause):
            return cut
    return None


def _trailing(text: str, plain: str, start: int, end: int) -> str:
    """Return the clause after a hazard, if it can stand alone."""
    joint = _JOINT.match(plain[start:end])
    begin = start + (joint.end() if joint else 0)
    clause = plain[begin:end]
    own = _OWN.match(clause) and not _DID_IT.search(clause)
    if not own or words(clause) < _FEWEST_WORDS or '"' in clause:
        return ""
    factual = _RESULT.search(clause) or _NAME.search(clause)
    if not factual and (words(clause) < _FEWEST_WORDS_ALONE or _dangles(clause)):
        return ""
    return text[begin:end].strip()
