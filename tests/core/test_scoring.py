from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fingerprints import fingerprint
from bot.core.people import Member
from bot.core.replay import Done, differences, replay
from bot.core.scoring import (
    NO_POINTS,
    REMEMBERED,
    Award,
    Awarded,
    Deed,
    Entry,
    Past,
    PastLine,
    award,
    reversal,
)
from bot.core.streaks import NO_STREAK, Streak
from tests.core.small import SCORING

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
TODAY = date(2026, 11, 16)
MAYA = Member("T1", "U1")
WORDS = fingerprint("Shall we find a day for the next interview?")
OTHERS = fingerprint("You mentioned vans, and I have sold forty of them.")

LINE = Deed(MAYA, "a1", 70, NOON, TODAY, line=WORDS)
ANSWER = Deed(MAYA, "d1", 80, NOON, TODAY, betters="drill")
DAY = Entry(MAYA, "streak:U1:2026-11-16", Award.STREAK, 0, NOON, TODAY)


def entry(kind: Award, subject: str, points: int) -> Entry:
    return Entry(MAYA, f"{kind}:{subject}", kind, points, NOON, TODAY)


@pytest.mark.parametrize(
    ("deed", "past", "expected"),
    [
        (LINE, Past(), [entry(Award.NEW_LINE, "a1", 3)]),
        (LINE, Past(lines=(PastLine("a0", 90, WORDS),)), None),
        (LINE, Past(today={Award.NEW_LINE: 8}), [entry(Award.NEW_LINE, "a1", 1)]),
        (LINE, Past(today={Award.NEW_LINE: 9}), []),
        (
            replace(LINE, betters="a0"),
            Past(lines=(PastLine("a0", 40, OTHERS),)),
            [entry(Award.NEW_LINE, "a1", 3), entry(Award.IMPROVEMENT, "a1", 3)],
        ),
        (
            replace(LINE, betters="a0"),
            Past(lines=(PastLine("a0", 40, WORDS),)),
            [entry(Award.IMPROVEMENT, "a1", 3)],
        ),
        (
            replace(LINE, betters="a0"),
            Past(lines=(PastLine("a0", 10, OTHERS), PastLine("b", 70, WORDS))),
            None,
        ),
        (replace(LINE, betters="gone"), Past(), [entry(Award.NEW_LINE, "a1", 3)]),
        (ANSWER, Past(), [entry(Award.DRILL, "drill", 8)]),
        (replace(ANSWER, assisted=True), Past(), [entry(Award.DRILL, "drill", 4)]),
        (replace(ANSWER, score=49), Past(), []),
        (replace(ANSWER, counted=False), Past(), None),
        (ANSWER, Past(tries=(30, 55)), [entry(Award.IMPROVEMENT, "d1", 2)]),
        (ANSWER, Past(tries=(75,)), None),
        (replace(ANSWER, assisted=True), Past(tries=(30,)), None),
    ],
)
def test_a_deed_earns_by_what_it_is_and_what_was_before(deed, past, expected):
    awarded = award(SCORING, deed, past)

    if expected is None:
        assert awarded == Awarded((), counts=False, streak=NO_STREAK)
    else:
        assert awarded == Awarded((*expected, DAY), counts=True, streak=Streak(1, 0, TODAY))


@pytest.mark.parametrize(
    ("past", "points"),
    [
        (Past(streak=Streak(4, 0, date(2026, 11, 13))), 2),
        (Past(streak=Streak(4, 0, date(2026, 11, 13)), working=False), 0),
        (Past(streak=Streak(4, 0, date(2026, 11, 12)), missed=1), 0),
        (Past(streak=Streak(9, 1, date(2026, 11, 12)), missed=1), 2),
        (Past(streak=Streak(4, 0, date(2026, 11, 17))), 0),  # the member has travelled west
    ],
)
def test_a_day_that_continues_a_streak_earns_points(past, points):
    (*_, day) = award(SCORING, ANSWER, past).entries

    assert day == replace(DAY, points=points)


def test_a_day_is_counted_once():
    entries = award(SCORING, ANSWER, Past(practised=True)).entries

    assert [entry.kind for entry in entries] == [Award.DRILL]


def test_where_no_points_are_given_practice_counts_all_the_same():
    assert award(NO_POINTS, LINE, Past()).entries == (DAY,)


