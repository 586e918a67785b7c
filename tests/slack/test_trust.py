"""Nothing in a payload but its sender is believed: no role, no id of others, no channel."""

from collections.abc import Callable, Iterator
from concurrent.futures import wait
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlalchemy import select

from bot.coach.coach import Coach
from bot.core.boards import BoardWish
from bot.core.people import Member
from bot.core.team import Decision
from bot.sandbox.server import Sandbox
from bot.slack.authorize import one_workspace
from bot.slack.background import Background
from bot.slack.bolt import build
from bot.slack.clients import one_client
from bot.slack.conversation import replies
from bot.slack.delivery import Delivery
from bot.slack.ids import Action, Field, Form
from bot.storage.metadata import METADATA
from bot.storage.store import Store
from tests.slack import payloads
from tests.slack.conftest import NOW, Desk, now
from tests.slack.critiques import spoken
from tests.slack.test_own_rules import TYPED

Body = dict[str, Any]
TEAM, MAYA, PRIYA, TOM = payloads.TEAM, payloads.REP, payloads.MANAGER, "U0TOM"
ELSEWHERE, CHANNEL = "T0OTHER", "C0PRACTICE"
TRAP = "Thank you, Zebediah. Do you have any red flags about me?"
HOME: Body = {"id": "V1", "type": "home"}
MODAL: Body = {
    "id": "V1",
    "root_view_id": "V1",
    "previous_view_id": "V1",
    "hash": "1.h",
    "type": "modal",
    "private_metadata": "0",
}

# What members and managers alike may do: it is about themselves, or shows what everybody may see.
FOR_EVERYBODY = {
    *(Action.TRY_AGAIN, Action.SHOW_ALL, Action.NOT_A_TRAP, Action.TRY_IT),
    *(Action.JOIN, Action.ANSWER, Action.CHOOSE, Action.HINT, Action.MODEL, Action.ANSWER_AGAIN),
    *(Action.DRILL_NOW, Action.SKIP, Action.SNOOZE, Action.RESUME, Action.STOP, Action.TIME),
    *(Action.DAYS, Action.PAUSE, Action.ZONE, Action.SLACK_ZONE),
    *(Action.PERIOD, Action.PLACE_PERIOD, Action.MY_PLACE, Action.SHOW_ME, Action.HIDE_ME),
    *(Action.ASK_FOR_HELP, Action.HELP_NO_MORE, Action.WHAT_MANAGERS_SEE),
    *(Action.EXPORT_MINE, Action.DELETE_ME, Action.REPORT_OFF),
    Action.HOLIDAYS,  # opens the form; whoever sends it in is asked for
    *(Form.CHECK, Form.CRITIQUE, Form.NOTICE, Form.DRILL, Form.GRADE, Form.ZONE, Form.DELETE_ME),
    # They show, and have nothing to send in; two more have the names of buttons.
    *(Form.DISPUTES, Form.EXCEPTIONS),
}


@dataclass(frozen=True)
class Counter:
    """The app with a Slack that says who is who, and nobody connected to it."""

    slack: Sandbox
    app: App
    coach: Coach
    store: Store
    background: Background

    def ask(self, body: Body) -> None:
        """Dispatch a payload and wait until all that it began is done."""
        assert self.app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200
        wait(set(self.background._open), 30)

    def effects(self) -> list[str]:
        """Everything that is kept but for events, and every call that shows or sends something."""
        shown = ("views.open", "views.push", "views.update", "files.completeUploadExternal")
        with self.store._reading() as session:
            rows = [
                f"{table.name} {dict(row)}"
                for table in METADATA.sorted_tables
                if table.name != "seen_events"
                for row in session.execute(select(table)).mappings()
            ]
        calls = [
            call.method
            for call in self.slack.calls
            if call.method in shown and "Only a " not in str(call)  # manager, or workspace admin
        ]
        return sorted(rows) + calls


@pytest.fixture(name="counter")
def _counter(coach: Coach, store: Store) -> Iterator[Counter]:
    with Sandbox(now=now) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        background = Background()
        delivery = Delivery(store, one_client(client), replies(coach, now), now)
        authorize = one_workspace(client.token, "U0COACH")
        app = build(client, authorize, coach, delivery, background, now)
        yield Counter(slack, app, coach, store, background)
        assert background.close(5)


def button(
    name: str, value: str = "", view: Body | None = None, **more: Any
) -> Callable[[str], Body]:
    def body(user: str) -> Body:
        pressed = payloads.action(name, value, view=view, user=user)
        pressed["actions"][0] |= more
        return pressed | {"trigger_id": f"{user}.{name}.{value}"}

    return body


def form(callback: str, values: Body, metadata: str = "") -> Callable[[str], Body]:
    def body(user: str) -> Body:
        sent = payloads.submission(
            callback, None, metadata=metadata, hash=f"{user}.{callback}.{metadata}"
        )
        sent["view"]["state"]["values"] = {name: {name: value} for name, value in values.items()}
        return sent | {"user": {"id": user, "team_id": TEAM}}

    return body


