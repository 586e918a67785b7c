"""Managers give their team rules of its own."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.core.audit import Managed, Record
from bot.core.critic import Critic
from bot.core.people import Member
from bot.core.team_proof import prove
from bot.core.team_rules import PREFIX, KeptException, KeptTrap, TeamTrap
from bot.errors import AtField, Gone, NotAllowed, UserError
from bot.storage.store import Store
from bot.storage.team_rules import ChangeTrap

MOST_TRAPS = 50
ID_DIGITS = 12
MANAGERS_ONLY = (
    "Only a manager can change the team's rules: a workspace admin or owner, or whom they named."
)
GONE = "That trap is not among your team's rules any more, so nothing was changed."
CHANGED_MEANWHILE = (
    "Somebody else has changed this trap while you were looking at it, so nothing was changed."
    " Open it again to see how it is now."
)
FULL = f"Your team has {MOST_TRAPS} traps, which is as many as there may be. Remove one first."
UNTITLED = "A rule that is no longer there"


@dataclass(frozen=True, slots=True)
class Exempted:
    """An accepted exception as a manager sees it: which rule, since when, and no more."""

    kept: KeptException
    title: str


@dataclass(frozen=True, slots=True)
class OwnRules:
    """Keeps a team's own traps, each proved by its examples, and tells its exceptions.

    What only a manager may do takes `is_manager` and raises NotAllowed. `version` is that of the
    trap that the manager was looking at: UserError when it has changed since.
    """

    critic: Critic
    store: Store

    def traps(self, who: Member, *, is_manager: bool) -> tuple[KeptTrap, ...]:
        """Return the team's own traps, the oldest first."""
        _check(is_manager)
        return self.store.team_traps(who.workspace)

    def trap(self, who: Member, id: str, *, is_manager: bool) -> KeptTrap:
        """Return one of the team's own traps. Raises Gone when it has been removed."""
        return _find(self.traps(who, is_manager=is_manager), id)

    def exceptions(self, who: Member, *, is_manager: bool) -> tuple[Exempted, ...]:
        """Return what the team accepts, the latest first."""
        _check(is_manager)
        titles = self.store.trap_names(who.workspace)
        titles |= {rule.id: rule.title for rule in self.critic.library.rules}
        return tuple(
            Exempted(kept, titles.get(kept.exception.rule, UNTITLED))
            for kept in self.store.team_exceptions(who.workspace)
        )

    def prove(self, who: Member, trap: TeamTrap) -> None:
        """Raise AtField, which names a part of the trap, unless its examples prove it."""
        held = [kept.trap for kept in self.store.team_traps(who.workspace)]
        others = [other for other in held if other.id != trap.id]
        fault = prove(trap, self.critic.library, self.critic.read, others)
        if fault is not None:
            raise AtField(fault.part, fault.says)

    def save(
        self,
        who: Member,
        trap: TeamTrap,
        *,
        version: int | None,
        is_manager: bool,
        now: datetime,
        event_key: str,
    ) -> None:
        """Add a trap where `version` is None, else change it; once for each event.

        Raises AtField unless its examples prove it.
        """
        _check(is_manager)

        def change(held: tuple[KeptTrap, ...]) -> TeamTrap:
            if version is not None:
                _check_same(held, trap.id, version)
            elif len(held) >= MOST_TRAPS:
                raise UserError(FULL)
            return trap

        self.prove(who, trap)
        did = Managed.TRAP_ADDED if version is None else Managed.TRAP_CHANGED
        self._change(who, trap.id, change, did, trap.name, now, event_key)

    def remove(
        self,
        who: Member,
        id: str,
        *,
        version: int,
        is_manager: bool,
        now: datetime,
        event_key: str,
    ) -> None:
        """Remove a trap. Lines that were judged by it stay as they were judged."""
        _check(is_manager)

        def change(held: tuple[KeptTrap, ...]) -> None:
            _check_same(held, id, version)

        name = self.store.trap_names(who.workspace).get(id, "")
        self._change(who, id, change, Managed.TRAP_REMOVED, name, now, event_key)

    def _change(
        self,
        who: Member,
        id: str,
        change: ChangeTrap,
        did: Managed,
        name: str,
        now: datetime,
        event_key: str,
    ) -> None:
        record = Record(who.workspace, now, who.id, did, name)
        self.store.change_trap(
            who.workspace, id, change, now=now, event_key=event_key, record=record
        )


def new_id(workspace: str, event_key: str) -> str:
    """Return the id of the trap that an event adds: the same event adds the same trap."""
    digest = sha256(f"{workspace}\n{event_key}".encode()).hexdigest()
    return f"{PREFIX}{digest[:ID_DIGITS]}"


def _find(held: tuple[KeptTrap, ...], id: str) -> KeptTrap:
    for kept in held:
        if kept.trap.id == id:
            return kept
    raise Gone(GONE)


def _check_same(held: tuple[KeptTrap, ...], id: str, version: int) -> None:
    if _find(held, id).version != version:
        raise UserError(CHANGED_MEANWHILE)


def _check(is_manager: bool) -> None:
    if not is_manager:
        raise NotAllowed(MANAGERS_ONLY)
