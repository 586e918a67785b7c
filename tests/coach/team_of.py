"""A team that practises, for the tests of points and boards."""

from datetime import UTC, datetime, timedelta

from bot.coach.coach import Coach
from bot.coach.critiques import Reply
from bot.core.boards import Board, BoardWish
from bot.core.critic import Critic
from bot.core.people import Member
from bot.storage.store import Store
from tests.coach.practice import ASKING, NEEDS
from tests.coach.practice import BEGGING as NOT_TO_BEG
from tests.coach.practice import LIBRARY as ALL
from tests.core.small import ScriptedDetector

LIBRARY = ALL.model_copy(update={"drills": (ASKING, NOT_TO_BEG, NEEDS)})  # all to be written
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * A_DAY
BOSS = Member("T1", "UBOSS")
CHANNEL = "C1"
WISH = BoardWish("UTC")

LINES = (
    "Shall we go on? I want this.",
    "Shall we go on on Tuesday? This is my job, since I sold forty vans last spring.",
    "You mentioned fleets. Shall we go on with a ride along next Thursday?",
    "I would love this. Shall we go on with your regional director in the room?",
)
BEGGING = "Please please call me. I want this, whatever it may take me to get there."


def coach_of(store: Store) -> Coach:
    return Coach.over(Critic(LIBRARY, ScriptedDetector()), store)


def member(number: int) -> Member:
    return Member("T1", f"U{number}")


def check(coach: Coach, who: Member, text: str, now: datetime, key: str = "") -> str:
    """Let a member have a line checked; return the attempt."""
    key = key or f"line {who.id} {now.isoformat()} {text}"
    review = coach.critiques.review(who, text, now=now, event_key=key)
    assert review.attempt_id is not None
    return review.attempt_id


def drill(coach: Coach, who: Member, text: str, now: datetime) -> str:
    """Let a member ask for a drill and answer it; return the assignment."""
    key = f"drill {who.id} {now.isoformat()}"
    given = coach.drills.ask(who, now=now, event_key=key, reply=Reply("D1"))
    answer(coach, who, given.assignment.id, text, now)
    return given.assignment.id


def answer(coach: Coach, who: Member, assignment: str, text: str, now: datetime) -> None:
    key = f"answer {who.id} {now.isoformat()} {text}"
    coach.drills.answer(who, assignment, text, now=now, event_key=key)


def set_up(coach: Coach, now: datetime = MONDAY, wish: BoardWish = WISH) -> Board:
    return coach.boards.set_up(BOSS, CHANNEL, wish, is_manager=True, now=now)
