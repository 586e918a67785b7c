"""What a member sees on opening the bot's Home tab."""

from dataclasses import dataclass
from datetime import date

from bot.core.attempts import Attempt
from bot.core.critique import Stance
from bot.core.enrolment import Enrolment
from bot.core.library import Library
from bot.core.people import Member
from bot.storage.store import Store

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
    holidays: tuple[date, ...]  # the team's, in order


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
            holidays=tuple(sorted(self.store.holidays(who.workspace))),
        )
