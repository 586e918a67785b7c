"""A content folder that holds one rule of each sort, small enough to see at a glance."""

from pathlib import Path

from bot.content import check_content

TRAP = """
id = "apology"
title = "Apology"
severity = "major"
message = "You apologised: {words}."
why = "It makes the next step a favour."
fix = "Ask for it."
source = "book"
say_instead = ["Could we talk about {need}?", "Which day suits you?"]
swap = ["Which day suits you?", "What happens next?", "Shall we meet on Monday?"]
[detect]
phrases = ["sorry to (bother|trouble) you"]
unless = ["my mother says"]
[examples]
caught = ["Sorry to bother you again.", "I am sorry to trouble you."]
clean = ["Sorry to hear that.", "My mother says sorry to bother you when the phone rings."]
"""
DISPUTED = """
id = "worry"
title = "Worry"
severity = "minor"
message = "You asked for worries."
why = "The book is against it, the talk is for it."
fix = "Ask what is missing."
source = "book"
say_instead = ["What is missing on {need}?", "What is missing?"]
swap = ["What is missing?", "What have I left out?", "What else would you like to hear?"]
strength = "You asked for worries."
[[views]]
source = "book"
says = "Do not."
[[views]]
source = "talk"
says = "Do."
[detect]
phrases = ["any worries"]
[examples]
caught = ["Any worries?", "Do you have any worries?"]
clean = ["What worries?", "None."]
"""
MOVE = """
id = "next-day"
title = "Asks for a day"
severity = "minor"
message = "You asked for a day."
strength = "You asked for a day: {words}."
why = "A day makes it happen."
fix = "Offer two."
source = "talk"
say_instead = ["Which day suits you for {next}?", "Which day?"]
[detect]
phrases = ["which day"]
[examples]
caught = ["Which day?", "Which day suits you?"]
clean = ["What a day.", "One day I will."]
"""
SOURCES = """
[[sources]]
id = "book"
title = "The Book"
author = "A. Writer"
teaches = ["Ask."]
[[sources]]
id = "talk"
title = "The Talk"
author = "A. Speaker"
teaches = ["Ask more."]
[[disagreements]]
id = "worries"
about = "Worries?"
advice = "Better not."
views = [{ source = "book", says = "No." }, { source = "talk", says = "Yes." }]
"""
FORMULA = """
[[steps]]
id = "ask"
title = "Ask"
about = "Ask for a day."
source = "book"
moves = ["next-day"]
phrases = ["what happens next"]
add = "Ask for a day."
say_instead = ["Which day suits you?", "Which day suits {role}?"]
"""
KIND = """
[[kinds]]
id = "{id}"
title = "A close"
about = "It asks."
verdicts = [{{ id = "fine", at_least = 0, headline = "Fine." }}]
[[kinds.checks]]
id = "asks-for-a-day"
title = "Asks for a day"
points = 60
when = {{ test = "meets-step", step = "ask" }}
add = "Ask for a day."
say = ["Which day suits you?"]
[[kinds.checks]]
id = "thanks"
title = "Says thanks"
points = 40
when = {{ test = "says", phrases = ["thank*"] }}
add = "Say thanks."
"""
NOT_A_CLOSE = """
[[kinds]]
id = "not-a-close"
title = "No close"
about = "It asks for nothing."
checks = []
verdicts = [{ id = "none", at_least = 0, headline = "None." }]
"""
KINDS = NOT_A_CLOSE + "".join(
    KIND.format(id=id) for id in ("final-close", "soft-close", "opening", "bridge")
)
SCORING = """
explain = ["A drill earns ten points."]
[drill]
points = 10
least_score = 50
with_help = 0.5
most_a_day = 30
[improvement]
score_for_a_point = 10
most_a_day = 10
[new_line]
points = 3
alike = 0.6
most_a_day = 9
[streak]
points = 2
"""
REWRITES = """
[[wordings]]
kind = "opening"
checks = ["asks-for-a-day"]
say = ["Which day is yours?", "What happens next?"]
[[swaps]]
rule = "worry"
swap = ["Which day would you like?"]
"""
FILES = {
    "traps/apology.toml": TRAP,
    "disputed/worry.toml": DISPUTED,
    "moves/next-day.toml": MOVE,
    "sources.toml": SOURCES,
    "formula.toml": FORMULA,
    "kinds.toml": KINDS,
    "scoring.toml": SCORING,
    "rewrites.toml": REWRITES,
}


def write_all(folder: Path) -> None:
    for name, text in FILES.items():
        write(folder, name, text)


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    write(folder, name, text.replace(old, new, 1))


def report(folder: Path) -> list[str]:
    return str(check_content(folder)).splitlines()
