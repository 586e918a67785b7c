"""Sentences that only talk about a trap: refused, told of the past, or quoted from someone.

"I won't ask you to compare me with anybody" names a trap and avoids it. A guarded sentence needs
far more than the usual evidence before anything in it counts as a trap.
"""

from bot.core.critique import Span
from bot.core.phrases import compile_phrases

_PUSHY = "(ask|press|push|pressure|compare|rush|put|pretend|promise|claim|boast|brag|tell you)"
_PUSHING = "(asking|comparing|claiming|pushing|pressing|pressuring|promising|saying)"
_ELDER = "(boss|manager|coach|teacher|mentor|director|employer|father|mother|dad|mum|mom|uncle)"
_SAID = "(told|taught|said|asked|used to|always|once|warned)"
_WORKPLACE = "(firm|job|company|role|place|shop|team|employer)"

_REFUSED = (
    f"(I won't|I will not|I'd never|I would never) {_PUSHY}",
    f"(I'm not going to|I am not going to|I'm not here to|I'm not trying to) {_PUSHY}",
    f"(I don't|I do not) (want to|need to|mean to|intend to) {_PUSHY}",
    f"(I'm not|I am not|rather than|instead of|without) {_PUSHING}",
    "(no|not any) pressure",
    "(I can't|I cannot|I couldn't) (promise|guarantee|compare|speak for|claim)",
)
_TOLD = (
    f"my {_ELDER} {_SAID}",
    f"(my|an|one) (old|last|former|first|previous) {_ELDER} {_SAID}",
    f"(I asked|I ask|I used to ask|I once asked) my (old|last|first|former) {_ELDER}",
    f"(I asked|I ask|I used to ask|I once asked) my {_ELDER}",
    f"(at|in) my (last|old|previous|first|former) {_WORKPLACE} I (asked|told|used to|once|never)",
    "(I was|I've been) (told|taught|asked|warned)",
    "(I once|I used to) (say|said|tell|told|ask|asked|think|thought|promise|promised)",
    "(a|one) (customer|client|buyer|prospect|surgeon|doctor) (once|asked|said|told|asks|says)",
)
SHUNNED = (*_REFUSED, *_TOLD)
_PHRASES = compile_phrases(SHUNNED)


def mentions(text: str) -> tuple[Span, ...]:
    """Return the words that refuse, report or quote what the rest of their sentence says."""
    return _PHRASES.find_all(text)
