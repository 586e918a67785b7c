"""Two workspaces in which the same ids stand for other people: nothing of one reaches the other.

    python -m tests.prove.tenants --steps 10000

Hypothesis chooses what happens. After each step that concerns one workspace, every row of the
other is what it was; what is posted with a token, exported or answered holds no word of the other.
"""

import argparse
import json
import secrets
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from bot.coach.coach import Coach
from bot.core.boards import BoardWish, Cadence
from bot.core.critique import Stance
from bot.core.people import Member
from bot.parts import Parts
from bot.serve import Web
from bot.settings import WebSettings
from bot.storage.engine import open_engine
from bot.storage.keyring import new_key
from bot.storage.metadata import METADATA
from tests.databases import make_database
from tests.prove.many import many_slack
from tests.shipped import critic
from tests.slack import payloads
from tests.web.calling import SECRET, Caller
from tests.web.test_install import install

BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)
TEAMS = ("T0NORTH", "T0SOUTH")
WORDS = {"T0NORTH": "Aurora", "T0SOUTH": "Kestrel"}  # said in one workspace alone
LINE = "Thank you for your time. I would love to sell {word} with you. I'll just wait to hear."
CHANNEL = "C0PRACTICE"
STEPS = 100  # of one example
TAKEN = [0]  # steps, examples that were shortened among them

teams = st.sampled_from(TEAMS)
users = st.sampled_from(["U0MAYA", "U0TOM"])
words = st.sampled_from(["join", "status", "drill", "time 10:15", "skip", "stop", "board"])


def other(team: str) -> str:
    return TEAMS[1 - TEAMS.index(team)]


