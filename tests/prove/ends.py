"""Processes of both modes are asked to end while commands come in."""

import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.server import Sandbox
from bot.sandbox.socket_mode import Timing
from bot.storage.engine import open_engine
from tests.processes import bot_in, finished
from tests.prove.load import not_kept, steadily
from tests.prove.many import many_slack
from tests.prove.measured import Measured, Run, nonzero, over
from tests.prove.served import served

PRACTICE = "C0PRACTICE"
LINE = "Thank you for your time. I'll just wait to hear from you."  # one that is kept
PATIENT = Timing(acknowledge=30)  # a late acknowledgement is not a lost one
PEOPLE = ("U0MAYA", "U0TOM", "U0PRIYA")
STARTS_WITHIN = 240  # seconds: on a machine with much else to do


@dataclass(frozen=True, slots=True)
class End:
    """One process that was asked to end: what it kept and what it acknowledged."""

    code: int
    seconds: float
    kept: int
    acknowledged: int
    refused: int  # told that nothing was kept
    crashed: int = 0  # processes that answer, by a signal


def ends_well(run: Run) -> Measured:
    """Ask processes of both modes to end at a random moment of 20 commands a second."""
    chance, found = random.Random(run.seed), Counter[str]()
    longest = 0.0
    for number in range(run.of(100, 1)):
        for name, way in (("http", end_of_http), ("socket", end_of_socket)):
            end = way(run.place(f"{name}-{number}"), chance.uniform(0.2, 2.5))
            longest = max(longest, end.seconds)
            found["acknowledged"] += end.acknowledged
            found["refused"] += end.refused
            found["ends"] += 1
            found["wrong_codes"] += end.code != 0
            found["crashed"] += end.crashed
            found["lost_acks"] += max(0, end.kept - end.acknowledged)
            found[f"lost_over_{name}"] += max(0, end.kept - end.acknowledged)
            found["not_kept"] += max(0, end.acknowledged - end.kept)
    return Measured(
        f"{found['ends']} ends, {found['acknowledged']} commands acknowledged,"
        f" {found['not_kept']} of them not kept, {found['lost_acks']} kept without one"
        f" ({found['lost_over_http']} over HTTP), {found['refused']} told that nothing was kept,"
        f" the slowest end {longest:.1f} s",
        broken=nonzero(
            lost_acks=found["lost_acks"],
            not_kept=found["not_kept"],
            wrong_codes=found["wrong_codes"],
            crashed=found["crashed"],
        ),
        late=over(seconds=(longest, 10)),
    )


def end_of_http(folder: Path, after: float) -> End:
    with many_slack() as slack, served(slack, folder, "--all") as server:
        asked, ended = [0.0], [0.0]
        until = time.monotonic() + after

        def note_the_end() -> None:
            server.process.wait()
            ended[0] = time.monotonic()  # some who asked may wait for longer

        def go_on(number: int) -> bool:
            if not asked[0] and time.monotonic() >= until:
                asked[0] = time.monotonic()
                server.process.send_signal(signal.SIGTERM)
                server.process.send_signal(signal.SIGTERM)
            return server.process.poll() is None

        noting = threading.Thread(target=note_the_end)
        noting.start()
        answers = steadily(server.port, 20, go_on, [LINE])
        code = server.process.wait(60)
        noting.join()
        took = ended[0] - asked[0]
        crashed = [line for line in server.log if "was sent" in line]  # as gunicorn says it
    return End(code, took, kept_in(folder), answers.acknowledged, answers.refused, len(crashed))


def end_of_socket(folder: Path, after: float) -> End:
    said, stopped = Counter[bool](), threading.Event()  # by whether it was not kept
    lock = threading.Lock()

    def ask(slack: Sandbox, who: str) -> None:
        number = 0
        while not stopped.wait(0.15):  # three of them: about twenty a second
            number += 1
            line = f"/close-check {LINE} Talk {number} of {who}."
            with suppress(SlackRefusal):
                if (answer := slack.command(who, PRACTICE, line)) is not None:
                    with lock:
                        said[not_kept(answer["text"])] += 1

    with Sandbox(timing=PATIENT) as slack:
        process = bot_in(slack, folder)
        slack.wait_for_app(timeout=STARTS_WITHIN)
        threads = [threading.Thread(target=ask, args=(slack, who)) for who in PEOPLE]
        for thread in threads:
            thread.start()
        time.sleep(after)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        code, _, _ = finished(process)
        took = time.monotonic() - asked
        stopped.set()
        for thread in threads:
            thread.join()
    return End(code, took, kept_in(folder), said[False], said[True])


def kept_in(folder: Path) -> int:
    """Count the lines that are in the database of a process."""
    engine = open_engine(f"sqlite:///{folder / 'bot.db'}")
    with engine.connect() as connection:
        found: int = connection.scalar(text("SELECT count(*) FROM attempts")) or 0
    engine.dispose()
    return found
