"""One member who joins, travels and pauses, and a bot that fails: still one drill a day, apart."""

import shutil
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.coach.coach import Coach
from bot.core.calendar import APART
from bot.core.critic import Critic
from bot.core.slots import Slot, SlotState
from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade
from bot.storage.store import Store
from tests.coach.lines import MAYA
from tests.coach.practice import LIBRARY
from tests.core.small import ScriptedDetector
from tests.databases import url_in

STEP = timedelta(minutes=30)
LEASE = timedelta(minutes=2)
BEGIN = datetime(2026, 3, 25, 6, 7, tzinfo=UTC)  # the clocks change within the weeks to come
ZONES = """
    Europe/London America/Los_Angeles America/New_York Asia/Tokyo Australia/Sydney
    Pacific/Kiritimati Pacific/Midway Africa/Cairo Asia/Kathmandu
""".split()
PLENTY = timedelta(hours=48)
LATE = timedelta(hours=3)  # a send that fails a few times, and what is left of a step
AROUND_THE_WORLD = timedelta(hours=26)  # by which a date begins later on its other side
HOURS = st.sampled_from([time(0), time(0, 30), time(9), time(12, 30), time(21), time(23, 45)])
FATES = ["ok", "ok", "429", "lost", "crash before", "crash after"]


class OneMember(RuleBasedStateMachine):
    """What Slack has accepted is the truth: it is compared with what the member chose."""

    @initialize(zone=st.sampled_from(ZONES), hour=HOURS)
    def begin(self, zone: str, hour: time) -> None:
        self.folder = Path(tempfile.mkdtemp())
        upgrade(url_in(self.folder))
        self.now = BEGIN
        self.events = 0
        self.arrived: list[tuple[Slot, datetime]] = []
        self.waited: dict[date, timedelta] = {}  # since the last drill, by local working date
        self.travelled = False
        self.open()
        self.coach.schedules.change(MAYA, at=hour, now=self.now, event_key="hour")
        self.coach.schedules.join(MAYA, zone=zone, now=self.now, event_key="join")

    def open(self) -> None:
        self.engine = open_engine(url_in(self.folder))
        self.store = Store(self.engine)
        self.coach = Coach.over(Critic(LIBRARY, ScriptedDetector()), self.store)

    def key(self) -> str:
        self.events += 1
        return f"Ev{self.events}"

    @rule(hours=st.integers(0, 30))
    def stop_and_join_again(self, hours: int) -> None:
        self.coach.schedules.stop(MAYA, now=self.now, event_key=self.key())
        self.live(hours, [])
        self.coach.schedules.join(MAYA, zone="UTC", now=self.now, event_key=self.key())

    @rule(hour=HOURS)
    def change_hour(self, hour: time) -> None:
        self.coach.schedules.change(MAYA, at=hour, now=self.now, event_key=self.key())

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        self.travelled = True
        self.coach.schedules.change(MAYA, zone=zone, now=self.now, event_key=self.key())

    @rule(days=st.integers(1, 4), hours=st.integers(0, 30))
    def pause_and_resume(self, days: int, hours: int) -> None:
        until = self.today() + timedelta(days=days)
        self.coach.schedules.pause(MAYA, until, now=self.now, event_key=self.key())
        self.waited.clear()
        self.live(hours, [])
        self.coach.schedules.resume(MAYA, now=self.now, event_key=self.key())
        self.waited.clear()

    @rule()
    def skip(self) -> None:
        self.coach.schedules.skip(MAYA, now=self.now, event_key=self.key())

    @rule(hour=HOURS, hours=st.integers(1, 30), fates=st.lists(st.sampled_from(FATES), max_size=3))
    def change_hour_and_live(self, hour: time, hours: int, fates: list[str]) -> None:
        self.change_hour(hour)
        self.live(hours, fates)

    @rule(zone=st.sampled_from(ZONES), hours=st.integers(1, 30))
    def travel_and_live(self, zone: str, hours: int) -> None:
        self.travel(zone)
        self.live(hours, [])

    @rule(hours=st.integers(1, 40), fates=st.lists(st.sampled_from(FATES), max_size=3))
    def live(self, hours: int, fates: list[str]) -> None:
        """Let the bot run, with these fates for the next things that it sends."""
        end = self.now + timedelta(hours=hours)
        while self.now < end:
            self.now += STEP
            self.coach.tick.run(self.now)
            self.recover()
            self.send(fates)
            self.wait()

    @rule(minutes=st.integers(1, 29))
    def tick_twice(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.coach.tick.run(self.now)
        assert self.coach.tick.run(self.now).lines == ()

    @rule(hours=st.integers(1, 60))
    def restart(self, hours: int) -> None:
        """Lose the process, and start it again hours later."""
        self.engine.dispose()
        self.now += timedelta(hours=hours)
        self.waited.clear()
        self.open()

    def today(self) -> date:
        return self.coach.schedules.of(MAYA).schedule.local_date(self.now)

    def send(self, fates: list[str]) -> None:
        while slot := self.store.claim_slot(self.now, LEASE):
            fate = fates.pop(0) if fates else "ok"
            if fate in ("ok", "lost", "crash after"):
                self.arrived.append((slot, self.now))
            if fate == "ok":
                self.store.mark_sent(slot, self.now, channel="D1", ts=str(self.now.timestamp()))
            if fate == "429":
                self.store.mark_slot(slot, SlotState.PENDING, self.now)
                return

    def recover(self) -> None:
        """Look for what became of the sends that nobody has heard of, as the sender does."""
        found = {(slot.kind, slot.key) for slot, _ in self.arrived}
        for slot in self.store.expired_leases(self.now):
            if (slot.kind, slot.key) in found:
                self.store.mark_sent(slot, self.now, channel="D1", ts=str(self.now.timestamp()))
            else:
                self.store.mark_slot(slot, SlotState.PENDING, self.now)

    def wait(self) -> None:
        """Count the time of working days without a drill."""
        held = self.coach.schedules.of(MAYA)
        today = held.schedule.local_date(self.now)
        if not held.joined or (self.arrived and self.arrived[-1][1] == self.now):
            self.waited.clear()
            self.travelled = False
        elif held.schedule.wants(today):
            self.waited[today] = self.waited.get(today, timedelta(0)) + STEP
        else:
            self.waited.pop(today, None)

    @invariant()
    def never_two_for_one_local_date(self) -> None:
        days = [slot.key for slot, _ in getattr(self, "arrived", [])]
        assert len(days) == len(set(days))

    @invariant()
    def never_two_within_twelve_hours(self) -> None:
        times = [at for _, at in getattr(self, "arrived", [])]
        assert all(later - earlier >= APART for earlier, later in pairwise(times))

    @invariant()
    def never_none_in_two_working_days(self) -> None:
        waited = sum(getattr(self, "waited", {}).values(), timedelta(0))
        assert waited <= PLENTY + LATE + AROUND_THE_WORLD * getattr(self, "travelled", False)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.engine.dispose()
            shutil.rmtree(self.folder)


EXAMPLES = settings().max_examples // 16  # each lives through days, tick by tick
OneMember.TestCase.settings = settings(max_examples=EXAMPLES, stateful_step_count=25)
TestOneMember = OneMember.TestCase
