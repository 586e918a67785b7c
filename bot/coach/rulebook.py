"""By what a team's lines are judged: its stance and its own rules, now or as they were."""

from dataclasses import dataclass
from functools import lru_cache

from bot.core.critique import Stance
from bot.core.library import Library
from bot.core.team_rules import NO_RULES, TeamRules, stamp, team_version
from bot.storage.store import Store

_KEPT = 64  # versions of the rules of all workspaces together


@dataclass(frozen=True, slots=True)
class Ground:
    """What judges a line. An attempt keeps the stance and the stamp."""

    stance: Stance
    team: TeamRules
    stamp: str


class Rulebook:
    """Reads the rules of teams. Safe to share between threads.

    The rules of a version never change, so that they are kept ready; which version is the latest
    is asked of the store each time, because another process may have made it.
    """

    def __init__(self, store: Store, library: Library) -> None:
        self._store, self._library = store, library
        self._ready = lru_cache(_KEPT)(self._read)

    def now(self, workspace: str) -> Ground:
        """Return by what a line is judged now."""
        stance, version = self._store.ground_rules(workspace)
        return Ground(stance, self._at(workspace, version), stamp(self._library.version, version))

    def then(self, workspace: str, stamped: str) -> TeamRules:
        """Return the team's rules by which an attempt with that stamp was judged."""
        return self._at(workspace, team_version(stamped))

    def _at(self, workspace: str, version: int) -> TeamRules:
        return self._ready(workspace, version) if version else NO_RULES

    def _read(self, workspace: str, version: int) -> TeamRules:
        return TeamRules(*self._store.rules_at(workspace, version))
