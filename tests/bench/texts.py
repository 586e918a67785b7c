"""Texts to read: ordinary closing lines, and texts made to be slow to read."""

import json
from random import Random

from bot.content import content_folder
from bot.core.library import Library

SEED = 50


def lines() -> list[str]:
    """Return the lines that the model is trained on, shuffled, the same in every run."""
    files = sorted((content_folder() / "corpus").glob("*.jsonl"))
    rows = [row for file in files for row in file.read_text(encoding="utf-8").splitlines()]
    found = [json.loads(row)["text"] for row in rows]
    Random(SEED).shuffle(found)
    return found


def fifty_words() -> list[str]:
    """Return the lines of 40 to 60 words."""
    return [line for line in lines() if 40 <= len(line.split()) <= 60]


def hostile(library: Library) -> dict[str, str]:
    """Return what makes texts slow when it is repeated, each by a name."""
    phrases = [phrase for rule in library.rules for phrase in rule.detect.phrases]
    nearly = [" ".join(_opening(phrase)) for phrase in phrases]
    return {
        "ordinary lines": " ".join(lines()[:100]) + " ",
        "one letter": "a",
        "one-letter words": "I ",
        "spaces": " ",
        "line breaks": "\n",
        "dots": ".",
        "ends of sentences": "a. ",
        "quotes": "'\"",
        "brackets": "(",
        "clauses": "and, so ",
        "all phrases but their end": " ".join(nearly) + " ",
        "their first words": " ".join(dict.fromkeys(near.split()[0] for near in nearly)) + " ",
        "a trap again and again": "I'll just wait to hear from you. ",
        "a refusal, nearly": "I'm not going to ",
        "wide letters": "Ｉ ｗｉｌｌ ",
        "bidi and zero-width": "\u202e\u200b",
    }


def filled(start: str, filling: str, size: int) -> str:
    """Return a text of `size` characters that goes on after its start with nothing else."""
    return (start + filling * size)[:size]


def _opening(phrase: str) -> list[str]:
    """A phrase without its last word, of alternatives the first."""
    ways = [part.strip("()").split("|")[0].rstrip("*") for part in phrase.split() if part != "..."]
    return ways[:-1] or ways
