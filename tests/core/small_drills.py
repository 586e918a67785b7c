"""Drills small enough to read in a test."""

from collections.abc import Mapping

from bot.core.exercises import Drill

WHY = "Because."


def drill(id: str = "close", **changes: object) -> Drill:
    """Make a drill of one check, met by an answer without a trap; `changes` replace its keys."""
    keys = {
        "id": id,
        "kind": "ask",
        "title": "A drill",
        "stage": "end",
        "level": 1,
        "trains": ["ask"],
        "prompt": "Close.",
        "hint": "Ask.",
        "checks": [check({"test": "no-trap"})],
        "model_answer": "Thank you. Shall we go on?",
        "poor_answer": {"text": "Please please.", "why": "It begs."},
    }
    return Drill.model_validate(keys | changes)


def check(when: Mapping[str, object], id: str = "only", points: int = 100) -> dict[str, object]:
    return {"id": id, "title": f"It is {id}", "points": points, "why": WHY, "when": when}


def choice_drill(kind: str, answer: list[str], id: str = "choose") -> Drill:
    """Make a drill that is answered by choosing among four."""
    texts = {
        "beg": "Begging for it",
        "threat": "Threatening them",
        "no-trap": "No trap at all",
        "boast": "A boast",
    }
    return drill(
        id,
        kind=kind,
        checks=[check({"test": "chooses"})],
        choices=[{"id": one, "text": text} for one, text in texts.items()],
        answer=answer,
    )
