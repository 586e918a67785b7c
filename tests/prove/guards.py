"""Guards, each with the test that turns red without it.

    python -m tests.prove.guards                take them away one by one: some minutes
    python -m tests.prove.guards "claim" ...    only those with such words in their names

Works on a copy of the tree. A guard whose test stays green is no guard, or has no test.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import ROOT
from tests.prove.measured import Measured, Run, nonzero

PATIENCE = 180  # seconds: a test that hangs without its guard is red, too
COPIED = ("bot", "content", "tests", "pyproject.toml", "manifest.yml", "README.md")


@dataclass(frozen=True, slots=True)
class Guard:
    """`text` stands once in `file`; with `without` in its place, `test` must fail."""

    name: str
    file: str
    text: str
    without: str
    test: str


GUARDS = (
    Guard(
        "the unique key of a slot",
        "bot/storage/migrations/versions/0001_the_first_tables.py",
        'sa.PrimaryKeyConstraint("workspace", "recipient", "kind", "key", name=op.f("pk_slots")),',
        "",
        "tests/storage/test_slots.py::test_what_is_queued_is_queued_once_whoever_finds_it_due",
    ),
    Guard(
        "an event has one effect",
        "bot/storage/database.py",
        'EventRow, {"workspace": workspace, "key": event_key, "seen_at": now}\n    )',
        'EventRow, {"workspace": workspace, "key": event_key, "seen_at": now}\n    ) or True',
        "tests/storage/test_store.py::test_an_event_without_an_attempt_has_its_reply_once",
    ),
    Guard(
        "a claim is committed before anything is sent",
        "bot/storage/slots.py",
        "state=SlotState.SENDING.value,",
        "state=SlotState.PENDING.value,",
        "tests/storage/test_concurrency.py::"
        "test_a_sender_killed_after_its_claim_leaves_a_lease_that_is_reported",
    ),
    Guard(
        "a sender that lost its lease marks nothing",
        "bot/storage/slots.py",
        '.where(THIS, SENDING, SlotRow.tries == bindparam("of_tries"))',
        ".where(THIS, SENDING)",
        "tests/storage/test_slots.py::"
        "test_a_sender_that_lost_its_lease_can_no_longer_mark_the_slot",
    ),
    Guard(
        "rows that another sender has locked are skipped",
        "bot/storage/slots.py",
        ".with_for_update(skip_locked=True)  # SQLite",
        "# SQLite",
        "tests/storage/test_concurrency.py::"
        "test_a_slot_that_another_sender_is_just_taking_is_passed_over",
    ),
    Guard(
        "a message is looked for before it is sent again",
        "bot/slack/delivery.py",
        "failed = silent.get(slot.workspace) or self._settle(slot, now)\n",
        "failed = self._close(slot, SlotState.PENDING, now)\n",
        "tests/slack/test_delivery.py::"
        "test_a_send_of_which_nobody_knows_is_looked_for_before_it_is_sent_again",
    ),
    Guard(
        "what came too late is not sent",
        "bot/storage/slots.py",
        '.where(or_(SlotRow.expires_at.is_(None), SlotRow.expires_at > bindparam("now")))\n',
        "",
        "tests/slack/test_delivery.py::test_a_drill_that_is_four_hours_late_is_not_sent",
    ),
    Guard(
        "a workspace that does not answer rests",
        "bot/slack/delivery.py",
        "if outcome.silent:",
        "if not outcome.error:",
        "tests/slack/test_delivery.py::"
        "test_a_workspace_that_does_not_answer_keeps_the_others_waiting_but_once",
    ),
    Guard(
        "a door that is shut is not hammered",
        "bot/slack/reconnecting.py",
        "or self._now() < self._not_before:",
        "or self._now() < 0:",
        "tests/slack/test_socket.py::test_nobody_knocks_before_the_wait_is_over",
    ),
    Guard(
        "one wish for another connection is met once",
        "bot/slack/reconnecting.py",
        "if self.closed or self._is_sound() or",
        "if self.closed or",
        "tests/slack/test_socket.py::"
        "test_a_wish_that_was_met_is_not_met_again_by_whoever_finds_it_later",
    ),
    Guard(
        "an answer takes the way by which it was asked for",
        "bot/slack/reconnecting.py",
        "in (self.current_session, self._former):",
        "in ():",
        "tests/slack/test_socket.py::"
        "test_both_are_answered_while_slack_leaves_the_old_connection_open",
    ),
    Guard(
        "a connection that breaks at once is not replaced at once",
        "bot/slack/reconnecting.py",
        "self._not_before = self._opened_at + self.next_wait()",
        "self._failures = 0",
        "tests/slack/test_socket.py::"
        "test_a_connection_that_breaks_at_once_is_replaced_ever_more_slowly",
    ),
    Guard(
        "the SDK repeats no call",
        "bot/parts.py",
        "client.retry_handlers = [Watch(tell)]",
        "client.retry_handlers.append(Watch(tell))",
        "tests/test_app.py::test_an_answer_that_is_lost_is_not_asked_for_again_at_once",
    ),
    Guard(
        "a writer on SQLite begins at once",
        "bot/storage/engine.py",
        'exec_driver_sql("BEGIN IMMEDIATE")',
        'exec_driver_sql("BEGIN")',
        "tests/storage/test_concurrency.py::"
        "test_writers_that_read_before_they_write_lose_no_update",
    ),
    Guard(
        "writers of one process on SQLite queue",
        "bot/storage/database.py",
        "if self._turn is None:",
        "if self._writers:",
        "tests/storage/test_concurrency.py::"
        "test_writers_of_one_process_come_to_a_file_in_the_order_in_which_they_asked",
    ),
    Guard(
        "a process that has done its part leaves at once",
        "bot/web/server.py",
        "            self._leave()\n",
        "            pass\n",
        "tests/web/test_serve.py::test_a_process_that_answered_is_left_at_once_unless_it_failed",
    ),
    Guard(
        "writers of one workspace on PostgreSQL queue",
        "bot/storage/database.py",
        "session.execute(select(shared, func.pg_advisory_xact_lock(one)))",
        "session.execute(select(shared, one))",
        "tests/storage/test_concurrency.py::"
        "test_writers_that_read_before_they_write_lose_no_update",
    ),
    Guard(
        "a drill is not given to who is changing their mind",
        "bot/storage/enrolments.py",
        ".with_for_update(of=EnrolmentRow, skip_locked=True)",
        "",
        "tests/storage/test_enrolments.py::"
        "test_whoever_is_changing_their_mind_is_left_to_the_next_tick",
    ),
    Guard(
        "a slot is sent with the drill that was first chosen for it",
        "bot/storage/drills.py",
        "return insert_once(session, AssignmentRow, assignment_columns(assignment))",
        "return put_all(session, AssignmentRow, [assignment_columns(assignment)]) is None",
        "tests/storage/test_enrolments.py::test_the_drill_of_a_slot_is_chosen_once",
    ),
    Guard(
        "what people wrote is escaped in fallback texts",
        "bot/slack/views/blocks.py",
        'return "".join(_ESCAPES.get(character, character) for character in kept)',
        "return kept",
        "tests/slack/test_limits.py::test_any_sentence_fits_into_a_message_and_a_modal",
    ),
    Guard(
        "unseen characters are struck out",
        "bot/slack/views/blocks.py",
        "    text = visible(text)\n",
        "",
        "tests/slack/test_limits.py::test_a_critique_of_anything_fits_into_a_message",
    ),
    Guard(
        "only managers change how lines are judged",
        "bot/coach/stances.py",
        "if not is_manager:",
        "if not who.id:",
        "tests/slack/test_trust.py::"
        "test_the_role_is_asked_at_each_action_and_not_taken_from_any_payload",
    ),
    Guard(
        "attempts are those of a member of one workspace",
        "bot/storage/store.py",
        "AttemptRow.workspace == who.workspace, AttemptRow.member == who.id\n",
        "AttemptRow.member == who.id\n",
        "tests/storage/test_store.py::test_two_workspaces_with_the_same_ids_share_nothing",
    ),
    Guard(
        "people of another company are not served",
        "bot/slack/tenancy.py",
        "if home is not None and home not in (context.team_id, context.enterprise_id):",
        "if home is not None and not home:",
        "tests/slack/test_tenancy.py::test_people_of_another_company_are_not_served",
    ),
    Guard(
        "the state of an installation is used once",
        "bot/storage/installations.py",
        "return changed(session.execute(used)) == 1",
        "return changed(session.execute(used)) >= 0",
        "tests/storage/test_installations.py::test_a_state_works_once_and_not_for_ever",
    ),
    Guard(
        "tokens are encrypted",
        "bot/storage/installations.py",
        '"token": self._keyring.encrypt(installation.token, installation.workspace),',
        '"token": installation.token,',
        "tests/storage/test_installations.py::test_a_token_cannot_be_read_in_the_database",
    ),
    Guard(
        "an uninstallation takes back what is pending",
        "bot/storage/installations.py",
        "            withdraw(session, SlotRow.workspace == workspace, now, UNINSTALLED)\n",
        "",
        "tests/storage/test_installations.py::"
        "test_uninstalling_takes_back_what_is_pending_there_and_nowhere_else",
    ),
    Guard(
        "secrets are struck out of the log",
        "bot/logs.py",
        "return SECRETS.sub(STRUCK, super().format(record))",
        "return super().format(record)",
        "tests/test_logs.py::test_secrets_are_struck_out_of_messages_fields_and_tracebacks",
    ),
    Guard(
        "libraries log no bodies",
        "bot/logs.py",
        "return ours or record.levelno >= logging.WARNING",
        "return ours or record.levelno >= 0",
        "tests/test_logs.py::test_libraries_log_no_bodies_and_no_rows_even_when_debugging",
    ),
    Guard(
        "a request bears Slack's signature",
        "bot/web/guard.py",
        "if not hmac.compare_digest(expected, signature):",
        "if not expected:",
        "tests/web/test_guard.py::test_another_body_under_the_same_signature_is_refused",
    ),
    Guard(
        "a signature has the shape of one",
        "bot/web/guard.py",
        "if not TIMESTAMP.fullmatch(timestamp) or not SIGNATURE.fullmatch(signature):",
        "if not timestamp and not signature:",
        "tests/web/test_guard.py::test_what_is_forged_or_stale_is_refused",
    ),
    Guard(
        "a body has a limit",
        "bot/web/guard.py",
        "if int(length) > MOST_BYTES:",
        "if int(length) < 0:",
        "tests/web/test_guard.py::test_a_body_that_is_too_large_is_not_read",
    ),
    Guard(
        "who is hidden is named nowhere",
        "bot/coach/people.py",
        "return People(part - hidden, hidden, chosen)",
        "return People(part, frozenset(), chosen)",
        "tests/coach/test_boards.py::test_who_is_hidden_is_in_nothing_that_anybody_else_sees",
    ),
    Guard(
        "nothing is said of fewer than three who are hidden",
        "bot/coach/people.py",
        "if len(self.hidden) >= A_FEW else 0",
        "if self.hidden else 0",
        "tests/coach/test_team.py::test_hidden_people_are_counted_when_they_are_three",
    ),
    Guard(
        "one line earns once",
        "bot/storage/practice.py",
        "lines=tuple(_lines(session, deed)) if deed.line is not None else (),",
        "lines=(),",
        "tests/storage/test_points.py::test_one_line_told_at_once_by_many_threads_earns_once",
    ),
    Guard(
        "an attempt and its points are kept together",
        "bot/storage/store.py",
        "            if not first_time(session, workspace, event_key, attempt.made_at):\n"
        "                return False\n"
        "            admit(",
        "            if not first_time(session, workspace, event_key, attempt.made_at):\n"
        "                return False\n"
        "            session.commit()\n"
        "            admit(",
        "tests/storage/test_store.py::test_an_attempt_that_cannot_be_kept_leaves_no_trace_of_its_event",
    ),
    Guard(
        "a forgotten text is overwritten in the file",
        "bot/storage/engine.py",
        '"secure_delete = ON"',
        '"secure_delete = OFF"',
        "tests/storage/test_store.py::test_a_forgotten_text_is_gone_from_the_file",
    ),
)


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    """Copy what the tests need into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for each in COPIED:
            source, target = ROOT / each, Path(name) / each
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        yield Path(name)


