"""The guards of who may see and do what, and of what people wrote."""

from tests.prove.guard import Guard

TRUST = (
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
        "a forgotten text is overwritten in the file",
        "bot/storage/engine.py",
        '"secure_delete = ON"',
        '"secure_delete = OFF"',
        "tests/storage/test_store.py::test_a_forgotten_text_is_gone_from_the_file",
    ),
    Guard(
        "no library reports to its maker",
        "bot/__init__.py",
        'os.environ["ORT_DISABLE_TELEMETRY"] = "1"',
        "",
        "tests/test_telemetry.py::test_a_critique_leaves_no_notes_for_the_maker_of_a_library",
    ),
)
