"""What a member sees on opening the bot's Home tab, and what a manager sets from there."""

from dataclasses import dataclass
from datetime import date

from bot.core.attempts import Attempt
from bot.core.critique import Stance
from bot.core.enrolment import Enrolment
from bot.core.library import Library
from bot.core.people import Member
from bot.errors import NotAllowed
from bot.storage.store import Store

MANAGERS_ONLY = "Only a manager can look at the team's settings."
SAMPLE_TRAP = "passive-exit"
RECENT = 5


@dataclass(frozen=True, slots=True)
class Home:
    """One member's Home tab. `recent` holds their own attempts alone, the newest first."""

    stance: Stance
    is_manager: bool
    recent: tuple[Attempt, ...]
    sample: str  # a line worth trying, with a trap in it
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """What a manager sets for the whole team, and the report that only they get."""

    stance: Stance
    holidays: tuple[date, ...]  # in order
    traps: int  # of the team's own
    exceptions: int
    report_on: bool
    managers: tuple[str, ...] | None  # whom an admin named; None for who may not name them


@dataclass(frozen=True, slots=True)
class Homes:
    """Puts Home tabs together."""

    store: Store
    library: Library

    @property
    def sample(self) -> str:
        """A line for a first try: one that everybody has said, and that the bot can better."""
        return self.library.rule(SAMPLE_TRAP).examples.caught[0]

    def of(self, who: Member, *, is_manager: bool) -> Home:
        """Return the Home tab of a member."""
        return Home(
            stance=self.store.stance(who.workspace),
            is_manager=is_manager,
            recent=self.store.recent_attempts(who, RECENT),
            sample=self.sample,
            enrolment=self.store.enrolment(who),
        )

    def team_settings(self, who: Member, *, is_manager: bool, is_admin: bool) -> TeamSettings:
        """Return what a manager may set, and how it is. Raises NotAllowed for anybody else."""
        if not is_manager:
            raise NotAllowed(MANAGERS_ONLY)
        workspace = who.workspace
        return TeamSettings(
            stance=self.store.stance(workspace),
            holidays=tuple(sorted(self.store.holidays(workspace))),
            traps=len(self.store.team_traps(workspace)),
            exceptions=len(self.store.team_exceptions(workspace)),
            report_on=self.store.preferences(who).report_at is not None,
            managers=self.store.managers(workspace) if is_admin else None,
        )
