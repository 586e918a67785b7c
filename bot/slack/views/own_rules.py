"""A team's own rules: in the team settings, in lists, and the form of a trap."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.coach.own_rules import Exempted
from bot.core.team_proof import LONGEST_NAME, LONGEST_WHY
from bot.core.team_rules import KeptTrap, TeamTrap
from bot.slack.ids import Action, Field, Form
from bot.slack.views.blocks import (
    INPUT,
    Block,
    Element,
    View,
    actions,
    button,
    confirmed,
    context,
    day,
    header,
    label,
    modal,
    paragraph,
    plain_text,
    rich,
    run,
    section,
    visible,
)

ON_A_PAGE = 45  # exceptions, with two blocks each
SAVED = "Saved: your team's lines are judged by “{name}” from now on."
REMOVED = "Removed: no line is judged by that trap any more."
WITHDRAWN = "Saved: the exception is taken back."
_ABOUT = (
    "Beside the traps that everybody has, your team may have its own. A line that holds one loses "
    "what any trap costs. The examples prove that it works before it counts."
)
_ACCEPTED = (
    "Somebody said of these: not a trap, and a manager agreed. Such a line, and lines nearly like "
    "it, pass. No word of them is kept."
)
_INPUTS: dict[Field, tuple[str, str]] = {
    Field.NAME: ("What it is called", "A few words, such as: Rockstar talk"),
    Field.WHY: ("Why it hurts", "One or two sentences for whoever has said it."),
    Field.SAY_INSTEAD: ("What to say instead", "Whole sentences, one a line. Rewrites use them."),
    Field.PHRASES: (
        "Wordings that give it away",
        "One a line. rock* stands for any ending, ... for up to six words, (this|that) for either.",
    ),
    Field.CAUGHT: (
        "Lines that must be caught",
        "At least two, one a line. What is much like one of them is caught as well.",
    ),
    Field.PASSED: ("Lines that must pass", "At least one: nearly the same, but fine."),
}
_ONE_LINE = {Field.NAME: LONGEST_NAME, Field.WHY: LONGEST_WHY}


def rules_section(traps: int, exceptions: int) -> list[Block]:
    """Build the part of the team settings about the team's own rules."""
    accepted = count_of(exceptions, "accepted exception")
    said = f"Your team has {count_of(traps, 'trap')} of its own, and {accepted}."
    listed = [button("See the traps", Action.OWN_RULES)] if traps else []
    passed = [button("See the exceptions", Action.EXCEPTIONS, "0")] if exceptions else []
    add = button("Add a trap", Action.ADD_TRAP)
    return [header("Team rules"), section(said), actions(add, *listed, *passed)]


def traps_modal(traps: Sequence[KeptTrap]) -> View:
    """Build the list of a team's own traps, at most fifty."""
    listed = [_trap(kept.trap) for kept in traps]
    nothing = [] if listed else [section("Your team has no trap of its own.")]
    add = actions(button("Add a trap", Action.ADD_TRAP))
    return modal(Form.OWN_RULES, "Your team's traps", [context(_ABOUT), *listed, *nothing, add])


def exceptions_modal(exceptions: Sequence[Exempted], first: int = 0, said: str = "") -> View:
    """Build a page of the accepted exceptions, the latest first, from number `first` on."""
    first = first if first < len(exceptions) else 0
    shown = exceptions[first : first + ON_A_PAGE]
    blocks = [
        *([section(said)] if said else []),
        context(_ACCEPTED),
        *(block for each in shown for block in _exception(each)),
        *([] if shown else [section("Your team has accepted no exception.")]),
    ]
    pages = [
        *([button("Newer", Action.NEWER, str(max(first - ON_A_PAGE, 0)))] if first else []),
        *(
            [button("Older", Action.OLDER, str(first + ON_A_PAGE))]
            if first + ON_A_PAGE < len(exceptions)
            else []
        ),
    ]
    if pages:
        blocks.append(actions(*pages))
    return modal(Form.EXCEPTIONS, "Accepted exceptions", blocks, metadata=str(first))


def trap_form(kept: KeptTrap | None = None) -> View:
    """Build the form of a trap: a new one, or one that there is."""
    trap = kept.trap if kept else None
    held = "" if kept is None else f"{kept.trap.id}:{kept.version}"
    blocks = [_input(field, _written(trap, field)) for field in _INPUTS]
    about = [] if kept else [context(_ABOUT)]
    remove = [actions(_remove(held))] if kept else []
    title = "Change a trap" if kept else "A trap of your own"
    return modal(
        Form.OWN_TRAP,
        title,
        [*about, *blocks, *remove],
        submit="Prove and save",
        close="Cancel",
        metadata=held,
    )


def trap_in(values: Mapping[str, Any], id: str) -> TeamTrap:
    """Read the state of the form."""

    def typed(field: Field) -> tuple[str, ...]:
        text = visible(values[field][field].get("value") or "")
        lines = (" ".join(line.split()) for line in text.splitlines())
        return tuple(line for line in lines if line)

    return TeamTrap(
        id=id,
        name=" ".join(typed(Field.NAME)),
        why=" ".join(typed(Field.WHY)),
        say_instead=typed(Field.SAY_INSTEAD),
        phrases=typed(Field.PHRASES),
        caught=typed(Field.CAUGHT),
        passed=typed(Field.PASSED),
    )


def _trap(trap: TeamTrap) -> Block:
    change = button("Change", Action.CHANGE_TRAP, trap.id, label=f"Change {trap.name}")
    return section(f"{trap.name}: {trap.why}", 200) | {"accessory": change}


def _exception(each: Exempted) -> list[Block]:
    said = [run(", accepted on "), day(each.kept.made_at), run(".")]
    revoke = button("Revoke", Action.WITHDRAW, each.kept.exception.id, label="Revoke the exception")
    return [rich(paragraph(label(each.title, 200), *said)), actions(revoke)]


def _input(field: Field, written: str) -> Block:
    name, hint = _INPUTS[field]
    element: Element = {
        "type": "plain_text_input",
        "action_id": field,
        "multiline": field is not Field.NAME,
        "max_length": _ONE_LINE.get(field, INPUT),
    }
    if written:
        element["initial_value"] = written
    return {
        "type": "input",
        "block_id": field,
        "label": plain_text(name, 75),
        "hint": plain_text(hint, 150),
        "optional": field is Field.PHRASES,
        "element": element,
    }


def _written(trap: TeamTrap | None, field: Field) -> str:
    held = getattr(trap, field.value) if trap else ""
    return held if isinstance(held, str) else "\n".join(held)


def _remove(held: str) -> Element:
    remove = button("Remove this trap", Action.REMOVE_TRAP, held) | {"style": "danger"}
    said = "Lines are not judged by it any more."
    return confirmed(remove, "Remove this trap?", said, yes="Remove", no="Keep it")


def count_of(number: int, what: str) -> str:
    """Say how many there are of something, "no" for none."""
    return f"1 {what}" if number == 1 else f"{number or 'no'} {what}s"
