"""A manager looks at the team, and a member at what the manager sees of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.people import People, people_of
from bot.core.audit import Managed, Record
from bot.core.boards import A_FEW
from bot.core.calendar import instant_of
from bot.core.insights import WEEKS, missed_drills, trap_rates, trap_trends
from bot.core.library import Library
from bot.core.people import Member
from bot.core.periods import Period
from bot.core.team import (
    Decision,
    DisputedFinding,
    Participation,
    PersonView,
    Preferences,
    Settled,
    TeamView,
)
from bot.errors import Gone, NotAllowed, UserError
from bot.storage.store import Store

MANAGERS_ONLY = "Only a manager can look at the team."
HIDDEN = (
    "You are hidden from boards, and from your manager. Show yourself again first if you would"
    " like their help."
)
MOST_EXCEPTIONS = 200
NO_DISPUTE = "That objection is no longer here, so there is nothing to decide."
UNDECIDED = {
    Settled.FORGOTTEN: (
        "Nothing is kept by which that line could be recognised, so it cannot be an exception."
    ),
    Settled.FULL: (
        f"Your team has {MOST_EXCEPTIONS} exceptions, which is as many as there may be. Take one"
        " back first."
    ),
}
MONDAY, REPORT_HOUR = 0, 8


@dataclass(frozen=True, slots=True)
class Team:
    """The coach's view, and what members choose about it. Nothing here holds a text.

    What only a manager may do takes `is_manager` and raises NotAllowed.
    """

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
        """Return what a manager sees of a period: of everybody, or of some of them."""
        _check(is_manager)
        people = people_of(self.store, who.workspace, members)
        today = min(period.end, now.date())
        start = min(period.start, today - timedelta(weeks=WEEKS))
        works = self.store.works(who.workspace, people.counted, start, period.end)
        own = self.store.trap_names(who.workspace)
        return TeamView(
            period=period,
            people=self._views(who.workspace, people, period, now),
            hidden=people.hidden_count,
            participation=self._participation(who.workspace, people, period),
            trap_rates=trap_rates(self.library, works, today, own),
            traps=trap_trends(self.library, works, today, own),
            missed_drills=missed_drills(self.library, works, period),
            disputes=self._disputes(who.workspace),
        )

    def preferences(self, who: Member) -> Preferences:
        """Return what a member has chosen about boards and their manager."""
        return self.store.preferences(who)

    def participants(self, workspace: str) -> frozenset[str]:
        """Return the ids of who takes part, of whom some may have left the workspace since."""
        return self.store.participants(workspace)

    def what_manager_sees(self, who: Member, period: Period, *, now: datetime) -> PersonView | None:
        """Return what managers see of a member, as their own view has it; None when hidden."""
        people = people_of(self.store, who.workspace, [who.id])
        return next(iter(self._views(who.workspace, people, period, now)), None)

    # Help

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
        """Say that a member of the team has been helped."""
        _check(is_manager)
        record = Record(by.workspace, now, by.id, Managed.HELPED, whom=id)
        self.store.change_preferences(
            Member(by.workspace, id), lambda held: replace(held, help_at=None), now, record
        )

    # What managers did

    def exported(self, by: Member, period: Period, *, is_manager: bool, now: datetime) -> None:
        """Keep that a manager takes the figures of a period along."""
        _check(is_manager)
        self.store.audit(Record(by.workspace, now, by.id, Managed.EXPORTED, period.key))

    def audited(self, who: Member, limit: int, *, is_manager: bool) -> tuple[Record, ...]:
        """Return what managers did last, the newest first."""
        _check(is_manager)
        names = self.store.trap_names(who.workspace)
        records = self.store.audited(who.workspace, limit)
        return tuple(replace(one, what=names.get(one.what, one.what)) for one in records)

    # Disputes

    def decide_dispute(
        self,
        by: Member,
        attempt: str,
        rule: str,
        decision: Decision,
        *,
        is_manager: bool,
        now: datetime,
    ) -> None:
        """Keep the rule, accept the line as an exception, or open the question again.

        An accepted exception can be taken back when the objection to it is gone, too. Raises Gone
        when there is neither, UserError when nothing more can be accepted.
        """
        _check(is_manager)
        settled = self.store.decide_dispute(by, attempt, rule, decision, now, MOST_EXCEPTIONS)
        if settled is Settled.UNKNOWN:
            raise Gone(NO_DISPUTE)
        if settled is not Settled.DONE:
            raise UserError(UNDECIDED[settled])

    # The report

    def report_on(self, who: Member, zone: str, *, is_manager: bool, now: datetime) -> datetime:
        """Send the coach's view to a manager on Mondays at eight there. Return the first time."""
        _check(is_manager)
        report_at = next_report(zone, now)
        self.store.change_preferences(
            who, lambda held: replace(held, report_zone=zone, report_at=report_at), now
        )
        return report_at

    def report_off(self, who: Member, *, now: datetime) -> None:
        """Send no more reports to a member."""
        self.store.change_preferences(who, lambda held: replace(held, report_at=None), now)

    def _views(
        self, workspace: str, people: People, period: Period, now: datetime
    ) -> tuple[PersonView, ...]:
        scores = {one.who.id: one for one in self.store.scores(workspace, people.shown, period)}
        streaks = self.store.streaks(workspace, people.shown, now)
        joined = self.store.joined(workspace, people.shown)
        views = [
            PersonView(
                who=who,
                points=scores[who.id].points if who.id in scores else 0,
                practice_days=scores[who.id].practice_days if who.id in scores else 0,
                streak=streak.days,
                joined=who.id in joined,
                help_at=people.chosen[who.id].help_at if who.id in people.chosen else None,
            )
            for who, streak in streaks.items()
        ]
        return tuple(sorted(views, key=lambda person: (-person.points, person.who.id)))

    def _participation(
        self, workspace: str, people: People, period: Period
    ) -> Participation | None:
        counted = people.counted
        if len(counted) < A_FEW:
            return None
        scores = self.store.scores(workspace, counted, period)
        joined = self.store.joined(workspace, counted)
        practised = sum(score.practice_days > 0 for score in scores)
        return Participation(len(counted), len(joined), practised)

    def _disputes(self, workspace: str) -> tuple[DisputedFinding, ...]:
        titles = self.store.trap_names(workspace)
        titles |= {rule.id: rule.title for rule in self.library.rules}
        disputed = [
            replace(one, title=titles.get(one.rule, one.rule))
            for one in self.store.disputed(workspace)
        ]
        return tuple(sorted(disputed, key=lambda one: one.decision is not Decision.OPEN))


def next_report(zone: str, after: datetime) -> datetime:
    """Return when the next report is due after an instant."""
    day = after.astimezone(ZoneInfo(zone)).date()
    while True:
        at = instant_of(day, time(REPORT_HOUR), ZoneInfo(zone))
        if day.weekday() == MONDAY and at is not None and at > after:
            return at
        day += timedelta(days=1)


def _check(is_manager: bool) -> None:
    if not is_manager:
        raise NotAllowed(MANAGERS_ONLY)
