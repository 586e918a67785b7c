"""How fast the bot is: figures that say something of the machine, too."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from itertools import cycle, islice
from statistics import median
from time import perf_counter, thread_time

from bot.coach.boards import Boards
from bot.coach.due import Due
from bot.coach.tick import Tick
from bot.content import content_folder, load_library
from bot.core.periods import ALL_TIME, week_of
from bot.offline import build_critic
from bot.storage.store import Store
from bot.storage.transfer import backup, restore
from tests.bench import backup as backups
from tests.bench import boards as ledger
from tests.bench import tick as ticks
from tests.bench.measure import percentile
from tests.bench.texts import fifty_words, filled, hostile
from tests.databases import fresh_engine, url_in
from tests.prove.load import Answers, ask, at_once, body_of, steadily
from tests.prove.many import many_slack
from tests.prove.measured import Measured, Run, nonzero, over, skipped
from tests.prove.served import served

TEN_MINUTES = 600
WARM_UP = 20


def steady(run: Run, rate: int, p50: float, p99: float, most: float) -> Measured:
    """Send commands at a rate for ten minutes. The limits are in milliseconds."""
    seconds = run.of(TEN_MINUTES, 3)
    with many_slack() as slack, served(slack, run.folder) as server:
        steadily(server.port, rate, lambda number: number < WARM_UP)
        answers = steadily(server.port, rate, lambda number: number < rate * seconds)
    middle, slow, longest = answers.milliseconds()
    return Measured(
        f"p50 {middle:.1f} ms, p99 {slow:.1f} ms, max {longest:.0f} ms, {answers.wrong} not 200"
        f" ({rate}/s, {seconds} s)",
        broken=nonzero(not_200=answers.wrong),
        late=over(p50=(middle, p50), p99=(slow, p99), max=(longest, most)),
    )


def round_trip(run: Run) -> Measured:
    return steady(run, 50, 10, 50, 1_000)


def sustained(run: Run) -> Measured:
    if run.short:
        return skipped("as the first, at another rate")
    return steady(run, 100, float("inf"), 75, float("inf"))


def burst(run: Run) -> Measured:
    with many_slack() as slack, served(slack, run.folder) as server:
        steadily(server.port, 50, lambda number: number < WARM_UP)
        answers: Answers = at_once(server.port, 200)
    longest = max(answers.seconds)
    return Measured(
        f"all 200 acknowledged after {longest:.2f} s, {answers.wrong} not 200",
        broken=nonzero(not_200=answers.wrong),
        late=over(seconds=(longest, 1.5)),
    )


def critique(run: Run) -> Measured:
    """Judge ordinary, long and hostile lines, no text twice. CPU time, in milliseconds."""
    critic, count = build_critic(), run.of(300, 20)
    short = fifty_words()[: count + WARM_UP]
    fillings = hostile(critic.library)
    long = filler(fillings["ordinary lines"], count)
    others = [filling for name, filling in fillings.items() if name != "ordinary lines"]
    evil = [
        filled(f"Thank you for talk {number} today. ", filling, 4_000)
        for number, filling in enumerate(islice(cycle(others), count))
    ]
    found = []
    for texts in (short, long, evil):
        taken = []
        for text in texts:
            begun = thread_time()
            critic.critique(text)
            taken.append(1000 * (thread_time() - begun))
        found.append(percentile(taken[WARM_UP if texts is short else 0 :]))
    return Measured(
        f"p99 {found[0]:.1f}, {found[1]:.1f} and {found[2]:.1f} ms",
        late=over(words=(found[0], 2), characters=(found[1], 20), hostile=(found[2], 20)),
    )


def filler(text: str, count: int) -> list[str]:
    """Return so many texts of 4,000 characters, each of other words in another order."""
    words = text.split()
    turned = (words[number:] + words[:number] for number in range(count))
    return [" ".join(one * 2)[:4_000] for one in turned]


def start(run: Run) -> Measured:
    taken = []
    for number in range(run.of(5, 1)):
        with many_slack() as slack:
            begun = perf_counter()
            with served(slack, run.place(f"{number}")) as server:
                body = body_of(number, ["Thank you. What are the next steps?"])
                while ask(server.port, body)[0] != 200:
                    time.sleep(0.01)
                taken.append(perf_counter() - begun)
    return Measured(
        f"median {median(taken):.1f} s, least {min(taken):.1f} s, to the first answer of `serve`"
        " with a database that it makes",
        late=over(seconds=(median(taken), 1.5)),
    )


def due_tick(run: Run) -> Measured:
    """Ask what is due among all members, then give very many drills at once."""
    planned = ticks.A_MINUTE * ticks.MINUTES
    crowd = run.of(ticks.AT_ONCE, 500)
    rest = run.of(ticks.MEMBERS, 0) - planned - crowd
    with fresh_engine(run.folder) as engine:
        ticks.fill(engine, planned + crowd + max(0, rest))
        store = Store(engine)
        tick = Tick(store, Due(store))
        early = [ticks.BEGIN - timedelta(minutes=60 - minute) for minute in range(60)]
        idle = [1000 * ticks.timed_tick(tick, now)[0] for now in early][ticks.WARM_UP :]
        minutes = [ticks.BEGIN + timedelta(minutes=minute) for minute in range(ticks.MINUTES)]
        for now in minutes:
            tick.run(now)
        with closing(sqlite3.connect(run.folder / "coach.db")) as bare:
            asked = [1000 * ticks.timed(lambda: ticks.ask(bare, ticks.CROWDED)) for _ in range(9)]
        took, report = ticks.timed_tick(tick, ticks.CROWDED)
    wrong = abs(len(report.lines) - crowd)
    return Measured(
        f"tick with nothing due p99 {percentile(idle):.2f} ms; {crowd:,} due at once found in"
        f" {median(asked):.0f} ms, and all of them claimed in {took:.2f} s",
        broken=nonzero(drills_too_few_or_many=wrong),
        late=over(p99=(percentile(idle), 5), seconds=(took, 0.5)),
    )


def leaderboard(run: Run) -> Measured:
    """Add up a week's board among a million awards of fifty workspaces, and of one."""
    found, days = [], run.of(ledger.DAYS, 10)
    for workspaces in (50, 1):
        folder = run.place(f"{workspaces}")
        with fresh_engine(folder) as engine:
            ledger.fill(engine, folder / "coach.db", workspaces, days)
            boards = Boards(Store(engine), load_library(content_folder()))
            mine = ledger.MEMBERS[::workspaces]
            taken = []
            for period in (week_of(ledger.LAST), ALL_TIME):
                times = [
                    ticks.timed(lambda: boards.store.scores(ledger.WORKSPACE, mine, period))  # noqa: B023 - called at once
                    for _ in range(run.of(30, 3))
                ]
                taken.append(1000 * percentile(times))
        found.append(taken)
    (week, ever), (week_of_one, ever_of_one) = found
    return Measured(
        f"p99 of the week {week:.1f} ms and {week_of_one:.1f} ms, of all time {ever:.0f} and"
        f" {ever_of_one:.0f} ms",
        late=over(fifty=(week, 10), one=(week_of_one, 100)),
    )


def backup_under_load(run: Run) -> Measured:
    with fresh_engine(run.folder) as engine:
        backups.fill(engine, run.of(backups.ATTEMPTS, 500))
        size = sum(file.stat().st_size for file in run.folder.iterdir()) / 1e6
        url, file = url_in(run.folder), run.folder / "coach.backup"
        waits, took = backups.while_writing(url, lambda: backup(url, file))
    kept = restore(url, file, force=True)
    slow = 1000 * percentile(waits)
    return Measured(
        f"{size:.0f} MB in {took:.1f} s, restored {kept}; writers' p99 {slow:.0f} ms",
        late=over(seconds=(took, 5), p99=(slow, 250)),
    )
