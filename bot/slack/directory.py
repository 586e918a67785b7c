"""Who the people of a workspace and of a channel are, asked of Slack and remembered for a while."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

FRESH = timedelta(hours=1)
ONE_BY_ONE = 20  # more names than these are asked for a page at a time
MEMBERS, PEOPLE = 200, 1_000  # on a page: ids are asked for often, and people seldom
MOST = 50_000  # people remembered

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody. `takes_part` is False of bots and deactivated accounts."""

    name: str  # as they want to be called
    full_name: str
    takes_part: bool
    asked_at: datetime


class Directory:
    """Names by workspace and id. Any number of threads may ask."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._people: dict[tuple[str, str], Person] = {}

    def names(self, client: WebClient, workspace: str, ids: Collection[str]) -> dict[str, str]:
        """Return the names of people, by id. Who is unknown to Slack is left out."""
        return _distinct(self._known(client, workspace, ids))

    def members(self, client: WebClient, workspace: str, channel: str) -> dict[str, str]:
        """Return the names of the people in a channel, by id, as Slack says at this moment.

        Bots and deactivated accounts are none of them. Raises SlackApiError.
        """
        pages = client.conversations_members(channel=channel, limit=MEMBERS)
        ids = [str(id) for page in pages for id in page["members"]]
        return self.still_here(client, workspace, ids)

    def still_here(self, client: WebClient, workspace: str, ids: Collection[str]) -> dict[str, str]:
        """Return the names of those whose accounts are active, by id."""
        found = self._known(client, workspace, ids)
        return _distinct({id: person for id, person in found.items() if person.takes_part})

    def heard_of(self, workspace: str, user: Json) -> None:
        """Take over what Slack says of somebody of its own accord."""
        self._remember(workspace, [user])

    def _known(self, client: WebClient, workspace: str, ids: Collection[str]) -> dict[str, Person]:
        missing = set(ids) - self._fresh(workspace, ids).keys() - {""}  # "": somebody deleted
        if missing:
            self._remember(workspace, _ask(client, missing))
        return self._fresh(workspace, ids)

    def _fresh(self, workspace: str, ids: Iterable[str]) -> dict[str, Person]:
        oldest = self._now() - FRESH
        with self._lock:
            found = {id: self._people.get((workspace, id)) for id in ids}
        return {id: one for id, one in found.items() if one and one.asked_at > oldest}

    def _remember(self, workspace: str, users: Iterable[Json]) -> None:
        now = self._now()
        people = {(workspace, str(user["id"])): _person(user, now) for user in users}
        with self._lock:
            if len(self._people) + len(people) > MOST:
                self._people.clear()
            self._people |= people


def _ask(client: WebClient, ids: Collection[str]) -> list[Json]:
    if len(ids) > ONE_BY_ONE:
        return _ask_for_all(client, ids)
    return [user for id in sorted(ids) for user in _ask_one(client, id)]


def _ask_for_all(client: WebClient, ids: Collection[str]) -> list[Json]:
    """Ask for everybody, until those who were looked for are found."""
    found: list[Json] = []
    missing = set(ids)
    for page in client.users_list(limit=PEOPLE):
        found += page["members"]
        missing -= {user["id"] for user in page["members"]}
        if not missing:
            break
    return found


def _ask_one(client: WebClient, id: str) -> list[Json]:
    try:
        return [client.users_info(user=id)["user"]]
    except SlackApiError as error:
        if error.response.get("error") not in ("user_not_found", "user_not_visible"):
            raise
        return []  # of another workspace


def _person(user: Json, now: datetime) -> Person:
    profile = user.get("profile") or {}
    full = str(profile.get("real_name") or user.get("real_name") or user.get("name") or "")
    name = str(profile.get("display_name") or full)
    return Person(name, full, not (user.get("deleted") or user.get("is_bot")), now)


def _distinct(people: Mapping[str, Person]) -> dict[str, str]:
    """Return the names by id: in full where two go by the same."""
    counts = Counter(person.name for person in people.values())
    return {
        id: person.name if counts[person.name] == 1 else person.full_name
        for id, person in people.items()
    }
