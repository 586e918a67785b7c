"""The modals of a drill: the form that takes an answer, and its grade."""

from bot.coach.drills import Answer, Given, Graded
from bot.core.exercises import Drill, Option
from bot.slack.ids import Field, Form
from bot.slack.views.blocks import (
    INPUT,
    Block,
    Element,
    View,
    actions,
    label,
    modal,
    paragraph,
    plain_text,
    quote,
    rich,
    visible,
    words,
)
from bot.slack.views.drills import chosen_by_button, grade_blocks, help_buttons, task_blocks

_ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()
_MOST_OPTIONS = 100


def answer_form(given: Given, answer: Answer = "") -> View:
    """Build the form that takes an answer, with an earlier one to start from."""
    drill, id = given.drill, given.assignment.id
    blocks = [*task_blocks(drill), actions(*help_buttons(id)), *_inputs(drill, answer)]
    return modal(Form.DRILL, "Your drill", blocks, submit="Check it", close="Cancel", metadata=id)


def grade_form(graded: Graded) -> View:
    """Build the grade as a modal. Its submit button leads back to the form."""
    drill, id = graded.given.drill, graded.given.assignment.id
    said = quote(words(_said(drill, graded.answer), 1_500))
    blocks = [
        *grade_blocks(graded),
        rich(paragraph(label("Your answer")), said),
        actions(*help_buttons(id)),
    ]
    return modal(Form.GRADE, "Your drill", blocks, submit="Try again", metadata=graded.attempt_id)


def answer_in(drill: Drill, values: dict[str, dict[str, Element]]) -> Answer:
    """Read the answer out of the state of the form."""
    if not drill.choices:
        return str(values.get(Field.ANSWER, {}).get(Field.ANSWER, {}).get("value") or "")
    return tuple(
        str(state["selected_option"]["value"])
        for elements in values.values()
        for state in elements.values()
        if state.get("selected_option")
    )


def _said(drill: Drill, answer: Answer) -> str:
    if isinstance(answer, str):
        return answer
    texts = {choice.id: choice.text for choice in drill.choices}
    return "\n".join(texts.get(id, id) for id in answer)


def _inputs(drill: Drill, answer: Answer) -> list[Block]:
    if not drill.choices:
        return [_text_input(answer if isinstance(answer, str) else "")]
    if chosen_by_button(drill):
        return [_menu("Your choice", Field.ANSWER, drill.choices)]
    return [
        _menu(_ORDINALS[place % len(_ORDINALS)], f"{Field.PLACE}-{place + 1}", drill.choices)
        for place in range(len(drill.answer))
    ]


def _text_input(answer: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": Field.ANSWER,
        "multiline": True,
        "max_length": INPUT,
        "placeholder": plain_text("As you would say it to the interviewer", 150),
    }
    if answer.strip():
        element["initial_value"] = visible(answer[:INPUT])
    return _input("Your answer", Field.ANSWER, element)


def _menu(name: str, field: str, choices: tuple[Option, ...]) -> Block:
    menu: Element = {
        "type": "static_select",
        "action_id": field,
        "placeholder": plain_text("Choose one", 150),
        "options": [
            {"text": plain_text(f"{number}. {choice.text}", 75), "value": choice.id}
            for number, choice in enumerate(choices[:_MOST_OPTIONS], 1)
        ],
    }
    return _input(name, field, menu)


def _input(name: str, field: str, element: Element) -> Block:
    return {
        "type": "input",
        "block_id": field,
        "label": plain_text(name, 75),
        "element": element,
    }
