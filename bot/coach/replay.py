"""Works out all points again, and says whether the ledger agrees."""

from dataclasses import dataclass

from bot.core.replay import Difference, differences, replay
from bot.core.scoring import ScoringRules
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found. `streaks` counts the kept streaks that are not what they should be."""

    members: int
    deeds: int
    points: int  # as they should be
    differences: tuple[Difference, ...]
    streaks: int

    @property
    def agrees(self) -> bool:
        """Whether the ledger agrees to the point, and every kept streak."""
        return not self.differences and not self.streaks


@dataclass(frozen=True, slots=True)
class Replays:
    """Replays one member after the other. All workspaces together, as upkeep does."""

    rules: ScoringRules
    store: Store

    def run(self, *, write: bool = False) -> Replayed:
        """Compare the ledger with what it should be.

        With `write` it is mended: by entries that reverse what is wrong and add what is missing.
        """
        members = self.store.practised()
        deeds = points = streaks = 0
        found: list[Difference] = []
        for who in members:
            done, ledger = self.store.done(who), self.store.ledger(who)
            awards = replay(self.rules, done)
            expected = [entry for awarded in awards for entry in awarded.entries]
            wrong = differences(expected, ledger)
            kept = [(one.counts, one.streak) for one in done]
            right = [(awarded.counts, awarded.streak) for awarded in awards]
            if write and (wrong or kept != right):
                self.store.mend(who, [entry for one in wrong for entry in one.mend], right)
            deeds += len(done)
            points += sum(entry.points for entry in expected)
            streaks += sum(was != should for was, should in zip(kept, right, strict=True))
            found += wrong
        return Replayed(len(members), deeds, points, tuple(found), streaks)
