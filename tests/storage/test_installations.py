"""Installations: one row a workspace, unreadable tokens, states that work once, and a purge."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import inspect

from bot.core.boards import Board, BoardWish
from bot.core.critique import Stance
from bot.core.enrolment import Enrolment
from bot.core.installations import Installation
from bot.core.people import Member
from bot.core.slots import SlotKind, SlotState
from bot.errors import StoreError
from bot.storage.installations import InstallationStore
from bot.storage.keyring import Keyring, new_key
from tests.storage.values import ATTEMPT, DAY, MAYA, MINUTE, NOON, SLOT

OLD, NEW = ("old", new_key()), ("new", new_key())
TOKEN = "xoxb-canary-1"
HERE = Installation(
    workspace="T1",
    name="Northwind",
    token=TOKEN,
    bot_user="U0COACH",
    scopes=frozenset({"chat:write", "commands"}),
    installer="U1",
    installed_at=NOON,
)
WELCOME = replace(SLOT, kind=SlotKind.WELCOME, key="install", channel="U1", thread_ts=None)


@pytest.fixture(name="installations")
def _installations(engine):
    return InstallationStore(engine, Keyring((OLD,)))


def everything(tmp_path):
    """Return all that the database holds on the disk."""
    return b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())


def test_an_installation_is_kept_and_greeted(installations, store):
    installations.install(HERE, WELCOME)

    assert installations.installation("T1") == HERE
    assert installations.installed() == (HERE,)
    assert store.slots_in(SlotState.PENDING, 9) == (WELCOME,)
    assert installations.installation("T2") is None


def test_a_token_cannot_be_read_in_the_database(installations, tmp_path):
    installations.install(HERE, WELCOME)

    assert b"xoxb-" not in everything(tmp_path)
    assert TOKEN not in repr(HERE)


def test_installed_again_a_workspace_still_has_one_installation(installations):
    installations.install(HERE, WELCOME)
    later = replace(HERE, token="xoxb-2", installed_at=NOON + DAY)
    installations.install(later, replace(WELCOME, key="again"))

    assert installations.installed() == (later,)


def test_rotation_leaves_nothing_that_the_old_key_opens(engine, installations):
    installations.install(HERE, WELCOME)
    both = InstallationStore(engine, Keyring((NEW, OLD)))

    assert (both.rotate(), both.rotate()) == (1, 0)
    assert InstallationStore(engine, Keyring((NEW,))).installation("T1") == HERE
    with pytest.raises(StoreError, match="has no key new"):
        installations.installation("T1")


def test_a_wrong_key_under_the_same_name_is_told(engine, installations):
    installations.install(HERE, WELCOME)
    wrong = InstallationStore(engine, Keyring((("old", new_key()),)))

    with pytest.raises(StoreError, match=r"The key old .* is not the one it was before"):
        wrong.installed()


def test_a_token_is_bound_to_its_workspace():
    keyring = Keyring((OLD,))

    with pytest.raises(StoreError):
        keyring.decrypt(keyring.encrypt(TOKEN, "T1"), "old", "T2")


def test_uninstalling_takes_back_what_is_pending_there_and_nowhere_else(installations, store):
    installations.install(HERE, WELCOME)
    installations.install(
        replace(HERE, workspace="T2"), replace(WELCOME, workspace="T2", key="other")
    )

    assert installations.uninstall("T1", NOON + MINUTE)
    assert not installations.uninstall("T1", NOON + MINUTE)
    assert installations.installation("T1") is None
    (left,) = store.slots_in(SlotState.PENDING, 9)
    assert left.workspace == "T2"
    assert store.count_slots()[SlotState.EXPIRED] == 1


@pytest.mark.parametrize(
    "unless", [{"token": "xoxb-an-earlier-one"}, {"before": NOON - timedelta(seconds=1)}]
)
def test_news_about_an_earlier_installation_change_nothing(installations, unless):
    installations.install(HERE, WELCOME)

    assert not installations.uninstall("T1", NOON + MINUTE, **unless)
    assert installations.installation("T1") == HERE


def test_no_drill_is_due_where_the_bot_is_not_installed_until_it_is_again(installations, store):
    installations.install(HERE, WELCOME)
    due = lambda: [held.who for held in store.due_enrolments(NOON + 9 * DAY)]  # noqa: E731
    join(store, MAYA)

    assert due() == [MAYA]
    installations.uninstall("T1", NOON + MINUTE)
    assert due() == []
    installations.install(HERE, replace(WELCOME, key="again"))
    assert due() == [MAYA]


def test_what_was_found_due_is_not_queued_where_the_bot_was_removed_meanwhile(installations, store):
    installations.install(HERE, WELCOME)
    board = Board("T1", "C1", BoardWish("UTC"), "U1", NOON, NOON)
    post = replace(SLOT, kind=SlotKind.BOARD, recipient="C1", channel="C1", thread_ts=None)
    store.change_board("T1", "C1", lambda before: board, now=NOON)
    (due,) = store.due_boards(NOON)

    installations.uninstall("T1", NOON + MINUTE)

    assert not store.post_board(due, replace(due, next_at=NOON + DAY), post)
    assert store.slots_in(SlotState.PENDING, 9) == ()
    installations.install(HERE, replace(WELCOME, key="again"))
    assert store.post_board(due, replace(due, next_at=NOON + DAY), post)


def join(store, who):
    def begin(held: Enrolment, holidays):
        return replace(held, joined_at=NOON).changed(held.schedule, NOON, holidays)

    store.change_enrolment(who, begin, now=NOON)


def test_a_purge_leaves_no_row_of_the_workspace_and_every_row_of_another(
    engine, installations, store
):
    for workspace in ("T1", "T2"):
        installations.install(
            replace(HERE, workspace=workspace), replace(WELCOME, workspace=workspace)
        )
        who = Member(workspace, "U1")
        store.record_attempt(replace(ATTEMPT, who=who), "Ev1", replace(SLOT, workspace=workspace))
        store.record_dispute(who, "a1", "passive-exit", NOON)
        store.set_stance(workspace, Stance.OPEN, "U1", NOON)
        join(store, who)
    before = rows_of(engine, "T2")
    installations.uninstall("T1", NOON)

    assert installations.purge(NOON) == ()
    assert installations.purge(NOON + MINUTE) == ("T1",)
    assert rows_of(engine, "T1") == 0
    assert rows_of(engine, "T2") == before
    installations.install(HERE, WELCOME)
    assert installations.installation("T1") == HERE
    assert store.recent_attempts(MAYA, 9) == ()


def rows_of(engine, workspace):
    """Count the rows in which a workspace is named, in any table and any column."""
    count = 0
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                count += workspace in map(str, row)
    return count


def test_a_state_works_once_and_not_for_ever(installations, tmp_path):
    for state in ("one", "two", "old"):
        installations.begin(state, NOON + MINUTE)

    assert [installations.finish("one", NOON) for _ in range(3)] == [True, False, False]
    assert not installations.finish("old", NOON + MINUTE)
    assert not installations.finish("never", NOON)
    assert installations.forget_states(NOON + MINUTE) == 2
    assert not installations.finish("two", NOON)
    assert b"never" not in everything(tmp_path)


def test_of_racing_callbacks_one_alone_has_the_state(installations):
    racers, rounds = 8, 50
    start = Barrier(racers)

    def race(_):
        wins = []
        for number in range(rounds):
            start.wait()
            wins.append(installations.finish(f"state-{number}", NOON))
        return wins

    for number in range(rounds):
        installations.begin(f"state-{number}", NOON + MINUTE)
    with ThreadPoolExecutor(racers) as pool:
        results = list(pool.map(race, range(racers)))

    assert [sum(wins) for wins in zip(*results, strict=True)] == [1] * rounds


def test_a_pulse_is_the_latest(store):
    assert store.pulse("tick") is None
    store.beat("tick", NOON)
    store.beat("tick", NOON + MINUTE)

    assert store.pulse("tick") == NOON + MINUTE


def test_the_oldest_pending_slot_is_one_that_might_be_sent(store):
    assert store.oldest_pending(NOON) is None
    store.record_event("T1", "Ev1", NOON, replace(SLOT, created_at=NOON + DAY))
    assert store.oldest_pending(NOON) is None
    store.record_event("T1", "Ev2", NOON, replace(SLOT, key="Ev2"))

    assert store.oldest_pending(NOON) == NOON


def test_what_was_on_its_way_is_not_sent_again_after_the_bot_was_removed(installations, store):
    installations.install(HERE, WELCOME)
    claimed = store.claim_slot(NOON, MINUTE)
    installations.uninstall("T1", NOON)

    assert claimed is not None
    assert store.mark_slot(claimed, SlotState.PENDING, NOON)
    assert store.count_slots()[SlotState.EXPIRED] == 1
