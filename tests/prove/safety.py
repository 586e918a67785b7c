"""Nothing leaks, nothing crosses, nothing gets in, and nobody's update is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.slack.views.conversation import review_message
from bot.slack.views.forms import critique_modal
from bot.storage.engine import open_engine
from bot.storage.installations import InstallationStore
from bot.storage.keyring import Keyring, new_key
from bot.storage.store import Store
from tests.prove import fuzz, tenants
from tests.prove.kill import a_database
from tests.prove.measured import Measured, Run, nonzero, over, skipped, tests_pass
from tests.slack.critiques import any_text, reviews
from tests.slack.limits import message_problems, view_problems
from tests.storage.test_concurrency import Tally
from tests.storage.values import NOON, SLOT

RACERS = 8
WRITERS = 4
A_DAY = timedelta(days=1)
A_PART = 500  # drafts: what chose them is remembered until they are all rendered


def fuzzed(run: Run) -> Measured:
    if run.short:
        return skipped("by the tests: prove/test_fuzz.py")
    outcome = fuzz.prove(run.folder, requests=run.of(100_000, 400), seed=run.seed)
    grown = 100 * (outcome.after / outcome.before - 1)
    return Measured(
        f"{outcome.requests:,} requests: {outcome.server_errors} of 5xx or unanswered,"
        f" {outcome.tracebacks} tracebacks, memory {grown:+.1f} %",
        broken=nonzero(server_errors=outcome.server_errors, tracebacks=outcome.tracebacks),
        late=over(growth=(grown, 5)),
    )


def drafts_and_names(run: Run) -> Measured:
    """Render critiques of any text, and boards of any names; look for what is live or too long."""
    if run.short:
        return skipped("by the tests: slack/test_limits.py, slack/test_board_views.py")
    promised = run.of(10_000, 100)
    count, found = 0, 0
    for part in range(0, promised, A_PART):
        rendered, wrong = rendered_drafts(min(A_PART, promised - part), run.seed + part)
        count, found = count + rendered, found + wrong
    names = tests_pass(run, "slack/test_board_views.py")
    return Measured(
        f"{count:,} critiques as message and as modal: {found} with anything live or too"
        f" long; 10,000 names: {names.figure}",
        broken=nonzero(live_or_too_long=found) or names.broken,
    )


def rendered_drafts(how_many: int, chosen: int) -> tuple[int, int]:
    """Render so many, and return how many they were, and how many of them were wrong."""
    count, found = 0, 0

    @seed(chosen)
    @settings(
        max_examples=how_many,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(review=reviews, sample=any_text, everything=st.booleans())
    def render(review, sample, everything):
        nonlocal count, found
        count += 1
        message = review_message(review, sample, everything=everything)
        wrong = message_problems(message.text, message.blocks)
        found += bool(wrong or view_problems(critique_modal(review, everything=everything)))

    render()
    return count, found


def two_workspaces(run: Run) -> Measured:
    if run.short:
        return skipped("by the tests: prove/test_tenants.py")
    steps = run.of(10_000, 40)
    try:
        taken = tenants.prove(steps=steps, chosen_seed=run.seed)
    except AssertionError as error:
        return Measured(f"something crossed within {steps:,} steps", broken=str(error)[:200])
    return Measured(f"{taken:,} steps: 0 crossings, 0 rows after a purge")


def canaries(run: Run) -> Measured:
    return tests_pass(
        run,
        "test_canary.py",
        "test_logs.py",
        "web/test_install.py::test_the_database_and_the_log_hold_no_token_and_no_code",
        "storage/test_installations.py::test_a_token_cannot_be_read_in_the_database",
    )


def each_engine(measure: Callable[[Engine], int]) -> tuple[int, int]:
    """Measure on a SQLite file and on a PostgreSQL server."""
    found = []
    for on_a_server in (False, True):
        with a_database(on_a_server) as url:
            engine = open_engine(url, patience=60)
            found.append(measure(engine))
            engine.dispose()
    return found[0], found[1]


def racing_callbacks(run: Run) -> Measured:
    """Let eight threads use one state at once, again and again."""
    rounds = run.of(200, 20)

    def race(engine: Engine) -> int:
        store = InstallationStore(engine, Keyring((("k1", new_key()),)))
        now, start = datetime.now(UTC), Barrier(RACERS)
        for number in range(rounds):
            store.begin(f"state-{number}", now + A_DAY)

        def finish(number: int) -> list[bool]:
            wins = []
            for state in range(rounds):
                start.wait()
                wins.append(store.finish(f"state-{state}", now))
            return wins

        with ThreadPoolExecutor(RACERS) as pool:
            wins = list(pool.map(finish, range(RACERS)))
        return sum(sum(each) != 1 for each in zip(*wins, strict=True))

    on_file, on_server = each_engine(race)
    return Measured(
        f"used other than once: {on_file} of {rounds} on SQLite, {on_server} on PostgreSQL",
        broken=nonzero(used_twice_or_never=on_file + on_server),
    )


def lost_updates(run: Run) -> Measured:
    """Let four writers read, add one, and write."""
    if run.short:
        return skipped("by the tests: storage/test_concurrency.py")
    each = run.of(1_000, 50)

    def write(engine: Engine) -> int:
        Store(engine).record_event("T1", "Ev1", NOON, SLOT)
        tally = Tally(engine)
        with ThreadPoolExecutor(WRITERS) as pool:  # which raises what a writer raised
            list(pool.map(tally.add_one, ["T1"] * (WRITERS * each)))
        kept: int = tally.tries()
        return WRITERS * each - kept

    on_file, on_server = each_engine(write)
    return Measured(
        f"lost {on_file} of {WRITERS * each:,} on SQLite, {on_server} on PostgreSQL, no lock met",
        broken=nonzero(lost=on_file + on_server),
    )