def option(value: str) -> Body:
    return {"selected_option": {"value": value}}


BOARD: Body = {
    Field.CADENCE: option("daily"),
    Field.WEEKDAY: option("1"),
    Field.HOUR: option("9"),
    Field.ZONE: {"value": "UTC"},
    Field.SHOWS: {"selected_options": [{"value": "points"}]},
}
DISPUTED = "{attempt}:red-flags"
# In the order in which a manager can do all of them, each with an effect.
FOR_MANAGERS: dict[str, Callable[[str], Body]] = {
    Action.CHANGE_STANCE: button(Action.CHANGE_STANCE, view=MODAL, **option("strict")),
    Form.HOLIDAYS: form(Form.HOLIDAYS, {Field.HOLIDAYS: {"value": "2026-12-25"}}),
    Action.CHANGE_BOARD: button(Action.CHANGE_BOARD),
    Action.POST_BOARD: button(Action.POST_BOARD, "this-week"),
    Action.PAUSE_BOARD: button(Action.PAUSE_BOARD, f"{CHANNEL}:1"),
    Action.RESUME_BOARD: button(Action.RESUME_BOARD, f"{CHANNEL}:2"),
    Form.BOARD: form(Form.BOARD, BOARD, f"{CHANNEL}:3"),
    Action.REMOVE_BOARD: button(Action.REMOVE_BOARD, f"{CHANNEL}:4"),
    Action.TEAM_SETTINGS: button(Action.TEAM_SETTINGS, view=HOME),
    Action.TEAM_VIEW: button(Action.TEAM_VIEW, view=HOME),
    Action.EXPORT: button(Action.EXPORT, view=HOME),
    Action.REPORT_ON: button(Action.REPORT_ON, view=MODAL),
    Action.HELPED: button(f"{Action.HELPED}-1", TOM, view=HOME),
    Action.DISPUTES: button(Action.DISPUTES, view=HOME),
    Action.ACCEPT: button(Action.ACCEPT, DISPUTED, view=MODAL),
    Action.EXCEPTIONS: button(Action.EXCEPTIONS, view=MODAL),
    Action.NEWER: button(Action.NEWER, "0", view=MODAL),
    Action.OLDER: button(Action.OLDER, "0", view=MODAL),
    Action.WITHDRAW: button(Action.WITHDRAW, DISPUTED, view=MODAL),
    Action.KEEP_RULE: button(Action.KEEP_RULE, DISPUTED, view=MODAL),
    Action.REVOKE: button(Action.REVOKE, DISPUTED, view=MODAL),
    Action.ADD_TRAP: button(Action.ADD_TRAP, view=MODAL),
    Form.OWN_TRAP: form(Form.OWN_TRAP, {name: {"value": text} for name, text in TYPED.items()}),
    Action.OWN_RULES: button(Action.OWN_RULES, view=MODAL),
    Action.CHANGE_TRAP: button(Action.CHANGE_TRAP, "{trap}", view=MODAL),
    Action.REMOVE_TRAP: button(Action.REMOVE_TRAP, "{trap}:{version}", view=MODAL),
    Action.MANAGERS: button(Action.MANAGERS, view=MODAL, selected_users=[TOM]),
}


def test_every_button_and_form_is_known_to_need_a_manager_or_not():
    """This fails for a new one until somebody has thought about it."""
    assert FOR_EVERYBODY | set(FOR_MANAGERS) == {*Action, *Form}
    assert FOR_EVERYBODY & set(FOR_MANAGERS) == set()


def prepare(counter: Counter) -> str:
    """Give the team a board, a disputed finding and a wish for help; return the finding's line."""
    coach = counter.coach
    tom, priya = Member(TEAM, TOM), Member(TEAM, PRIYA)
    review = coach.critiques.review(tom, TRAP, now=NOW, event_key="Ev1")
    assert review.attempt_id is not None
    coach.disputes.dispute(tom, review.attempt_id, "red-flags", now=NOW)
    coach.team.ask_for_help(tom, now=NOW)
    coach.boards.set_up(priya, CHANNEL, BoardWish(zone="UTC"), is_manager=True, now=NOW)
    # She is a manager in another workspace, where her id is the same.
    coach.managers.make(Member(ELSEWHERE, PRIYA), MAYA, is_admin=True, now=NOW)
    for user in (MAYA, PRIYA):  # their time zone is kept now
        home = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D0"}
        counter.ask(payloads.event(home, f"Home {user}"))
    return review.attempt_id


def filled(counter: Counter, body: Body, attempt: str) -> Body:
    """Put the ids of what there is by now into the values of a payload."""
    kept = next(iter(counter.store.team_traps(TEAM)), None)
    trap, version = (kept.trap.id, kept.version) if kept is not None else ("", 0)
    for one in body.get("actions", []):
        one["value"] = one["value"].format(attempt=attempt, trap=trap, version=version)
    return body


