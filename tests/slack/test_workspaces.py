"""Installations in memory: soon up to date, dropped at the first sign of trouble."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.core.installations import Installation
from bot.core.slots import Slot, SlotKind, SlotState
from bot.slack import uninstall
from bot.slack.clients import NotInstalled
from bot.slack.workspaces import TTL, Workspaces
from bot.storage.installations import InstallationStore
from bot.storage.keyring import Keyring, new_key
from bot.storage.store import Store
from tests.databases import fresh_engine
from tests.slack import payloads

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HERE = Installation(
    workspace="T1",
    name="Northwind",
    token="xoxb-1",
    bot_user="U0COACH",
    scopes=frozenset({"commands"}),
    installer="U1",
    installed_at=NOW,
)


def welcome(workspace="T1", key="1"):
    return Slot(workspace, "U1", SlotKind.WELCOME, key, "", "U1", None, NOW)


class Hall:
    """Two processes over one database, and a clock."""

    def __init__(self, engine):
        self.at = NOW
        self.store = Store(engine)
        keyring = Keyring((("a", new_key()),))
        self.kept = InstallationStore(engine, keyring)
        client = WebClient(base_url="http://127.0.0.1:9/api/")
        self.one, self.other = (Workspaces(self.kept, client, lambda: self.at) for _ in range(2))


@pytest.fixture(name="hall")
def _hall(tmp_path):
    with fresh_engine(tmp_path) as engine:
        hall = Hall(engine)
        hall.one.install(HERE, welcome())
        yield hall


def test_a_request_is_authorized_without_asking_slack(hall):
    result = hall.one.authorize(None, "T1")

    assert (result.bot_token, result.bot_user_id) == ("xoxb-1", "U0COACH")
    assert hall.one.client_for("T1").token == "xoxb-1"


def test_an_unknown_workspace_has_no_token(hall):
    assert hall.one.authorize("E1", None).bot_token is None
    assert hall.one.authorize(None, "T2").bot_token is None
    with pytest.raises(NotInstalled):
        hall.one.client_for("T2")


def test_what_another_process_did_is_known_within_a_minute(hall):
    assert hall.other.client_for("T1").token == "xoxb-1"
    hall.one.uninstalled("T1", NOW)
    with pytest.raises(NotInstalled):
        hall.one.client_for("T1")

    hall.at += TTL
    with pytest.raises(NotInstalled):
        hall.other.client_for("T1")


def test_a_new_installation_is_known_at_once_where_the_bot_was_missing(hall):
    hall.one.uninstalled("T1", NOW)
    with pytest.raises(NotInstalled):
        hall.other.client_for("T1")
    hall.one.install(replace(HERE, token="xoxb-2"), welcome(key="2"))

    assert hall.other.client_for("T1").token == "xoxb-2"


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked"])
def test_a_dead_token_is_an_uninstallation(hall, code):
    hall.one.client_for("T1")

    hall.one.refused("xoxb-1", code)

    assert hall.kept.installation("T1") is None
    assert hall.store.count_slots()[SlotState.PENDING] == 0


def test_a_dead_token_of_an_earlier_installation_is_only_forgotten(hall):
    hall.one.client_for("T1")
    hall.other.install(replace(HERE, token="xoxb-2"), welcome(key="2"))

    hall.one.refused("xoxb-1", "token_revoked")

    assert hall.one.client_for("T1").token == "xoxb-2"


def test_a_doubtful_token_is_read_anew_and_other_errors_are_none_of_its_business(hall):
    hall.one.client_for("T1")
    hall.other.install(replace(HERE, token="xoxb-2"), welcome(key="2"))

    hall.one.refused("xoxb-1", "ratelimited")
    assert hall.one.client_for("T1").token == "xoxb-1"
    hall.one.refused("xoxb-1", "invalid_auth")
    assert hall.one.client_for("T1").token == "xoxb-2"


def tell(hall, name, at=NOW, **more):
    app = App(
        authorize=hall.one.authorize,
        process_before_response=True,
        request_verification_enabled=False,
    )
    uninstall.register(app, hall.one)
    body = payloads.event({"type": name, **more}) | {
        "team_id": "T1",
        "authorizations": None,
        "event_time": int(at.timestamp()),
    }
    return app.dispatch(BoltRequest(mode="socket_mode", body=body)).status


def test_slack_s_word_of_an_uninstallation_is_taken_in_any_order_and_number(hall):
    revoked = {"tokens": {"oauth": [], "bot": ["U0COACH"]}}

    assert tell(hall, "tokens_revoked", **revoked) == 200
    assert hall.kept.installation("T1") is None
    assert [tell(hall, "app_uninstalled"), tell(hall, "tokens_revoked", **revoked)] == [200, 200]


def test_the_token_of_a_person_is_not_the_bot_s(hall):
    assert tell(hall, "tokens_revoked", tokens={"oauth": ["U1"]}) == 200
    assert hall.kept.installation("T1") == HERE


def test_late_news_do_not_undo_a_new_installation(hall):
    hall.one.install(replace(HERE, installed_at=NOW + timedelta(minutes=5)), welcome(key="2"))

    assert tell(hall, "app_uninstalled", at=NOW) == 200
    assert hall.kept.installation("T1") is not None
