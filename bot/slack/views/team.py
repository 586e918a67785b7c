"""What a manager sees of a team; and what a member is shown of that, by the same functions."""

from collections.abc import Sequence

from bot.core.team import (
    Decision,
    DisputedFinding,
    MissedDrill,
    Participation,
    PersonView,
    TeamView,
    TrapTrend,
)
from bot.slack.ids import Action, Form
from bot.slack.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    bullets,
    button,
    context,
    day,
    fallback,
    header,
    label,
    modal,
    paragraph,
    rich,
    run,
    section,
    words,
)
from bot.slack.views.names import Names, name_of
from bot.slack.views.place import days_text, points_text
from bot.slack.views.rates import rates_chart, rates_in_words

MOST_PEOPLE = 50
MOST_DISPUTES = 30
_MOST = 5  # traps and drills
_MOST_NAMED = 20  # people who asked for help
TOO_FEW = "What sums people up is shown from three people on, so that nobody can be made out."
_NOT_SHOWN = (
    "A manager sees this of you, and the sums of the whole team from three people on. They never "
    "see a line or an answer of yours, nor which of them held a trap."
)


def team_message(view: TeamView, names: Names) -> Message:
    """Build the report that a manager asked for on Mondays."""
    said = fallback(f"Your team's practice, {view.period.title}.")
    above, chart = [header("Your team"), *team_blocks(view, names)], rates_chart(view.trap_rates)
    foot = context(
        "You asked for this every Monday. You may switch it off in the team settings on my Home."
    )
    plainer = Message(said, [*above, foot])
    return Message(said, [*above, *chart, foot], plainer) if chart else plainer


def team_blocks(view: TeamView, names: Names) -> list[Block]:
    """Build the coach's view of a period: at most 12 blocks."""
    return [
        context(f"{view.period.title}."),
        *_participation(view.participation),
        *_traps(view.traps),
        rates_in_words(view.trap_rates),
        *_missed(view.missed_drills),
        *_open_disputes(view.disputes),
        *_help_wanted(view.help_wanted, names),
    ]


def people_modal(view: TeamView, names: Names) -> View:
    """Build the list of everybody in the team whom a manager sees."""
    shown, more = view.people[:MOST_PEOPLE], len(view.people) - MOST_PEOPLE
    notes = [
        *([f"{more:,} more are in the file that Export CSV sends you."] if more > 0 else []),
        *([f"{view.hidden:,} chose not to be shown."] if view.hidden else []),
    ]
    people = [rich(bullets(person_line(each, names) for each in shown))] if shown else []
    nobody = [] if shown else [section("Nobody takes part yet.")]
    blocks = [context(f"{view.period.title}."), *people, *nobody, *map(context, notes)]
    return modal(Form.NOTICE, "Your team", blocks)


def own_modal(person: PersonView | None, names: Names) -> View:
    """Build what a manager sees of the member who asks: None when they see nothing."""
    if person is None:
        nothing = "Nothing: you are hidden, or you do not take part yet."
        return modal(Form.NOTICE, "What managers see", [section(nothing), context(_NOT_SHOWN)])
    line = rich(bullets([person_line(person, names)]))
    return modal(Form.NOTICE, "What managers see", [line, context(_NOT_SHOWN)])


def person_line(person: PersonView, names: Names) -> list[Element]:
    """Build all that a manager sees of one member."""
    said = [
        points_text(person.points),
        f"{days_text(person.practice_days)} of practice",
        f"{days_text(person.streak)} in a row",
        "gets the daily drill" if person.joined else "no daily drill",
    ]
    help_wanted = [run(", asked for help on "), day(person.help_at)] if person.help_at else []
    name = run(name_of(person.who.id, names), bold=True)
    return [name, run(f": {', '.join(said)}"), *help_wanted]


def team_section(view: TeamView, names: Names) -> list[Block]:
    """Build the part of a manager's Home about the team."""
    disputes = [button("Disputed findings", Action.DISPUTES)] if view.disputes else []
    people = button("Everybody", Action.TEAM_VIEW)
    return [
        header("Your team"),
        *team_blocks(view, names),
        *_helped(view.help_wanted, names),
        actions(people, *disputes, button("Export CSV", Action.EXPORT)),
    ]