def test_the_role_is_asked_at_each_action_and_not_taken_from_any_payload(counter):
    attempt = prepare(counter)
    for name, body in FOR_MANAGERS.items():
        before = counter.effects()
        counter.ask(filled(counter, body(MAYA), attempt))
        assert counter.effects() == before, f"{name} worked for a member"
        counter.ask(filled(counter, body(PRIYA), attempt))
        assert counter.effects() != before, f"{name} did nothing for a manager"


def test_only_admins_name_managers(counter):
    counter.coach.managers.make(Member(TEAM, PRIYA), MAYA, is_admin=True, now=NOW)

    counter.ask(FOR_MANAGERS[Action.MANAGERS](MAYA))

    assert counter.store.managers(TEAM) == (MAYA,)


def test_a_manager_cannot_give_a_board_to_a_channel_that_the_workspace_has_not(counter):
    for channel in ("C0ELSEWHERE", "D0MAYA", "", "C0PRACTICE\n"):
        counter.ask(form(Form.BOARD, BOARD, f"{channel}:0")(PRIYA))

    assert counter.coach.boards.all(TEAM) == ()


@pytest.mark.parametrize("metadata", ["", ":", "C0PRACTICE", "C0PRACTICE:x", f"{CHANNEL}:1:2"])
def test_metadata_of_no_meaning_changes_nothing(desk, metadata):
    board = desk.coach.boards.set_up(
        Member(TEAM, PRIYA), CHANNEL, BoardWish(zone="UTC"), is_manager=True, now=NOW
    )

    desk.ask(form(Form.BOARD, BOARD, metadata)(PRIYA))
    desk.ask(button(Action.REMOVE_BOARD, metadata)(PRIYA))

    assert desk.coach.boards.all(TEAM) == (board,)


def theirs(desk: Desk, who: Member) -> dict[str, str]:
    """Let somebody check a line and answer a drill; return the ids that this gives."""
    review = desk.coach.critiques.review(who, TRAP, now=NOW, event_key=f"Ev1 {who.id}")
    desk.ask(
        payloads.event(payloads.direct_message("drill", user=who.id), "Ev2")
        | {"team_id": who.workspace, "authorizations": [{"team_id": who.workspace}]}
    )
    drill = desk.coach.drills.latest(who)
    assert drill is not None
    desk.coach.drills.answer(who, drill, TRAP, now=NOW, event_key="Ev3")
    (answer,) = desk.store.drill_attempts(who, drill)
    return {"attempt": str(review.attempt_id), "drill": drill, "answer": answer.id}


FORGED = {
    "try again": lambda ids: button(Action.TRY_AGAIN, ids["attempt"]),
    "all remarks": lambda ids: button(Action.SHOW_ALL, ids["attempt"]),
    "not a trap": lambda ids: button(Action.NOT_A_TRAP, f"{ids['attempt']}:red-flags"),
    "hint": lambda ids: button(Action.HINT, ids["drill"]),
    "model answer": lambda ids: button(Action.MODEL, ids["drill"]),
    "answer": lambda ids: button(Action.ANSWER, ids["drill"]),
    "choice": lambda ids: button(f"{Action.CHOOSE}-1", f"{ids['drill']}:red-flags"),
    "answer again": lambda ids: button(Action.ANSWER_AGAIN, ids["answer"]),
    "critique": lambda ids: form(Form.CRITIQUE, {}, ids["attempt"]),
    "drill form": lambda ids: form(Form.DRILL, {}, ids["drill"]),
    "grade form": lambda ids: form(Form.GRADE, {}, ids["answer"]),
    "a line": lambda ids: form(Form.CHECK, {"line": {"value": ""}}, ids["attempt"]),
}


@pytest.mark.parametrize("owner", [Member(TEAM, TOM), Member(ELSEWHERE, MAYA)], ids=str)
def test_ids_of_others_of_this_workspace_or_another_show_and_change_nothing(desk, owner):
    ids = theirs(desk, owner)
    before = desk.store.all_about(owner)

    for name, forge in FORGED.items():
        answer = desk.answer(forge(ids)(MAYA))
        assert "Zebediah" not in str(answer), name
        assert "Zebediah" not in spoken(answer.get("view", {})), name

    assert desk.store.all_about(owner) == before
    assert desk.store.recent_attempts(Member(TEAM, MAYA), 9) == ()
    assert desk.store.disputes(TEAM) == ()


def test_a_decision_about_a_finding_of_another_workspace_changes_nothing(counter):
    maya = Member(ELSEWHERE, MAYA)
    review = counter.coach.critiques.review(maya, TRAP, now=NOW, event_key="Ev1")
    assert review.attempt_id is not None
    counter.coach.disputes.dispute(maya, review.attempt_id, "red-flags", now=NOW)

    counter.ask(filled(counter, FOR_MANAGERS[Action.ACCEPT](PRIYA), review.attempt_id))

    (disputed,) = counter.store.disputed(ELSEWHERE)
    assert disputed.decision is Decision.OPEN