class TwoWorkspaces(RuleBasedStateMachine):
    """The application, a sender and a clock, over one database and one Slack."""

    @initialize()
    def begin(self) -> None:
        self.closing = ExitStack()
        self.now, self.events, self.tokens = BEGIN, 0, 0
        self.installed: dict[str, int] = {}  # by team: the posts at its uninstallation, or -1
        folder = Path(tempfile.mkdtemp())
        self.closing.callback(shutil.rmtree, folder)
        self.slack = self.closing.enter_context(many_slack())
        chosen = WebSettings(
            _env_file=None,
            slack_signing_secret=SECRET,
            slack_client_id="1.2",
            slack_client_secret=SECRET,
            encryption_keys=f"k1:{new_key()}",
            public_url="https://coach.example/",
            slack_api_url=self.slack.url,
            database_url=make_database(folder),
        )
        web = Web(chosen, critic(), alone=False, now=self.time)
        self.closing.callback(web.stop)
        self.caller = Caller(web.start(), lambda: self.time().timestamp())
        self.parts = Parts(chosen, critic(), self.time, self.closing)
        self.coach: Coach = self.parts.coach
        self.sender = self.parts.delivery()
        self.engine = open_engine(chosen.database_url)
        self.closing.callback(self.engine.dispose)
        for team in TEAMS:
            self.install(team)

    def teardown(self) -> None:
        self.closing.close()

    def time(self) -> datetime:
        return self.now

    @rule(team=teams)
    def install(self, team: str) -> None:
        self.now += timedelta(minutes=2)  # by which every cache has noticed
        with self.apart(team):
            self.tokens += 1
            assert (
                install(self.caller, self.slack, team, f"xoxb-{team}-{self.tokens}").status == 200
            )
        self.installed[team] = -1

    @rule(team=teams)
    def uninstall(self, team: str) -> None:
        self.now += timedelta(minutes=2)
        body = self.event(team, {"type": "app_uninstalled"})
        with self.apart(team):
            self.send(team, body | {"event_time": int(self.now.timestamp())})
        if self.installed[team] < 0:
            self.installed[team] = len(self.slack.posts[team])
        self.now += timedelta(minutes=2)

    @rule(team=teams, user=users)
    def check_a_line(self, team: str, user: str) -> None:
        body = payloads.command(LINE.format(word=WORDS[team]), self.key(), user)
        with self.apart(team):
            answer = self.send(team, body)
        assert WORDS[other(team)] not in answer

    @rule(team=teams, user=users, word=words)
    def write(self, team: str, user: str, word: str) -> None:
        with self.apart(team):
            self.send(team, self.event(team, payloads.direct_message(word, user=user)))

    @rule(team=teams, user=users)
    def write_a_line(self, team: str, user: str) -> None:
        said = payloads.direct_message(LINE.format(word=WORDS[team]), user=user)
        with self.apart(team):
            self.send(team, self.event(team, said))

    @rule(team=teams, stance=st.sampled_from(Stance))
    def choose_a_stance(self, team: str, stance: Stance) -> None:
        who = Member(team, "U0MAYA")
        if self.installed[team] >= 0:
            return  # nobody gets past the door of the application there
        with self.apart(team):
            self.coach.stances.change(who, stance, is_manager=True, now=self.now)

    @rule(team=teams, days=st.sets(st.integers(1, 9), max_size=3))
    def set_holidays(self, team: str, days: set[int]) -> None:
        if self.installed[team] >= 0:
            return
        dates = [(self.now + timedelta(days=number)).date() for number in days]
        with self.apart(team):
            self.coach.schedules.set_holidays(
                Member(team, "U0MAYA"), dates, is_manager=True, now=self.now
            )

    @rule(team=teams, cadence=st.sampled_from(Cadence))
    def set_up_a_board(self, team: str, cadence: Cadence) -> None:
        """In a channel whose id is the same in both."""
        boards, boss = self.coach.boards, Member(team, "U0MAYA")
        if self.installed[team] >= 0 or boards.of(team, CHANNEL) is not None:
            return
        wish = BoardWish("UTC", cadence, hour=9)
        with self.apart(team):
            boards.set_up(boss, CHANNEL, wish, is_manager=True, now=self.now)

    @rule(team=teams)
    def remove_the_board(self, team: str) -> None:
        board, boss = self.coach.boards.of(team, CHANNEL), Member(team, "U0MAYA")
        if self.installed[team] >= 0 or board is None:
            return
        with self.apart(team):
            self.coach.boards.remove(
                boss, CHANNEL, version=board.version, is_manager=True, now=self.now
            )

    @rule(team=teams, user=users, hidden=st.booleans())
    def hide_or_show(self, team: str, user: str, hidden: bool) -> None:
        if self.installed[team] >= 0:
            return
        boards, who = self.coach.boards, Member(team, user)
        with self.apart(team):
            (boards.hide if hidden else boards.show)(who, now=self.now)

    @rule(team=teams, user=users)
    def make_a_manager(self, team: str, user: str) -> None:
        if self.installed[team] >= 0:
            return
        with self.apart(team):
            self.coach.managers.make(Member(team, "U0MAYA"), user, is_admin=True, now=self.now)

    @rule(team=teams, user=users, back=st.integers(1, 3))
    def answer_in_a_thread(self, team: str, user: str, back: int) -> None:
        """Of one of the last messages, whose ids are the same in both."""
        if len(self.slack.posts[team]) < back:
            return
        thread = self.slack.posts[team][-back]["ts"]
        said = payloads.direct_message(
            LINE.format(word=WORDS[team]), user=user, thread_ts=thread, ts="9.9"
        )
        with self.apart(team):
            self.send(team, self.event(team, said))

    @rule(team=teams, user=users)
    def export(self, team: str, user: str) -> None:
        with self.apart(team):
            data = self.coach.my_data.export(Member(team, user), now=self.now).decode()
        assert WORDS[other(team)] not in data
        assert other(team) not in data

    @rule(team=teams, user=users)
    def delete(self, team: str, user: str) -> None:
        with self.apart(team):
            self.coach.my_data.delete(Member(team, user), now=self.now)
            assert (
                WORDS[team]
                not in self.coach.my_data.export(Member(team, user), now=self.now).decode()
            )

    @rule(hours=st.sampled_from([1, 6, 24, 24 * 8]))
    def let_time_pass(self, hours: int) -> None:
        """Give what is due, and purge what has been gone for long enough."""
        self.now += timedelta(hours=hours)
        self.coach.tick.run(self.now)
        self.parts.upkeep().run(self.now)
        if hours == 24 * 8:
            for team, posts in self.installed.items():
                assert posts < 0 or self.rows(team) == []

    @rule()
    def deliver(self) -> None:
        for _ in range(20):
            self.now += timedelta(seconds=5)
            if not self.sender.send_pending():
                break

    @invariant()
    def one_step_more(self) -> None:
        TAKEN[0] += 1

    @invariant()
    def what_is_posted_stays_in_its_workspace(self) -> None:
        for team in TEAMS:
            said = json.dumps(self.slack.posts[team])
            assert WORDS[other(team)] not in said
            assert other(team) not in said
            if self.installed.get(team, -1) >= 0:
                assert len(self.slack.posts[team]) == self.installed[team]

    def apart(self, team: str) -> "Apart":
        """Watch that what happens in one workspace leaves the other as it is."""
        return Apart(self, other(team))

    def rows(self, team: str) -> list[str]:
        """Return every row of a workspace, from every table."""
        found = []
        with self.engine.connect() as connection:
            for table in METADATA.sorted_tables:
                key = "workspace" if "workspace" in table.c else "id"
                if table.name not in APPLICATION_WIDE:
                    query = text(f"SELECT * FROM {table.name} WHERE {key} = :team")
                    rows = connection.execute(query, {"team": team})
                    found += sorted(f"{table.name} {tuple(row)}" for row in rows)
        return found

    def key(self) -> str:
        self.events += 1
        return f"{self.events}.key"

    def event(self, team: str, inner: dict[str, Any]) -> dict[str, Any]:
        return payloads.event(inner, id=self.key()) | {"authorizations": None}

    def send(self, team: str, body: dict[str, Any]) -> str:
        """Let Slack send something from a workspace; return the answer."""
        reply = self.caller.slack(json.loads(json.dumps(body).replace(payloads.TEAM, team)))
        assert reply.status == 200
        return reply.text


APPLICATION_WIDE = frozenset({"oauth_states", "pulses"})


class Apart:
    """Compares the rows of a workspace before and after."""

    def __init__(self, machine: TwoWorkspaces, team: str) -> None:
        self.machine, self.team = machine, team

    def __enter__(self) -> None:
        self.before = self.machine.rows(self.team)

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            assert self.machine.rows(self.team) == self.before


def prove(*, steps: int, chosen_seed: int) -> int:
    """Take so many steps, and return how many they were.

    Raises AssertionError with the shortest way to what went wrong.
    """
    TAKEN[0], part = 0, chosen_seed
    while (left := steps - TAKEN[0]) > 0:  # an example may have fewer steps than it might
        many = settings(
            max_examples=max(1, left // STEPS),
            stateful_step_count=min(left, STEPS),
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(part)(TwoWorkspaces), settings=many)
        part += 1
    return TAKEN[0]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.prove.tenants", description=__doc__)
    parser.add_argument("--steps", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    chosen = parser.parse_args()
    began = time.monotonic()
    taken = prove(steps=chosen.steps, chosen_seed=chosen.seed)
    took = time.monotonic() - began
    sys.stdout.write(f"seed {chosen.seed}: {taken} steps in {took:.0f} s, nothing crossed\n")


if __name__ == "__main__":
    main()
