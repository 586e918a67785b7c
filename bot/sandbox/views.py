"""Modals and Home tabs: what is open in front of whom."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from bot.sandbox.model import HomeShown, Json, Publish, ViewClosed, ViewShown
from bot.sandbox.refusal import SlackRefusal

MAX_STACK = 3
KEPT = ("type", "blocks", "private_metadata", "callback_id", "external_id")
MODAL_KEPT = ("title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")
DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "state": {"values": {}},
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
    "submit_disabled": False,
}


@dataclass(slots=True)
class Views:
    """The stack of modals and the Home tab of each person.

    `identity` is what every view of the app carries: team, app and bot ids.
    """

    identity: Json
    publish: Publish
    check: Callable[[Json, str], None]
    _stacks: dict[str, list[Json]] = field(default_factory=dict)
    _homes: dict[str, Json] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def home(self, user: str) -> Json | None:
        """The Home tab of `user`, None before the bot published one."""
        return self._homes.get(user)

    def current(self, user: str) -> Json | None:
        """The modal on top, None when none is open."""
        stack = self._stacks.get(user, [])
        return stack[-1] if stack else None

    def stack(self, user: str) -> tuple[Json, ...]:
        """All open modals of `user`, the topmost last."""
        return tuple(self._stacks.get(user, ()))

    def find(self, user: str, view_id: str) -> Json:
        """An open modal or the Home tab; refuses with `not_found`."""
        shown = list(self._stacks.get(user, ()))
        if user in self._homes:
            shown.append(self._homes[user])
        for view in shown:
            if view["id"] == view_id:
                return view
        raise SlackRefusal("not_found")

    def owner(self, view_id: str = "", external_id: str = "") -> tuple[str, Json]:
        """Who has the modal open, and the modal; refuses with `not_found`."""
        for user, stack in self._stacks.items():
            for view in stack:
                if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                    return user, view
        raise SlackRefusal("not_found")

    def open(self, user: str, given: Json) -> Json:
        """Show a modal, in place of any other."""
        view = self._built(given, "modal")
        self._stacks[user] = [view]
        self.publish(ViewShown(user, view))
        return view

    def push(self, user: str, given: Json) -> Json:
        """Show a modal on top of the open one; refuses a fourth."""
        stack = self._stacks.get(user, [])
        if not stack:
            raise SlackRefusal("not_found")
        if len(stack) >= MAX_STACK:
            raise SlackRefusal("push_limit_reached")
        view = self._built(given, "modal")
        view |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(view)
        self.publish(ViewShown(user, view))
        return view

    def update(self, user: str, old: Json, given: Json, hash_: str | None = None) -> Json:
        """Change an open modal; refuses with `hash_conflict` when it changed since `hash_`."""
        if hash_ is not None and hash_ != old["hash"]:
            raise SlackRefusal("hash_conflict")
        links = {key: old[key] for key in ("id", "root_view_id", "previous_view_id")}
        view = self._built(given, "modal") | links
        stack = self._stacks[user]
        stack[stack.index(old)] = view
        self.publish(ViewShown(user, view))
        return view

    def publish_home(self, user: str, given: Json, hash_: str | None = None) -> Json:
        """Show the Home tab; refuses with `hash_conflict` when it changed since `hash_`."""
        old = self._homes.get(user)
        if hash_ is not None and old is not None and hash_ != old["hash"]:
            raise SlackRefusal("hash_conflict")
        view = self._built(given, "home")
        if old is not None:
            view |= {"id": old["id"], "root_view_id": old["id"]}
        self._homes[user] = view
        self.publish(HomeShown(user, view))
        return view

    def close(self, user: str, view: Json, *, everything: bool = False) -> list[Json]:
        """Take the topmost modal away, or all of them; returns what closed."""
        stack = self._stacks[user]
        gone = list(reversed(stack)) if everything else [view]
        for closed in gone:
            stack.remove(closed)
            self.publish(ViewClosed(user, closed["id"]))
        if stack:
            self.publish(ViewShown(user, stack[-1]))
        return gone

    def _built(self, given: Json, kind: str) -> Json:
        self.check(given, kind)
        keys = KEPT + (MODAL_KEPT if kind == "modal" else ())
        number = next(self._numbers)
        view = DEFAULTS | {key: given[key] for key in keys if key in given}
        view |= {"id": f"V{number}", "hash": f"{number}.sandbox", "previous_view_id": None}
        view |= {"root_view_id": view["id"], "blocks": with_ids(given["blocks"], f"v{number}")}
        return view | self.identity


def with_ids(blocks: list[Json], prefix: str) -> list[Json]:
    """Name every block and interactive element that the bot left without an id, as Slack does."""
    return [_named(block, f"{prefix}-{number}") for number, block in enumerate(blocks)]


def _named(block: Json, name: str) -> Json:
    named: Json = {"block_id": name} | block
    for key in ("element", "accessory"):
        if isinstance(named.get(key), dict):
            named[key] = _acting(named[key], f"{name}-{key}")
    if block["type"] in ("actions", "context_actions"):
        elements = enumerate(named["elements"])
        named["elements"] = [_acting(item, f"{name}-{number}") for number, item in elements]
    if "child_blocks" in named:
        named["child_blocks"] = with_ids(named["child_blocks"], name)
    return named


def _acting(element: Json, name: str) -> Json:
    return element if element["type"] == "image" else {"action_id": name} | element