def test_a_reversal_takes_back_all_that_an_entry_gave():
    given = replace(DAY, points=2)
    undone = reversal(given, "back")

    assert (undone.points, undone.days, undone.reverses) == (-2, -1, given.source)
    assert entry(Award.DRILL, "d", 5).days == 0


texts = st.sampled_from(
    ["Shall we meet?", "shall we MEET!", "You mentioned vans.", "I sold forty.", "Any day?", ""]
)
deeds = st.builds(
    lambda line, score, day, betters, assisted, counted: (
        line,
        score,
        day,
        betters,
        assisted,
        counted,
    ),
    st.none() | texts,
    st.integers(0, 100),
    st.integers(0, 8),
    st.integers(0, 12),
    st.booleans(),
    st.booleans(),
)


def done(number: int, given: tuple) -> Done:  # type: ignore[type-arg]
    line, score, day, betters, assisted, counted = given
    deed = Deed(
        who=MAYA,
        attempt=f"a{number}",
        score=score,
        made_at=NOON,
        day=date(2026, 11, 16 + day),
        line=None if line is None else fingerprint(line),
        betters=f"a{betters}",
        assisted=assisted,
        counted=counted,
    )
    return Done(deed, working=day % 7 < 5, missed=0, counts=False, streak=NO_STREAK)


@given(st.lists(deeds, max_size=12))
def test_no_deed_ever_takes_points_away_and_each_source_is_used_once(given):
    awards = replay(SCORING, [done(number, one) for number, one in enumerate(given)])
    entries = [entry for awarded in awards for entry in awarded.entries]

    assert all(entry.points >= 0 for entry in entries)
    assert len({entry.source for entry in entries}) == len(entries)
    for day in {entry.day for entry in entries}:
        of_day = [entry for entry in entries if entry.day == day]
        assert sum(entry.days for entry in of_day) == 1
        for kind, most in ((Award.DRILL, 30), (Award.IMPROVEMENT, 10), (Award.NEW_LINE, 9)):
            assert sum(entry.points for entry in of_day if entry.kind is kind) <= most


@given(st.lists(deeds, min_size=1, max_size=8), st.integers(1, 20))
def test_doing_the_same_again_and_again_brings_nothing(given, times):
    once = [done(number, one) for number, one in enumerate(given)]
    last = once[-1]
    again = [
        replace(last, deed=replace(last.deed, attempt=f"again{number}")) for number in range(times)
    ]
    brought = replay(SCORING, [*once, *again])[len(once) :]

    assert all(awarded.entries == () for awarded in brought)


@given(st.lists(deeds, max_size=8), st.data())
def test_whatever_is_wrong_in_a_ledger_is_found_and_mended(given, data):
    awards = replay(SCORING, [done(number, one) for number, one in enumerate(given)])
    right = [entry for awarded in awards for entry in awarded.entries]
    stray = entry(Award.DRILL, "stray", 7)
    ledger = data.draw(st.lists(st.sampled_from([*right, stray]), unique=True))
    ledger = [replace(one, points=one.points + data.draw(st.integers(0, 2))) for one in ledger]
    for _ in range(2):
        ledger += [mend for wrong in differences(right, ledger) for mend in wrong.mend]

    assert differences(right, ledger) == []
    assert sum(one.points for one in ledger) == sum(one.points for one in right)
    assert sum(one.days for one in ledger) == sum(one.days for one in right)


def test_an_entry_that_was_changed_after_it_was_undone_is_set_right():
    right = entry(Award.DRILL, "d", 5)
    undone = replace(right, points=6)
    back = replace(reversal(undone, "drill:d~1"), points=-9)
    (wrong,) = differences([right], [undone, back, replace(right, source="drill:d~2")])

    assert (wrong.expected, wrong.found) == (5, 2)
    assert [one.points for one in wrong.mend] == [3]


def test_a_line_is_told_from_the_latest_ones_of_its_member():
    old = done(0, ("Shall we meet?", 50, 0, 99, False, True))
    others = [
        done(number, (f"Line {number} {'abcdefghij'[number % 10] * 9}", 50, 1, 99, False, True))
        for number in range(1, REMEMBERED)
    ]
    again = replace(old, deed=replace(old.deed, attempt="again", day=date(2026, 11, 20)))
    within, beyond = [old, *others, again], [old, *others, others[0], again]

    assert not replay(SCORING, within)[-1].counts
    assert replay(SCORING, beyond)[-1].counts
