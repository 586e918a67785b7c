"""Everything that Slack delivers again has one effect, whichever process gets the copies.

    python -m tests.prove.replay --events 1000

Sends each of so many requests four times, shuffled, to two processes over one database. Ends with
1 if any had no effect, or more than one.
"""

import argparse
import random
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.serve import Web
from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade
from tests.prove.many import many_slack
from tests.shipped import critic
from tests.slack import payloads
from tests.web.calling import TOKEN, Caller, serving_one

COPIES, PROCESSES = 4, 2
LINE = "Thank you for your time. I'll just wait to hear from you."
KINDS = ("message", "command", "shortcut", "form", "join", "drill")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many effects there are of each kind, and how many there should be."""

    found: dict[str, int]
    expected: dict[str, int]
    refused: int  # answers other than 200

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        return self.found == self.expected and not self.refused


def prove(url: str, *, events: int, seed: int) -> Outcome:
    """Deliver so many events, each four times, to two processes."""
    chance = random.Random(seed)
    upgrade(url)
    kinds = [KINDS[number % len(KINDS)] for number in range(events)]
    copies = [one for one in enumerate(kinds) for _ in range(COPIES)]
    chance.shuffle(copies)
    parts = [copies[number::PROCESSES] for number in range(PROCESSES)]
    with many_slack() as slack:
        slack.teams[TOKEN] = payloads.TEAM
        context = get_context("forkserver")
        context.set_forkserver_preload(["tests.prove.warm"])
        with context.Pool(PROCESSES) as pool:
            refused = sum(pool.starmap(deliver, [(url, slack.url, part) for part in parts], 1))
    lines = sum(kind in ("message", "command", "shortcut", "form") for kind in kinds)
    expected = {
        "lines kept": lines,
        "lines rewarded once": 0,
        "answers owed": kinds.count("message") + kinds.count("drill"),
        "members who joined": kinds.count("join"),
        "drills given": kinds.count("drill"),
    }
    return Outcome(effects(url), expected, refused)


def effects(url: str) -> dict[str, int]:
    """Count what is in the database."""
    engine = open_engine(url)
    counts = {
        "lines kept": "SELECT count(*) FROM attempts",
        "lines rewarded once": "SELECT count(*) - count(DISTINCT source) FROM ledger",
        "answers owed": "SELECT count(*) FROM slots",
        "members who joined": "SELECT count(*) FROM enrolments WHERE joined_at IS NOT NULL",
        "drills given": "SELECT count(*) FROM assignments",
    }
    with engine.connect() as connection:
        found = {name: connection.scalar(text(query)) or 0 for name, query in counts.items()}
    engine.dispose()
    return found


def deliver(url: str, slack_url: str, part: list[tuple[int, str]]) -> int:
    """Be a process that gets a part of the copies. Return how many were not answered with 200."""
    with serving(url, slack_url) as caller:
        return sum(caller.slack(request(number, kind)).status != 200 for number, kind in part)


@contextmanager
def serving(url: str, slack_url: str) -> Iterator[Caller]:
    """Have the application over a database, without a socket."""
    settings = serving_one(slack_url, url)
    with ExitStack() as closing:
        web = Web(settings, critic(), alone=False)
        closing.callback(web.stop)
        yield Caller(web.start())


def request(number: int, kind: str) -> dict[str, Any]:
    """Return the payload of an event. Each comes from another person."""
    user, key = f"U{number:06}", f"{number}.key"
    who = {"user": {"id": user, "team_id": payloads.TEAM}}
    if kind == "message":
        said = payloads.direct_message(LINE, user=user, channel=f"D{user[1:]}")
        return payloads.event(said, id=key)
    if kind == "command":
        return payloads.command(LINE, key, user)
    if kind == "shortcut":
        return payloads.shortcut({"text": LINE}, key) | who
    if kind == "form":
        body = payloads.submission("check_form", LINE) | who
        return body | {"view": body["view"] | {"id": f"V{number}"}}
    name = {"join": "join_drill", "drill": "drill_now"}[kind]
    return payloads.action(name, user=user) | {"trigger_id": key}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.prove.replay", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'prove.db'}"
        outcome = prove(url, events=chosen.events, seed=chosen.seed)
    lines = [f"seed {chosen.seed}: {chosen.events} events, {COPIES} times, {PROCESSES} processes"]
    for name, count in outcome.expected.items():
        lines.append(f"{name:24}{outcome.found[name]:8} of {count}")
    lines.append(f"{'not answered with 200':24}{outcome.refused:8}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(0 if outcome.kept else 1)


if __name__ == "__main__":
    main()
