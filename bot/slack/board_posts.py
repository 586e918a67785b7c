"""What is posted to a board's channel, and to managers, made at the moment when it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.coach.coach import Coach
from bot.core.people import Member
from bot.core.periods import period_of
from bot.core.slots import Slot, SlotKind
from bot.errors import Gone
from bot.slack.channels import NoPlace, check_channel, refusal
from bot.slack.clients import ClientFor
from bot.slack.directory import Directory
from bot.slack.managing import team_in
from bot.slack.people import manages
from bot.slack.settings import stop_for
from bot.slack.views.blocks import Message
from bot.slack.views.board_form import news_message
from bot.slack.views.boards import board_post, gone_message
from bot.slack.views.names import name_of
from bot.slack.views.team import team_message

NO_MANAGER = "Only a manager gets the report of the team."


@dataclass(frozen=True, slots=True)
class BoardPosts:
    """Renders what the tick and managers have posted. It asks Slack who is there and named how."""

    coach: Coach
    directory: Directory
    client_for: ClientFor
    now: Callable[[], datetime]

    @property
    def messages(self) -> dict[SlotKind, Callable[[Slot], Message]]:
        """What renders each kind. They raise Gone when nothing is to be sent any more."""
        return {
            SlotKind.BOARD: self._board,
            SlotKind.BOARD_NEWS: self._news,
            SlotKind.BOARD_GONE: self._gone,
            SlotKind.TEAM: self._team,
        }

    def refused(self, slot: Slot, code: str) -> None:
        """Do what a refusal of Slack's asks for: stop a drill, or pause a board."""
        if slot.kind not in (SlotKind.BOARD, SlotKind.BOARD_NEWS):
            stop_for(self.coach.schedules, self.now, slot)
            return
        reason = refusal(self.client_for(slot.workspace), code)
        if reason:
            self.coach.boards.channel_gone(slot.workspace, slot.channel, reason, now=self.now())

    def _board(self, slot: Slot) -> Message:
        boards, now = self.coach.boards, self.now()
        board, period = boards.of_slot(slot)
        client = self.client_for(slot.workspace)
        try:
            check_channel(client, slot.channel)
        except NoPlace as error:
            boards.channel_gone(slot.workspace, slot.channel, str(error), now=now)
            raise
        members = self.directory.members(client, slot.workspace, slot.channel)
        report = boards.report(board, period, members.keys(), now)
        by = Member(slot.workspace, board.set_by)
        named = [] if boards.is_hidden(by) else [by.id]
        names = self.directory.names(client, slot.workspace, named)
        return board_post(report, members, names.get(by.id, ""))

    def _news(self, slot: Slot) -> Message:
        done, _, manager = slot.subject.partition(" ")
        client = self.client_for(slot.workspace)
        names = self.directory.names(client, slot.workspace, [manager])
        board = self.coach.boards.of(slot.workspace, slot.channel)
        return news_message(done, board, name_of(manager, names))

    def _gone(self, slot: Slot) -> Message:
        board = self.coach.boards.of(slot.workspace, slot.subject)
        if board is None or not board.paused:
            raise Gone("The board was removed or resumed meanwhile.")
        name = _name(self.client_for(slot.workspace), slot.subject)
        return gone_message(name, board.paused_reason)

    def _team(self, slot: Slot) -> Message:
        client = self.client_for(slot.workspace)
        if not manages(self.coach.managers, client, slot.who):
            raise Gone(NO_MANAGER)
        period = period_of(slot.subject)
        view, names = team_in(
            self.coach, self.directory, client, slot.who, period, manager=True, now=self.now()
        )
        return team_message(view, names)


def _name(client: WebClient, channel: str) -> str:
    try:
        return str(client.conversations_info(channel=channel)["channel"].get("name") or "")
    except SlackApiError:
        return ""
