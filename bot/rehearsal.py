"""What the demo's team did before the demo begins: eight weeks of lines, two of daily drills.

All of it goes through the coach as it would from Slack, with a clock that is moved along, so that
boards, charts and the coach's view have something true to show.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach.coach import Coach
from bot.coach.drills import Answer
from bot.core.assignments import Assignment, assignment_id
from bot.core.boards import BoardWish
from bot.core.calendar import end_of_day
from bot.core.critic import Critic
from bot.core.critique import Critique, Stance
from bot.core.people import Member
from bot.core.reading import Reading
from bot.core.slots import Slot, SlotKind, SlotState
from bot.core.team_rules import NO_RULES, TeamRules
from bot.sandbox.model import Person
from bot.sandbox.seed import Seed, read_seed
from bot.storage.store import Store

HOME_ZONE, HOUR = ZoneInfo("America/Chicago"), 14
THURSDAY = 3
WORKSPACE, BOARD, MANAGER = "T0DEMO", "C0BOARD", "U0PRIYA"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DRILLED, CHECKED = time(9, 20), time(10, 10)  # of day, where each of them lives
LATER = time(11, 30)
POOLS = {"w": "weak", "b": "better", "s": "strong"}
THANKS = "Thank you for your time."  # an answer of one's own is not the model answer

Do = Callable[[datetime], object]


def opening(now: datetime) -> datetime:
    """Return when the demo begins: the afternoon of the latest Thursday, in Chicago.

    So a working day comes next, and the team's board with it, whatever the day is outside.
    """
    local = now.astimezone(HOME_ZONE)
    day = local.date() - DAY * ((local.weekday() - THURSDAY) % 7)
    if local.date() == day and local.hour < HOUR:
        day -= 7 * DAY
    return datetime.combine(day, time(HOUR), HOME_ZONE).astimezone(UTC)


def rehearse(
    critic: Critic, store: Store, seed: Seed, now: datetime, stopped: Callable[[], bool]
) -> None:
    """Let the team do what the seed says, up to now or until it is stopped.

    For an empty database only.
    """
    plan = read_seed("fortnight")
    coach = Coach.over(Remembering(critic), store)
    people = {person.id: person for person in seed.people}
    _set_up_board(coach, people[MANAGER], now)
    today = now.astimezone(HOME_ZONE).date()
    acts: list[tuple[datetime, Do]] = []
    for number, given in enumerate(plan["reps"]):
        member = Rehearsal(coach, store, plan, people[given["id"]], number)
        acts += member.acts(given, today - DAY * today.weekday())
    for at, do in sorted(acts, key=lambda act: act[0]):
        if stopped():
            break
        if at < now:
            do(at)


def _set_up_board(coach: Coach, manager: Person, now: datetime) -> None:
    coach.boards.set_up(
        Member(WORKSPACE, manager.id),
        BOARD,
        BoardWish(manager.tz),
        is_manager=True,
        now=now,
        event_key="rehearsal board",
    )


class Remembering(Critic):
    """A critic that judges each text once: a team writes the same ones again and again."""

    def __init__(self, critic: Critic) -> None:
        self.library = critic.library
        self._critique = cache(critic.critique)
        self._read = cache(critic.read)

    def critique(
        self, text: str, stance: Stance = Stance.BALANCED, team: TeamRules = NO_RULES
    ) -> Critique:
        return self._critique(text, stance, team)

    def read(self, text: str, stance: Stance, team: TeamRules = NO_RULES) -> Reading:
        return self._read(text, stance, team)


@dataclass(slots=True)
class Rehearsal:
    """What one person does. `number` tells the people apart in what they write, and when."""

    coach: Coach
    store: Store
    plan: dict[str, Any]
    person: Person
    number: int
    written: Counter[str] = field(default_factory=Counter)

    @property
    def who(self) -> Member:
        return Member(WORKSPACE, self.person.id)

    def acts(self, given: dict[str, Any], monday: date) -> Iterator[tuple[datetime, Do]]:
        """Yield what to do and when, in no order. `monday` begins the last week of the seed."""
        lines = _days([week.split() for week in given["weeks"]], monday)
        drills = _days(given["drills"], monday)
        for day, how in drills.items():
            yield self._at(day, DRILLED), partial(self._drill, how)
        for day, kinds in lines.items():
            yield self._at(day, CHECKED), partial(self._check, kinds)
        for name, (day, do) in self._once(monday).items():
            if given.get(name):
                yield self._at(day, LATER), do

    def _once(self, monday: date) -> dict[str, tuple[date, Do]]:
        """Return what somebody does at most once, by its name in the seed."""
        return {
            "hidden": (monday - 7 * DAY, lambda at: self.coach.boards.hide(self.who, now=at)),
            "help": (monday + DAY, lambda at: self.coach.team.ask_for_help(self.who, now=at)),
            "disputes": (monday - 6 * DAY, self._dispute),
            "joined": (monday + 3 * DAY, self._join),
        }

    def _at(self, day: date, clock: time) -> datetime:
        local = datetime.combine(day, clock, ZoneInfo(self.person.tz))
        return local.astimezone(UTC) + timedelta(minutes=7 * self.number)

    def _key(self, what: str, at: datetime) -> str:
        return f"rehearsal {what} {self.person.id} {at:%Y-%m-%d}"

    def _join(self, at: datetime) -> None:
        self.coach.schedules.join(
            self.who, zone=self.person.tz, now=at, event_key=self._key("join", at)
        )

    def _check(self, kinds: str, at: datetime) -> None:
        for kind in kinds:
            pool = self.plan["lines"][POOLS[kind]]
            line = pool[(3 * self.number + self.written[kind]) % len(pool)]
            self.written[kind] += 1
            key = self._key(f"line {self.written.total()}", at)
            self.coach.critiques.review(self.who, line, now=at, event_key=key)

    def _drill(self, how: str, at: datetime) -> None:
        """Give a drill as if it had been delivered, and answer it."""
        assignment = self._given(at)
        if how == "a":
            self.coach.drills.model_answer(self.who, assignment.id)
        drill = self.coach.library.drill(assignment.drill)
        good = drill.answer if drill.choices else f"{drill.model_answer} {THANKS}"
        poor = drill.poor_answer.text
        answers: dict[str, list[Answer]] = {"f": [poor], "r": [poor, good]}
        for number, answer in enumerate(answers.get(how, [good])):
            key = self._key(f"drill {number}", at)
            self.coach.drills.answer(
                self.who, assignment.id, answer, now=at + MINUTE * number, event_key=key
            )

    def _given(self, at: datetime) -> Assignment:
        day = at.astimezone(ZoneInfo(self.person.tz)).date()
        drills = self.plan["drills"]
        drill = drills[(self.number + day.toordinal()) % len(drills)]
        dm, key = f"D{self.person.id[1:]}", day.isoformat()
        slot = Slot(
            WORKSPACE, self.who.id, SlotKind.DRILL, key, drill, dm, None, at, SlotState.SENT
        )
        assignment = Assignment(
            id=assignment_id(self.who, slot.kind, key),
            who=self.who,
            kind=slot.kind,
            key=key,
            drill=drill,
            reason="",
            day=day,
            given_at=at,
            closes_at=end_of_day(day, self.person.tz),
            ts=f"{at.timestamp():.6f}",
        )
        self.store.give_drill(assignment, slot, self._key("given", at))
        return assignment

    def _dispute(self, at: datetime) -> None:
        """Say of the last trap that it is none."""
        traps = {trap.id for trap in self.coach.library.traps}
        for attempt in self.store.recent_attempts(self.who, 9):
            for rule in traps.intersection(attempt.findings):
                self.coach.disputes.dispute(self.who, attempt.id, rule, now=at)
                return


def _days(weeks: list[Any], monday: date) -> dict[date, str]:
    """Return what there is for each day; the last week begins on `monday`."""
    first = monday - 7 * DAY * (len(weeks) - 1)
    return {
        first + timedelta(weeks=week, days=day): what
        for week, days in enumerate(weeks)
        for day, what in enumerate(days)
        if what != "."
    }
