"""Whether two lines are nearly the same, also after their texts were forgotten.

A fingerprint holds the least hashes of a line's letters, five at a time. The share that two lines
have in common shows how alike they are, and no text can be read from it.
"""

import re
from hashlib import blake2b
from struct import unpack

from bot.core.text import straighten

_LETTERS = 5
_BYTES = 4
_KEPT = 64  # hashes: lines of up to about seventy letters are compared exactly
_NO_LETTERS = re.compile(r"[\W_]+")

Fingerprint = frozenset[int]


def fingerprint(text: str) -> Fingerprint:
    """Return what a line is recognised by. Case, marks and spacing make no difference."""
    plain = f" {_NO_LETTERS.sub(' ', straighten(text).casefold()).strip()} "
    ends = range(_LETTERS, max(len(plain), _LETTERS) + 1)
    grams = {plain[end - _LETTERS : end] for end in ends}
    return frozenset(sorted(map(_hash, grams))[:_KEPT])


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Return the share of all letters, five at a time, that two lines have in common."""
    common = one & other
    if not common:
        return 0.0
    least = sorted(one | other)[:_KEPT]
    return len(common.intersection(least)) / len(least)


def alike(one: Fingerprint, other: Fingerprint, share: float) -> bool:
    """Whether two lines have at least such a share, above 0, in common."""
    common = len(one & other)  # most lines are like no other, which this shows at once
    return common > 0 and (
        common / max(len(one), len(other)) >= share and likeness(one, other) >= share
    )


def written(fingerprint: Fingerprint) -> str:
    """Return a fingerprint as text, to be kept."""
    return b"".join(hash.to_bytes(_BYTES, "big") for hash in sorted(fingerprint)).hex()


def read(text: str) -> Fingerprint:
    """Return the fingerprint that was written as this text."""
    kept = bytes.fromhex(text)
    return frozenset(unpack(f">{len(kept) // _BYTES}I", kept))


def _hash(gram: str) -> int:
    return int.from_bytes(blake2b(gram.encode(), digest_size=_BYTES).digest(), "big")
