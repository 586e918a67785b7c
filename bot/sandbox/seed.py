"""The workspace that the demo opens with, read from seeds/workspace.toml beside this file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.model import Channel, Person

HERE = Path(__file__).with_name("seeds")


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace itself."""

    id: str
    domain: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message that is there from the start."""

    channel: str
    user: str
    text: str


@dataclass(frozen=True, slots=True)
class Seed:
    """All that a workspace starts from."""

    team: Team
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    lines: tuple[Line, ...]

    @property
    def bot(self) -> Person:
        """The bot's own user."""
        return next(person for person in self.people if person.is_bot)


def read_seed(name: str) -> dict[str, Any]:
    """Read one of the files in seeds/."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def load_seed() -> Seed:
    """Read the packaged workspace, with a direct message for every person."""
    data = read_seed("workspace")
    people = tuple(Person(**person) for person in data["people"])
    bot = next(person for person in people if person.is_bot)
    channels = [
        Channel(channel["id"], channel["name"], frozenset(channel["members"]))
        for channel in data["channels"]
    ]
    channels += [direct_message(person, bot) for person in people if person is not bot]
    lines = tuple(Line(**line) for line in data["messages"])
    return Seed(Team(**data["team"]), people, tuple(channels), lines)


def direct_message(person: Person, bot: Person) -> Channel:
    """The channel in which `person` and the bot talk."""
    return Channel(
        f"D{person.id[1:]}", bot.real_name, frozenset({person.id, bot.id}), partner=person.id
    )
