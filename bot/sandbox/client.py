"""Slack's own app in the hands of a person: typing, clicking, filling in."""

from bot.sandbox.actions import completed
from bot.sandbox.answers import post_answer
from bot.sandbox.compose import escaped, message_blocks, message_text
from bot.sandbox.events import Events
from bot.sandbox.forms import filled, problems
from bot.sandbox.model import Json, Message
from bot.sandbox.own_commands import OwnCommands
from bot.sandbox.payloads import Payloads
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.workspace import Workspace

TEXT_LIMIT = 40_000


class Client:
    """What people do. Every method refuses with SlackRefusal what Slack's client refuses."""

    def __init__(
        self, workspace: Workspace, payloads: Payloads, sockets: SocketMode, events: Events
    ) -> None:
        self._workspace = workspace
        self._payloads = payloads
        self._sockets = sockets
        self._events = events
        self._own_commands = OwnCommands(workspace)

    async def command(
        self, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> Message | None:
        """Run a slash command and return its answer, None if the app answers nothing."""
        name, _, rest = text.strip().partition(" ")
        if thread_ts is not None:
            raise SlackRefusal("command_in_thread", f"{name} is not supported in threads. Sorry!")
        person = self._workspace.member(user, channel)
        if self._own_commands.run(name, user, channel, rest):
            return None
        if name not in {command.command for command in self._workspace.manifest.commands}:
            raise SlackRefusal("unknown_command", f"{name} is not a valid command.")
        where = self._workspace.conversations.channel(channel)
        payload = self._payloads.command(person, where, name, escaped(rest.strip()))
        answer = await self._sockets.request("slash_commands", payload)
        if not answer:
            return None
        try:
            return post_answer(self._workspace, user, channel, answer)
        except SlackRefusal as error:
            raise SlackRefusal("invalid_command_response", *error.problems) from error

    async def message(
        self, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> Message:
        """Send a message."""
        self._workspace.member(user, channel)
        where = self._workspace.conversations.channel(channel)
        if where.is_archived:
            raise SlackRefusal("is_archived")
        if where.is_im and self._workspace.manifest.messages_read_only:
            raise SlackRefusal("messages_tab_disabled")
        if not text.strip():
            raise SlackRefusal("no_text")
        if len(text) > TEXT_LIMIT:
            raise SlackRefusal("msg_too_long")
        return self._workspace.conversations.add(
            channel, user, message_text(text), blocks=message_blocks(text), thread_ts=thread_ts
        )

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Message:
        """Edit one's own message."""
        message = self._own(user, channel, ts)
        return self._workspace.conversations.edit(
            message, text=message_text(text), blocks=message_blocks(text)
        )

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message."""
        self._workspace.conversations.delete(self._own(user, channel, ts))

    async def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> None:
        """Choose a message shortcut from the menu of a message."""
        offered = {shortcut.callback_id for shortcut in self._workspace.manifest.shortcuts}
        if callback_id not in offered:
            raise SlackRefusal("unknown_shortcut")
        person = self._workspace.member(user, channel)
        message = self._workspace.conversations.message(channel, ts, user)
        await self._sockets.request(
            "interactive", self._payloads.message_shortcut(person, message, callback_id)
        )

    async def message_action(
        self, user: str, channel: str, ts: str, action: Json, given: Json
    ) -> None:
        """Use a button, menu or picker in a message."""
        person = self._workspace.member(user, channel)
        message = self._workspace.conversations.message(channel, ts, user)
        blocks = list(message.blocks)
        payload = self._payloads.message_action(
            person, message, completed(blocks, action), filled(blocks, given)
        )
        await self._sockets.request("interactive", payload)

    async def view_action(self, user: str, view: Json, action: Json, given: Json) -> None:
        """Use a button, menu or picker in a modal or on the Home tab."""
        person = self._workspace.conversations.person(user)
        blocks = view["blocks"]
        payload = self._payloads.view_action(
            person, view, completed(blocks, action), filled(blocks, given)
        )
        await self._sockets.request("interactive", payload)

    async def submit(self, user: str, view_id: str, given: Json) -> Json:
        """Submit a modal; returns `{}` or `{"response_action", ...}` as the app answered.

        Returns `{"response_action": "errors", "errors"}` without asking the app when the client
        itself sees that something is missing.
        """
        view = self._workspace.views.find(user, view_id)
        values = filled(view["blocks"], given)
        wrong = problems(view["blocks"], values)
        if wrong:
            return {"response_action": "errors", "errors": wrong}
        person = self._workspace.conversations.person(user)
        payload = self._payloads.submission(person, view, values)
        answer = await self._sockets.request("interactive", payload)
        return self._answered(user, view, answer)

    async def close(self, user: str, view_id: str) -> None:
        """Close a modal, or with it all below where it says so."""
        view = self._workspace.views.find(user, view_id)
        everything = bool(view["clear_on_close"])
        gone = self._workspace.views.close(user, view, everything=everything)
        person = self._workspace.conversations.person(user)
        for closed in gone:
            if closed["notify_on_close"]:
                payload = self._payloads.closing(person, closed, cleared=everything)
                await self._sockets.request("interactive", payload)

    async def open_home(self, user: str, tab: str = "home") -> None:
        """Look at the app's Home tab or at its messages."""
        self._events.home_opened(user, tab)

    def _answered(self, user: str, view: Json, answer: Json) -> Json:
        views = self._workspace.views
        match answer.get("response_action"):
            case "errors":
                self._check_errors(view, answer)
            case "update":
                views.update(user, view, answer["view"])
            case "push":
                views.push(user, answer["view"])
            case "clear":
                views.close(user, view, everything=True)
            case _:
                views.close(user, view)
        return {key: answer[key] for key in ("response_action", "errors") if key in answer}

    @staticmethod
    def _check_errors(view: Json, answer: Json) -> None:
        """The app's errors must belong to input blocks, else Slack shows trouble instead."""
        known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        strangers = sorted(set(answer.get("errors", {})) - known)
        if strangers or not answer.get("errors"):
            raise SlackRefusal("invalid_view_response", *strangers)

    def _own(self, user: str, channel: str, ts: str) -> Message:
        message = self._workspace.conversations.message(channel, ts, user)
        if message.user != user:
            raise SlackRefusal("cant_update_message")
        return message