def disputes_modal(disputes: Sequence[DisputedFinding], said: str = "") -> View:
    """Build the list of disputed findings, with what a manager may decide on each."""
    told = [section(said)] if said else []
    about = context(
        "Somebody said of each: not a trap. Who it was and what they wrote is theirs alone. An "
        "accepted exception lets that line and lines nearly like it pass in this workspace."
    )
    listed = [block for each in disputes[:MOST_DISPUTES] for block in _dispute(each)]
    nothing = [] if listed else [section("There is nothing to decide.")]
    return modal(Form.DISPUTES, "Disputed findings", [*told, about, *listed, *nothing])


def _dispute(finding: DisputedFinding) -> list[Block]:
    state = {
        Decision.OPEN: "not decided",
        Decision.KEPT: "the rule stands",
        Decision.ACCEPTED: "an accepted exception",
    }[finding.decision]
    said = [run(", "), day(finding.made_at), run(f": {state}.")]
    value = f"{finding.attempt}:{finding.rule}"
    accept = button("Accept as exception", Action.ACCEPT, value)
    keep = button("Keep the rule", Action.KEEP_RULE, value)
    choices = {
        Decision.OPEN: [accept, keep],
        Decision.KEPT: [accept],
        Decision.ACCEPTED: [button("Take the exception back", Action.REVOKE, value)],
    }[finding.decision]
    return [rich(paragraph(label(finding.title, 200), *said)), actions(*choices)]


def _participation(figures: Participation | None) -> list[Block]:
    if figures is None:
        return [context(TOO_FEW)]
    items = [
        f"{figures.people:,} take part",
        f"{figures.practised:,} of them practised",
        f"{figures.joined:,} get the daily drill",
    ]
    return [_listed("Who takes part", [[run(item)] for item in items])]


def _traps(traps: Sequence[TrapTrend]) -> list[Block]:
    shown = [_trap(each) for each in traps[:_MOST] if each.rate is not None]
    return [_listed("Traps, in the last four weeks", shown)] if shown else []


def _trap(trap: TrapTrend) -> list[Element]:
    return [words(f"{trap.title}: in {_share(trap.rate)} of what was written{_trend(trap)}", 250)]


def _trend(trap: TrapTrend) -> str:
    if trap.before is None or trap.rate is None:
        return ""
    if _share(trap.before) == _share(trap.rate):
        return ", as in the four weeks before"
    way = "down" if trap.rate < trap.before else "up"
    return f", {way} from {_share(trap.before)}"


def _share(rate: float | None) -> str:
    return f"{100 * (rate or 0):.0f} %"


def _missed(drills: Sequence[MissedDrill]) -> list[Block]:
    items = [
        [words(f"{each.title}: {each.missed:,} of {each.people:,} people", 250)]
        for each in drills[:_MOST]
    ]
    return [_listed("Drills missed most at the first try", items)] if items else []


def _help_wanted(people: Sequence[PersonView], names: Names) -> list[Block]:
    items = [
        [run(f"{name_of(each.who.id, names)}, since "), day(each.help_at)]
        for each in people[:_MOST_NAMED]
        if each.help_at
    ]
    return [_listed("Asked for help", items)] if items else []


def _helped(people: Sequence[PersonView], names: Names) -> list[Block]:
    buttons = [
        button(f"Helped: {name_of(each.who.id, names)}", f"{Action.HELPED}-{number}", each.who.id)
        for number, each in enumerate(people[:_MOST])
    ]
    return [actions(*buttons)] if buttons else []


def _open_disputes(disputes: Sequence[DisputedFinding]) -> list[Block]:
    open_ones = sum(each.decision is Decision.OPEN for each in disputes)
    if not open_ones:
        return []
    one = open_ones == 1
    said = (
        "1 finding is disputed and waits"
        if one
        else f"{open_ones:,} findings are disputed and wait"
    )
    return [section(f"{said} for a manager's decision.")]


def _listed(title: str, items: Sequence[Sequence[Element]]) -> Block:
    return rich(paragraph(label(title)), bullets(items))
