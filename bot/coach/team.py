"""A manager looks at the team, and a member at what the manager sees of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.library import Library
from bot.core.people import Member
from bot.core.periods import Period
from bot.core.team import DisputedFinding, PersonView, Preferences, TeamView
from bot.errors import NotAllowed, UserError
from bot.storage.store import Store

MANAGERS_ONLY = "Only a manager can look at the team."
HIDDEN = (
    "You are hidden from boards, and from your manager. Show yourself again first if you would"
    " like their help."
)


@dataclass(frozen=True, slots=True)
class Team:
    """The coach's view, and what members choose about it. Nothing here holds a text."""

    store: Store
    library: Library

    def view(
        self,
        who: Member,
        period: Period,
        *,
        is_manager: bool,
        now: datetime,
        members: Collection[str] | None = None,
    ) -> TeamView:
        """Return what a manager sees of a period: of everybody, or of some of them.

        Raises NotAllowed for anybody else.
        """
        if not is_manager:
            raise NotAllowed(MANAGERS_ONLY)
        people, hidden = self._people(who.workspace, period, members)
        return TeamView(period, people, hidden, None, (), (), (), ())

    def preferences(self, who: Member) -> Preferences:
        """Return what a member has chosen about boards, help and reports."""
        return self.store.preferences(who)

    def participants(self, workspace: str) -> frozenset[str]:
        """Return the ids of everybody who takes part, those who have left included."""
        return self.store.participants(workspace)

    def what_manager_sees(self, who: Member, period: Period) -> PersonView | None:
        """Return what managers see of a member, made as their own view; None when hidden."""
        people, _ = self._people(who.workspace, period, [who.id])
        return next(iter(people), None)

    def ask_for_help(self, who: Member, *, now: datetime) -> None:
        """Let the managers know that a member would like help. UserError for who is hidden."""
        if self.store.preferences(who).hidden:
            raise UserError(HIDDEN)
        self.store.change_preferences(
            who, lambda held: replace(held, help_at=held.help_at or now), now
        )

    def needs_no_help(self, who: Member, *, now: datetime) -> None:
        """Take back a wish for help."""
        self.store.change_preferences(who, lambda held: replace(held, help_at=None), now)

    def help_given(self, by: Member, id: str, *, is_manager: bool, now: datetime) -> None:
        """Say that a member of the team has been helped. Raises NotAllowed for no manager."""
        if not is_manager:
            raise NotAllowed(MANAGERS_ONLY)
        self.needs_no_help(Member(by.workspace, id), now=now)

    def _people(
        self, workspace: str, period: Period, members: Collection[str] | None
    ) -> tuple[tuple[PersonView, ...], int]:
        part = self.store.participants(workspace, members)
        chosen = self.store.preferences_of(workspace)
        hidden = {id for id in part if id in chosen and chosen[id].hidden}
        scores = {one.who.id: one for one in self.store.scores(workspace, part - hidden, period)}
        people = [
            PersonView(
                who=Member(workspace, id),
                points=scores[id].points if id in scores else 0,
                practice_days=scores[id].practice_days if id in scores else 0,
                streak=0,
                joined=self.store.enrolment(Member(workspace, id)).joined,
                help_at=chosen[id].help_at if id in chosen else None,
            )
            for id in part - hidden
        ]
        people.sort(key=lambda person: (-person.points, person.who.id))
        return tuple(people), len(hidden) if len(hidden) >= 3 else 0


__all__ = ["DisputedFinding", "Team"]
