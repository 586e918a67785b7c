"""Boards of any size, with names and figures of every kind, the same ones each time."""

from datetime import UTC, datetime
from random import Random

from bot.core.boards import (
    Board,
    BoardReport,
    BoardWish,
    CommonTrap,
    MostImproved,
    PlaceView,
    Shows,
    Standing,
    TrapRate,
)
from bot.core.critique import Stance
from bot.core.exercises import Drill
from bot.core.people import Member
from bot.core.periods import Pick, picked, weeks_until
from bot.core.scoring import Award, Entry
from bot.core.team import (
    Decision,
    DisputedFinding,
    MissedDrill,
    Participation,
    PersonView,
    TeamView,
    TrapTrend,
)
from tests.slack.critiques import HOSTILE

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
NAMES = (
    *HOSTILE,
    "Maya Ortiz",
    "😀" * 80,
    "👩\u200d👩\u200d👧\u200d👦" * 80,
    "🇩🇪" * 80,
    "דוד בן־גוריון",
    "محمد" * 30,
    "=HYPERLINK(1)",
    "*Tom* _Whit_ `field`",
    "<@U0TOM> @here <!everyone>",
    "e\u0301" * 200,
    "a" + "\u0336" * 300,
    "Ana\nBeatriz\tClara",
    "&&&&<<<>>>" * 10,
    "テスト太郎" * 10,
    "\u2067isolated",
)


def any_name(chance: Random) -> str:
    """A name out of the list, or of characters out of all of Unicode."""
    if chance.random() < 0.5:
        return chance.choice(NAMES)
    return "".join(chr(chance.randrange(0x20, 0x1F6FF)) for _ in range(chance.randrange(60)))


def any_number(chance: Random) -> int:
    return chance.choice((0, 1, 2, 7, 99, 1_000, 10**6, 10**9)) * chance.randrange(1, 10)


def member(number: int) -> Member:
    return Member("T0DEMO", f"U{number:05}")


def any_names(chance: Random, count: int) -> dict[str, str]:
    """Names of so many members. Of some, Slack says none."""
    return {member(n).id: any_name(chance) for n in range(count) if chance.random() < 0.98}


def any_board(chance: Random) -> Board:
    shows = frozenset(chance.sample(list(Shows), chance.randrange(1, 4)))
    wish = BoardWish(zone=chance.choice(("UTC", "Asia/Kolkata")), shows=shows)
    paused = chance.random() < 0.1
    return Board("T0DEMO", "C1", wish, member(0).id, NOW, None, paused, any_name(chance), 3)


def any_standing(chance: Random, number: int) -> Standing:
    return Standing(
        place=number + 1,
        who=member(number),
        points=any_number(chance),
        practice_days=any_number(chance),
        streak=any_number(chance),
        change=chance.choice((None, 0, any_number(chance), -any_number(chance))),
    )


def any_rates(chance: Random) -> tuple[TrapRate, ...]:
    weeks = weeks_until(NOW.date(), 8)
    return tuple(TrapRate(week, chance.choice((None, chance.random(), 0.0, 1.0))) for week in weeks)


def any_report(chance: Random, count: int, exercise: Drill | None = None) -> BoardReport:
    best = MostImproved(member(1), 40, 90) if count > 2 else None
    title = any_name(chance) * 20
    return BoardReport(
        board=any_board(chance),
        period=picked(chance.choice(list(Pick)), NOW, "UTC"),
        standings=tuple(any_standing(chance, number) for number in range(count)),
        idle=any_number(chance),
        hidden=chance.choice((0, 3, 1_000)),
        trap_rates=any_rates(chance),
        most_improved=best,
        common_traps=tuple(CommonTrap("x", title, n) for n in range(chance.randrange(3))),
        exercise=exercise,
    )


def any_place(chance: Random, count: int) -> PlaceView:
    standings = tuple(any_standing(chance, number) for number in range(min(count, 5)))
    entries = tuple(
        Entry(member(1), str(n), chance.choice(list(Award)), any_number(chance), NOW, NOW.date())
        for n in range(chance.randrange(80))
    )
    return PlaceView(
        who=member(1),
        period=picked(Pick.THIS_WEEK, NOW, "UTC"),
        place=chance.choice((None, any_number(chance))),
        of=count,
        points=any_number(chance),
        practice_days=any_number(chance),
        streak=any_number(chance),
        freezes=chance.randrange(3),
        covers=chance.choice((None, NOW.date())),
        around=standings,
        entries=entries,
        next_drill=chance.choice((None, NOW)),
        hidden=chance.random() < 0.3,
    )


def any_person(chance: Random, number: int) -> PersonView:
    return PersonView(
        who=member(number),
        points=any_number(chance),
        practice_days=any_number(chance),
        streak=any_number(chance),
        joined=chance.random() < 0.5,
        help_at=chance.choice((None, NOW)),
    )


def any_team(chance: Random, count: int) -> TeamView:
    title = any_name(chance) * 20
    rate = chance.choice((None, chance.random()))
    many = range(chance.randrange(40))
    return TeamView(
        period=picked(Pick.MONTH, NOW, "UTC"),
        people=tuple(any_person(chance, number) for number in range(count)),
        hidden=chance.choice((0, 3)),
        participation=Participation(count, count, count) if count > 2 else None,
        trap_rates=any_rates(chance) if count > 2 else (),
        traps=tuple(TrapTrend(str(n), title, rate, chance.choice((None, 0.5))) for n in many),
        missed_drills=tuple(MissedDrill(str(n), title, 10**6, 10**6) for n in many),
        disputes=tuple(
            DisputedFinding(
                "a" * 16, "r" * 40, title, Stance.OPEN, NOW, chance.choice(list(Decision)), "U1"
            )
            for _ in many
        ),
    )
