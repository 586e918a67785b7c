"""Slack's own slash commands, which no app hears of: `/invite`, `/remove`, `/leave`, `/archive`."""

import re
from collections.abc import Callable

from bot.sandbox.manifest import Command
from bot.sandbox.model import Person
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.workspace import Workspace

OWN = (
    Command("/invite", "Bring people, or the app, into this channel", "@name"),
    Command("/remove", "Take somebody out of this channel", "@name"),
    Command("/leave", "Leave this channel", ""),
    Command("/archive", "Archive this channel", ""),
)


class OwnCommands:
    """What a person does with a channel by writing in its message box."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._acts: dict[str, Callable[[str, str, str], None]] = {
            "/invite": self._invite,
            "/remove": self._remove,
            "/leave": self._leave,
            "/archive": self._archive,
        }

    def run(self, name: str, user: str, channel: str, rest: str) -> bool:
        """Do what a command of Slack's own asks; False when `name` is none. Refuses in words."""
        if name not in self._acts:
            return False
        if self._workspace.conversations.channel(channel).is_im:
            raise SlackRefusal("own_command", f"{name} works in channels only.")
        self._acts[name](user, channel, rest)
        return True

    def _invite(self, user: str, channel: str, rest: str) -> None:
        for person in self._named("/invite", rest):
            self._workspace.conversations.join(person.id, channel, inviter=user)

    def _remove(self, user: str, channel: str, rest: str) -> None:
        for person in self._named("/remove", rest):
            self._workspace.conversations.leave(person.id, channel)

    def _leave(self, user: str, channel: str, _: str) -> None:
        self._workspace.conversations.leave(user, channel)

    def _archive(self, user: str, channel: str, _: str) -> None:
        self._workspace.conversations.archive(channel)

    def _named(self, command: str, rest: str) -> list[Person]:
        """The people in `@one @two`, by handle, by real name or by id."""
        names = [name.strip() for name in re.split(r"\s*@|,", rest) if name.strip()]
        if not names:
            raise SlackRefusal("own_command", f"Say whom: {command} @name.")
        return [self._person(name) for name in names]

    def _person(self, name: str) -> Person:
        wanted = bare(name)
        for person in self._workspace.conversations.people():
            if wanted in (bare(person.name), bare(person.real_name), bare(person.id)):
                return person
        raise SlackRefusal("own_command", f"There is nobody called {name} here.")


def bare(name: str) -> str:
    """A name as people compare names: close-coach, Close Coach and close_coach are the same."""
    return re.sub(r"\W|_", "", name.lower())