def applied(guard: Guard, tree: Path) -> str:
    """Return the file without a guard. Raises ValueError unless the guard stands there once."""
    text = (tree / guard.file).read_text(encoding="utf-8")
    if text.count(guard.text) != 1:
        raise ValueError(f"{guard.name}: {text.count(guard.text)} times in {guard.file}")
    return text.replace(guard.text, guard.without)


def turns_red(guard: Guard, tree: Path) -> bool:
    """Take a guard away in a copy of the tree, and run its test alone."""
    file = tree / guard.file
    kept, mutated = file.read_text(encoding="utf-8"), applied(guard, tree)
    file.write_text(mutated, encoding="utf-8")
    try:
        code = pytest_in(tree, guard.test)
    finally:
        file.write_text(kept, encoding="utf-8")
    return code != 0


def pytest_in(tree: Path, *tests: str, patience: float = PATIENCE) -> int:
    """Run tests in a tree; return pytest's code, where 1 is red. Raises ValueError for no test."""
    words = ["-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", *words],
            cwd=tree,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"not done within {patience:.0f} s: {', '.join(tests)}\n")
        return 1
    if done.returncode not in (0, 1):
        raise ValueError(f"{tests}: {done.stdout[-500:]}")
    return done.returncode


def green_without(guards: Sequence[Guard]) -> list[str]:
    """Take guards away one by one. Return those whose test does not mind.

    Raises ValueError when the tests are not green as long as all guards are there.
    """
    with copy_of_the_tree() as tree:
        if pytest_in(tree, *sorted({guard.test for guard in guards}), patience=10 * PATIENCE):
            raise ValueError("the tests are red, or too slow, with all guards in their places")
        found = []
        for guard in guards:
            red = turns_red(guard, tree)
            sys.stderr.write(f"{'red' if red else 'GREEN'}: {guard.name}\n")
            found += [] if red else [guard.name]
        return found


def measure(run: Run) -> Measured:
    """Take all guards away one by one. The short form sees that each is still where it was."""
    if run.short:
        for guard in GUARDS:
            applied(guard, ROOT)
        return Measured(f"{len(GUARDS)} guards are in their places")
    green = green_without(GUARDS)
    return Measured(
        f"{len(GUARDS) - len(green)} of {len(GUARDS)} turn their test red",
        broken=nonzero(green=len(green)) and f"green without: {', '.join(green)}",
    )


if __name__ == "__main__":
    chosen = [
        guard
        for guard in GUARDS
        if not sys.argv[1:] or any(word in guard.name for word in sys.argv[1:])
    ]
    if not chosen:
        sys.exit("no guard is named so: " + ", ".join(guard.name for guard in GUARDS))
    sys.exit(bool(green_without(chosen)))
