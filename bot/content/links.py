"""Whether the files of content/ fit together: ids, points, phrases, slots and examples."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from bot.content.files import Draft, Problem
from bot.core.critique import LineKind
from bot.core.library import CheckRule, Disputed, Kind, Move, Opinion, Rule, Says, Trap, Wording
from bot.core.phrases import compile_phrases
from bot.core.schema import HasMove, MeetsStep
from bot.core.text import straighten

FULL_SCORE = 100
_IN_MESSAGES = frozenset({"words"})
_NO_SLOTS: frozenset[str] = frozenset()


def find_problems(draft: Draft) -> Iterator[Problem]:
    """Yield everything that does not fit, in the order of the files."""
    yield from _rule_problems(draft)
    yield from _source_problems(draft)
    yield from _formula_problems(draft)
    yield from _kinds_problems(draft)
    yield from _rewrites_problems(draft)


def same_line(text: str) -> str:
    """The form in which two examples are the same line: case, quotes and spacing aside."""
    return " ".join(straighten(text).casefold().split())


# ------------------------------------------------------------------- rules


def _rule_problems(draft: Draft) -> Iterator[Problem]:
    files = {rule.id: file for file, rule in reversed(draft.rules.items())}
    for file, rule in draft.rules.items():
        stem = Path(file).stem
        if rule.id != stem:
            yield Problem(file, "id", f'"{rule.id}" must be the name of the file, "{stem}"')
        if files[rule.id] != file:
            yield Problem(file, "id", f'"{rule.id}" is already the id of {files[rule.id]}')
        yield from _unknown_source(draft, file, "source", rule.source)
        yield from phrase_problems(file, "detect.phrases", rule.detect.phrases)
        yield from phrase_problems(file, "detect.unless", rule.detect.unless)
        yield from _wording_problems(draft, file, rule)
        yield from _example_problems(file, rule)


def _wording_problems(draft: Draft, file: str, rule: Rule) -> Iterator[Problem]:
    yield from _slot_problems(file, {"message": rule.message, "maybe": rule.maybe}, _IN_MESSAGES)
    yield from _slot_problems(file, _numbered("say_instead", rule.say_instead))
    if isinstance(rule, Trap | Disputed):
        yield from _slot_problems(file, _numbered("swap", rule.swap), _NO_SLOTS)
    if isinstance(rule, Move | Disputed):
        yield from _slot_problems(file, {"strength": rule.strength}, _IN_MESSAGES)
    if isinstance(rule, Disputed):
        yield from _view_problems(draft, file, "views", rule.views)


def _example_problems(file: str, rule: Rule) -> Iterator[Problem]:
    places: dict[str, str] = {}
    for key in ("caught", "clean"):
        for number, line in enumerate(getattr(rule.examples, key), start=1):
            place = f"examples.{key}.{number}"
            first = places.setdefault(same_line(line), place)
            if first != place:
                yield Problem(file, place, f"is the same line as {first}")


def phrase_problems(file: str, key: str, phrases: Iterable[str]) -> Iterator[Problem]:
    """Yield what is wrong with each phrase on its own."""
    for number, phrase in enumerate(phrases, start=1):
        try:
            compile_phrases([phrase])
        except ValueError as error:
            yield Problem(file, f"{key}.{number}", str(error))


def _numbered(key: str, lines: Iterable[str]) -> dict[str, str]:
    return {f"{key}.{number}": line for number, line in enumerate(lines, start=1)}


def _slot_problems(
    file: str, lines: Mapping[str, str], allowed: frozenset[str] | None = None
) -> Iterator[Problem]:
    """Yield the slots that are not allowed; None allows any name."""
    for key, line in lines.items():
        try:
            slots = {name for _, name, _, _ in Formatter().parse(line) if name is not None}
        except ValueError:
            yield Problem(file, key, "has a brace without its partner")
            continue
        for slot in sorted(slots - (slots if allowed is None else allowed)):
            yield Problem(file, key, f"may not use {{{slot}}}")


# ----------------------------------------------- sources, formula and kinds


def _unknown_source(draft: Draft, file: str, key: str, id: str) -> Iterator[Problem]:
    if draft.sources is not None and id not in {one.id for one in draft.sources.sources}:
        yield Problem(file, key, f'"{id}" is not a source in sources.toml')


def _view_problems(
    draft: Draft, file: str, key: str, views: Iterable[Opinion]
) -> Iterator[Problem]:
    for number, view in enumerate(views, start=1):
        yield from _unknown_source(draft, file, f"{key}.{number}.source", view.source)


def twice(file: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    for id, times in Counter(ids).items():
        if times > 1:
            yield Problem(file, key, f'the id "{id}" is used {times} times')


def _source_problems(draft: Draft) -> Iterator[Problem]:
    if draft.sources is None:
        return
    file = "sources.toml"
    yield from twice(file, "sources", (one.id for one in draft.sources.sources))
    yield from twice(file, "disagreements", (one.id for one in draft.sources.disagreements))
    for number, one in enumerate(draft.sources.disagreements, start=1):
        yield from _view_problems(draft, file, f"disagreements.{number}.views", one.views)


def _formula_problems(draft: Draft) -> Iterator[Problem]:
    if draft.formula is None:
        return
    file = "formula.toml"
    yield from twice(file, "steps", (step.id for step in draft.formula.steps))
    for number, step in enumerate(draft.formula.steps, start=1):
        key = f"steps.{number}"
        yield from _unknown_source(draft, file, f"{key}.source", step.source)
        yield from unknown_rules(draft, file, f"{key}.moves", step.moves)
        yield from phrase_problems(file, f"{key}.phrases", step.phrases)
        yield from _slot_problems(file, _numbered(f"{key}.say_instead", step.say_instead))


def unknown_rules(draft: Draft, file: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    for id in ids:
        if id not in draft.rule_ids:
            yield Problem(file, key, f'"{id}" is not a rule in traps, disputed or moves')


def unknown_step(draft: Draft, file: str, key: str, id: str) -> Iterator[Problem]:
    if draft.formula is not None and id not in {step.id for step in draft.formula.steps}:
        yield Problem(file, key, f'"{id}" is not a step in formula.toml')


def _kinds_problems(draft: Draft) -> Iterator[Problem]:
    if draft.kinds is None:
        return
    file = "kinds.toml"
    yield from twice(file, "kinds", (kind.id for kind in draft.kinds.kinds))
    for id in LineKind:
        if id not in {kind.id for kind in draft.kinds.kinds}:
            yield Problem(file, "kinds", f'the kind "{id}" is missing')
    for number, kind in enumerate(draft.kinds.kinds, start=1):
        yield from _kind_problems(draft, file, f"kinds.{number}", kind)


def _kind_problems(draft: Draft, file: str, key: str, kind: Kind) -> Iterator[Problem]:
    points = sum(check.points for check in kind.checks)
    wanted = 0 if kind.id is LineKind.NOT_A_CLOSE else FULL_SCORE
    if points != wanted:
        yield Problem(
            file, f"{key}.checks", f"the points of {kind.id} sum to {points}, not {wanted}"
        )
    yield from twice(file, f"{key}.checks", (check.id for check in kind.checks))
    yield from twice(file, f"{key}.verdicts", (verdict.id for verdict in kind.verdicts))
    if min(verdict.at_least for verdict in kind.verdicts) > 0:
        yield Problem(file, f"{key}.verdicts", f"no verdict of {kind.id} is for a score of 0")
    for number, check in enumerate(kind.checks, start=1):
        yield from _check_problems(draft, file, f"{key}.checks.{number}", check)


def _check_problems(draft: Draft, file: str, key: str, check: CheckRule) -> Iterator[Problem]:
    yield from _slot_problems(file, _numbered(f"{key}.say", check.say), _NO_SLOTS)
    match check.when:
        case HasMove(any=ids):
            yield from unknown_rules(draft, file, f"{key}.when.any", ids)
        case Says(phrases=phrases):
            yield from phrase_problems(file, f"{key}.when.phrases", phrases)
        case MeetsStep(step=step):
            yield from unknown_step(draft, file, f"{key}.when.step", step)


# ---------------------------------------------------------------- rewrites


def _rewrites_problems(draft: Draft) -> Iterator[Problem]:
    if draft.rewrites is None:
        return
    file = "rewrites.toml"
    for number, wording in enumerate(draft.rewrites.wordings, start=1):
        key = f"wordings.{number}"
        yield from _slot_problems(file, _numbered(f"{key}.say", wording.say), _NO_SLOTS)
        yield from _unknown_checks(draft, file, f"{key}.checks", wording)
    for number, swaps in enumerate(draft.rewrites.swaps, start=1):
        key = f"swaps.{number}"
        yield from _slot_problems(file, _numbered(f"{key}.swap", swaps.swap), _NO_SLOTS)
        if swaps.rule not in draft.rule_ids - _moves(draft):
            yield Problem(file, f"{key}.rule", f'"{swaps.rule}" is not a trap or a disputed rule')
    for number, reason in enumerate(draft.rewrites.reasons, start=1):
        key = f"reasons.{number}"
        yield from phrase_problems(file, f"{key}.phrases", reason.phrases)
        yield from unknown_rules(draft, file, f"{key}.rule", (reason.rule,))


def _moves(draft: Draft) -> set[str]:
    return {rule.id for rule in draft.rules.values() if isinstance(rule, Move)}


def _unknown_checks(draft: Draft, file: str, key: str, wording: Wording) -> Iterator[Problem]:
    kinds = draft.kinds.kinds if draft.kinds is not None else ()
    known = {check.id for kind in kinds if kind.id is wording.kind for check in kind.checks}
    for id in wording.checks:
        if draft.kinds is not None and id not in known:
            yield Problem(file, key, f'"{id}" is not a check of {wording.kind}')
