"""`close-coach replay`: all points worked out again, told in plain words."""

from dataclasses import dataclass

from bot.coach.replay import Replayed, Replays
from bot.content import content_folder, load_library
from bot.settings import DatabaseSettings
from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade
from bot.storage.store import Store

SHOWN = 20  # differences: enough to see what is wrong


@dataclass(frozen=True, slots=True)
class Told:
    """What to say, and whether all agrees now."""

    text: str
    settled: bool


def replay_points(settings: DatabaseSettings, *, write: bool) -> Told:
    """Replay all points by the rules of content/. Raises StartupError."""
    rules = load_library(content_folder()).scoring
    upgrade(settings.database_url)
    engine = open_engine(settings.database_url)
    try:
        replayed = Replays(rules, Store(engine)).run(write=write)
    finally:
        engine.dispose()
    return Told(_told(replayed, write), replayed.agrees or write)


def _told(replayed: Replayed, write: bool) -> str:
    seen = (
        f"{replayed.deeds:,} lines and answers of {replayed.members:,} members bring"
        f" {replayed.points:,} points."
    )
    if replayed.agrees:
        return f"{seen} The ledger agrees to the point."
    rows = [
        f"  {one.who.workspace} {one.who.id} {one.source}: {one.found} points,"
        f" should be {one.expected}"
        for one in replayed.differences[:SHOWN]
    ]
    more = len(replayed.differences) - SHOWN
    rows += [f"  and {more:,} more"] if more > 0 else []
    rows += [f"  {replayed.streaks:,} kept streaks differ"] if replayed.streaks else []
    end = (
        "All of it is mended, by entries that reverse what was wrong."
        if write
        else "Run close-coach replay --write to mend it. It also counts the past by changed rules."
    )
    return "\n".join([seen, "The ledger does not agree:", *rows, end])
