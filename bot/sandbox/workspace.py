"""One workspace with the app in it: all state, and who is told when it changes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.clock import MovableClock
from bot.sandbox.conversations import Conversations
from bot.sandbox.limits import TEXT, check_message, check_view
from bot.sandbox.manifest import Manifest
from bot.sandbox.model import Change, Channel, Json, Message, Person, Publish
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.seed import Seed
from bot.sandbox.tickets import Tickets
from bot.sandbox.views import Views

APP_ID = "A0COACH"
BOT_ID = "B0COACH"


class Workspace:
    """The state behind the Web API, the sockets and the page. Used from one event loop only."""

    def __init__(self, seed: Seed, manifest: Manifest, clock: MovableClock) -> None:
        self.team = seed.team
        self.bot = seed.bot
        self.manifest = manifest
        self.now = clock
        self.observers: list[Publish] = []
        self.refused_blocks: set[str] = set()
        self.tickets = Tickets(clock.real)  # moving the clock makes no click come too late
        self.views = Views(
            {"team_id": seed.team.id, "app_id": APP_ID, "bot_id": BOT_ID},
            self._tell,
            lambda view, kind: check_view(view, kind, self.refused_blocks),
        )
        self.conversations = Conversations(seed.people, seed.channels, clock, self._tell)
        for line in seed.lines:
            self.conversations.add(line.channel, line.user, line.text)

    def _tell(self, change: Change) -> None:
        for observer in self.observers:
            observer(change)

    def check_message(self, message: Json, longest: int = TEXT) -> None:
        """Refuse a message that Slack would refuse in this workspace."""
        check_message(message, longest, self.refused_blocks)

    def reachable(self, id_: str) -> Channel:
        """The channel that the bot means by `id_`, which may be a person's id.

        Of a private channel that it is not in, the bot is told that there is none.
        """
        if id_.startswith("U"):
            try:
                return self.conversations.direct(id_)
            except SlackRefusal as error:
                raise SlackRefusal("channel_not_found") from error
        channel = self.conversations.channel(id_)
        if channel.is_private and self.bot.id not in channel.members:
            raise SlackRefusal("channel_not_found")
        return channel

    def postable(self, id_: str) -> Channel:
        """The channel `id_` if the bot may write there."""
        channel = self.reachable(id_)
        if self.bot.id not in channel.members:
            raise SlackRefusal("not_in_channel")
        if channel.is_archived:
            raise SlackRefusal("is_archived")
        if channel.is_im and not self.manifest.messages_tab:
            raise SlackRefusal("messages_tab_disabled")
        return channel

    def member(self, user: str, channel: str) -> Person:
        """A person who is in `channel`; refuses with `not_in_channel`."""
        if user not in self.conversations.channel(channel).members:
            raise SlackRefusal("not_in_channel")
        return self.conversations.person(user)

    def person_json(self, person: Person) -> Json:
        """A person as Slack's API gives one; of a deactivated one it says little."""
        team = person.team or self.team.id
        shown: Json = {"id": person.id, "team_id": team, "name": person.name}
        shown |= {"real_name": person.real_name, "deleted": person.deleted}
        profile = {
            "real_name": person.real_name,
            "display_name": person.real_name.split()[0],
            "title": person.title,
        }
        if person.deleted:
            return shown | {"profile": profile}
        return (
            shown
            | {
                "tz": person.tz,
                "tz_label": person.tz,
                "tz_offset": offset(person.tz, self.now()),
                "profile": profile,
                "is_admin": person.is_admin,
                "is_owner": person.is_owner,
                "is_primary_owner": False,
                "is_restricted": False,
                "is_ultra_restricted": False,
                "is_bot": person.is_bot,
                "is_app_user": False,
            }
            | ({"is_stranger": True} if person.team else {})
        )

    def message_json(self, message: Message, *, with_metadata: bool = False) -> Json:
        """A message as Slack's API gives it."""
        shown: Json = {"type": "message", "user": message.user, "ts": message.ts}
        shown |= {"text": message.text, "team": self.team.id}
        if message.user == self.bot.id:
            shown |= {"bot_id": BOT_ID, "app_id": APP_ID}
        given = {"subtype": message.subtype, "files": list(message.files)}
        given |= {"blocks": list(message.blocks), "thread_ts": message.thread_ts}
        shown |= {key: value for key, value in given.items() if value}
        if message.is_reply:
            root = self.conversations.message(message.channel, message.thread_ts or "")
            shown["parent_user_id"] = root.user
        if message.edited_ts:
            shown["edited"] = {"user": message.user, "ts": message.edited_ts}
        if with_metadata and message.metadata:
            shown["metadata"] = message.metadata
        return shown | self._thread_json(message)

    def _thread_json(self, message: Message) -> Json:
        replies = () if message.is_reply else self.conversations.replies(message)
        if not replies:
            return {}
        users = sorted({reply.user for reply in replies})
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
        }


def offset(zone: str, now: datetime) -> int:
    """Seconds east of UTC."""
    ahead = now.astimezone(ZoneInfo(zone)).utcoffset()
    return int(ahead.total_seconds()) if ahead is not None else 0
