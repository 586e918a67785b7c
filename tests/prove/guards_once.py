"""The guards that let nothing be lost and nothing come twice."""

from tests.prove.guard import Guard

ONCE = (
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
        "one line earns once",
        "bot/storage/practice.py",
        "lines=tuple(_lines(connection, deed)) if deed.line is not None else (),",
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
        "bots that start together on a new file wait for each other",
        "bot/storage/engine.py",
        "if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() >= until:",
        "if error.sqlite_errorcode:",
        "tests/storage/test_engine.py::"
        "test_a_new_file_that_another_process_is_writing_is_waited_for",
    ),
)
