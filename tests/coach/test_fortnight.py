"""Two weeks in which the clocks change both ways: one drill a day for everybody, at their hour."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.coach.tick import Done, TickLine
from bot.core.calendar import Schedule
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.storage.tables import SlotRow
from tests.crowd import join_all

START = datetime(2026, 3, 25, 0, 7, tzinfo=UTC)  # Europe goes forward on 29 March,
END = START + timedelta(days=14)  # Australia, New Zealand and Chile go back on 4 and 5 April
QUARTER = timedelta(minutes=15)
MEMBERS = 1_000
SEED = 20260325
WORKDAYS, EVERY_DAY, SUNDAYS = range(5), range(7), (6,)
ZONES = """
    Pacific/Midway Pacific/Honolulu Pacific/Marquesas America/Anchorage America/Los_Angeles
    America/Denver America/Chicago America/New_York America/Havana America/Santiago
    America/St_Johns America/Sao_Paulo America/Nuuk Atlantic/Azores UTC Europe/London
    Africa/Casablanca Europe/Berlin Europe/Lisbon Africa/Cairo Asia/Beirut Asia/Jerusalem
    Asia/Gaza Europe/Chisinau Asia/Tehran Asia/Dubai Asia/Kabul Asia/Karachi Asia/Kolkata
    Asia/Kathmandu Asia/Dhaka Asia/Yangon Asia/Singapore Australia/Eucla Asia/Tokyo
    Australia/Adelaide Australia/Sydney Australia/Lord_Howe Pacific/Norfolk Pacific/Auckland
    Pacific/Chatham Pacific/Apia Pacific/Kiritimati
""".split()
HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]

Sent = tuple[Member, date]


def enrol(engine, chance: Random) -> dict[Member, tuple[str, time, tuple[int, ...]]]:
    """Let everybody join, many of them at the hours around which clocks change."""
    members, everybody = {}, []
    for number in range(MEMBERS):
        who = Member(f"T{number % 7}", f"U{number}")
        zone = ZONES[number % len(ZONES)]
        at = chance.choice(HOURS[:16] if number % 3 == 0 else HOURS)
        weekdays = tuple((WORKDAYS, EVERY_DAY, SUNDAYS)[number % 3])
        members[who] = (zone, at, weekdays)
        joined = Enrolment(who, Schedule(at, frozenset(weekdays), zone), joined_at=START)
        everybody.append(joined.planned(START, ()))
    join_all(engine, everybody, START)
    return members


@cache
def wall(zone: str) -> list[tuple[datetime, date, time]]:
    """Return what a clock on the wall shows at every quarter of an hour."""
    now, shown = START.replace(minute=15), []
    while now <= END:
        local = now.astimezone(ZoneInfo(zone))
        shown.append((now, local.date(), local.time()))
        now += QUARTER
    return shown


def due_by_the_wall(zone: str, at: time, weekdays: tuple[int, ...]) -> dict[date, datetime]:
    """Watch a clock on the wall, and note when it first shows the hour, or has gone past it."""
    found: dict[date, datetime] = {}
    began = START.astimezone(ZoneInfo(zone))
    over = {began.date()} if began.time() >= at else set()
    for now, day, shown in wall(zone):
        if shown >= at and day not in over and day.weekday() in weekdays:
            over.add(day)
            found[day] = now
    return found


def is_left_out_by_the_clocks(line: TickLine, choices: tuple[str, time, tuple[int, ...]]) -> bool:
    """Whether a drill came later than its hour, by as much as the clocks were put forward."""
    zone, at, _ = choices
    after = line.due.astimezone(ZoneInfo(zone))
    forward = after.replace(tzinfo=UTC) - datetime.combine(line.day, at, UTC)
    before = (line.due - timedelta(hours=2)).astimezone(ZoneInfo(zone))
    return (
        timedelta(0)
        < forward
        == after.replace(tzinfo=UTC) - before.replace(tzinfo=UTC) - timedelta(hours=2)
    )


def test_everybody_gets_exactly_one_drill_on_each_of_their_days(coach, engine):
    members = enrol(engine, Random(SEED))
    lines = []
    now = START
    while now <= END:
        lines += coach.tick.run(now).lines
        now += QUARTER

    expected = {
        (who, day): due
        for who, (zone, at, weekdays) in members.items()
        for day, due in due_by_the_wall(zone, at, weekdays).items()
    }
    times_given = Counter((line.who, line.day) for line in lines)
    assert set(times_given.values()) == {1}
    assert times_given.keys() == expected.keys()
    assert {line.done for line in lines} == {Done.GIVEN}
    odd = {line for line in lines if line.due != expected[line.who, line.day]}
    assert all(is_left_out_by_the_clocks(line, members[line.who]) for line in odd)
    assert odd
    with engine.connect() as connection:
        slots = connection.execute(select(SlotRow.workspace, SlotRow.recipient, SlotRow.key)).all()
    assert Counter((Member(team, id), date.fromisoformat(day)) for team, id, day in slots) == (
        times_given
    )
