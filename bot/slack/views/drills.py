"""How a drill and the grade of an answer read in Slack."""

from bot.coach.drills import Given, Graded
from bot.core.exercises import Drill, DrillKind, SceneLine, Speaker
from bot.core.grading import PASS, DrillCheckResult
from bot.core.slots import SlotKind
from bot.slack.ids import Action
from bot.slack.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    bullets,
    button,
    clamp,
    context,
    divider,
    fallback,
    header,
    label,
    numbers,
    paragraph,
    quote,
    rich,
    section,
    words,
)

_MOST_CHOICES = 10
_MOST_CHECKS = 10
_SPEAKERS = {Speaker.INTERVIEWER: "Interviewer", Speaker.YOU: "You"}
_HOW = "Answer in this thread, or with the button. Answers count until midnight where you are."
_HOW_TO_CHOOSE = "Choose below. Answers count until midnight where you are."


def drill_message(given: Given) -> Message:
    """Build the message of a drill: the situation, what to do, and every way to answer."""
    drill, id = given.drill, given.assignment.id
    blocks = [
        header(drill.title),
        context(given.assignment.reason),
        *task_blocks(drill),
        context(_HOW_TO_CHOOSE if chosen_by_button(drill) else _HOW),
        *_choice_buttons(drill, id),
        actions(
            *([] if chosen_by_button(drill) else [_answer_button(id)]),
            *help_buttons(id),
            *(_later_buttons() if given.assignment.kind is SlotKind.DRILL else []),
        ),
    ]
    return Message(fallback(f"Your drill: {drill.title}. {drill.prompt}"), blocks)


def reminder_message(given: Given) -> Message:
    """Build the message that calls a drill to mind that was put off."""
    text = f"An hour has passed: here is your drill again. {given.drill.prompt}"
    return Message(fallback(text), [section(text), *drill_message(given).blocks])


def grade_message(graded: Graded) -> Message:
    """Build the answer to an answer, for the thread of the drill."""
    blocks = [*grade_blocks(graded), actions(*grade_buttons(graded))]
    return Message(fallback(f"{graded.grade.score} of 100. {_verdict(graded)}"), blocks)


def task_blocks(drill: Drill) -> list[Block]:
    """Build the situation and what to do in it."""
    scene = [rich(*map(_scene_line, drill.scene))] if drill.scene else []
    return [*scene, section(drill.prompt, 700), *_choices(drill)]


def grade_blocks(graded: Graded) -> list[Block]:
    """Build how an answer was graded and why."""
    grade = graded.grade
    checks = (_check(check) for check in grade.checks[:_MOST_CHECKS])
    return [
        header(f"{grade.score} of 100"),
        section(_verdict(graded), 300),
        *(context(note) for note in _notes(graded)),
        divider(),
        rich(paragraph(label("How it adds up")), bullets(checks)),
        *([section(grade.comment, 1_500)] if grade.comment else []),
    ]


def grade_buttons(graded: Graded) -> list[Element]:
    """Build what can be done after a grade: the hint first, the model answer last."""
    id = graded.given.assignment.id
    hint, model = help_buttons(id)
    again = button("Try again", Action.ANSWER_AGAIN, graded.attempt_id)
    return [again, model] if graded.grade.passed else [again, hint, model]


def help_buttons(assignment_id: str) -> tuple[Element, Element]:
    """Build the buttons of the hint and of the model answer."""
    return (
        button("Hint", Action.HINT, assignment_id),
        button("Show a model answer", Action.MODEL, assignment_id),
    )


def chosen_by_button(drill: Drill) -> bool:
    """Whether one press answers the drill."""
    return bool(drill.choices) and drill.kind is not DrillKind.ORDER


def hint_text(hint: str) -> str:
    return f"Hint: {hint}"


def model_text(answer: str) -> str:
    return (
        f"A model answer: {answer}\n\nSay it in your own words now. This drill counts as done "
        "with help, so what it trains comes back a little sooner."
    )


def _later_buttons() -> list[Element]:
    return [button("Skip today", Action.SKIP), button("Snooze one hour", Action.SNOOZE)]


def _answer_button(assignment_id: str) -> Element:
    return button("Answer", Action.ANSWER, assignment_id, primary=True)


def _scene_line(line: SceneLine) -> Element:
    if line.who is Speaker.FACT:
        return paragraph(words(line.says, 1_000))
    return quote(label(f"{_SPEAKERS[line.who]}: "), words(line.says, 1_000))


def _choices(drill: Drill) -> list[Block]:
    if not drill.choices:
        return []
    return [rich(numbers([words(choice.text, 400)] for choice in drill.choices[:_MOST_CHOICES]))]


def _choice_buttons(drill: Drill, assignment_id: str) -> list[Block]:
    if not chosen_by_button(drill):
        return []
    buttons = (
        button(
            f"{number}. {choice.text}",
            f"{Action.CHOOSE}-{number}",
            f"{assignment_id}:{choice.id}",
        )
        for number, choice in enumerate(drill.choices[:_MOST_CHOICES], 1)
    )
    return [actions(*buttons)]


def _verdict(graded: Graded) -> str:
    if graded.grade.score == 100:
        return "Everything that was asked for is there."
    if graded.grade.passed:
        return "That will do. What is still open is listed below."
    return f"Not there yet: {PASS} will do. What is missing is listed below."


def _notes(graded: Graded) -> list[str]:
    notes = []
    if graded.before is not None:
        notes.append(f"Your last try at this drill: {graded.before} of 100.")
    if graded.grade.copied:
        notes.append("This is the model answer itself, so it counts as done with help.")
    elif graded.assisted:
        notes.append("You had seen the model answer, so it counts as done with help.")
    if not graded.counted:
        notes.append("The day of this drill is over: the grade is yours to learn from alone.")
    return notes


def _check(check: DrillCheckResult) -> list[Element]:
    state = "Yes" if check.met else "In part" if check.earned else "Not yet"
    said = f"{state}: {check.title} ({check.earned} of {check.points})"
    why = [] if check.met else [words(f". {check.why}", 500)]
    return [label(clamp(said, 250), 250), *why]
