"""views.*: modals and Home tabs."""

from collections.abc import Callable

from bot.sandbox.arguments import required
from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.workspace import Workspace


def view_methods(workspace: Workspace) -> dict[str, Callable[[Json], Json]]:
    """The view methods, bound to `workspace`."""
    views, tickets = workspace.views, workspace.tickets

    def open_(args: Json) -> Json:
        required(args, "trigger_id", "view")
        return {"view": views.open(tickets.exchange(args["trigger_id"]).user, args["view"])}

    def push(args: Json) -> Json:
        required(args, "trigger_id", "view")
        return {"view": views.push(tickets.exchange(args["trigger_id"]).user, args["view"])}

    def update(args: Json) -> Json:
        required(args, "view")
        user, old = views.owner(args.get("view_id", ""), args.get("external_id", ""))
        return {"view": views.update(user, old, args["view"], args.get("hash"))}

    def publish(args: Json) -> Json:
        required(args, "user_id", "view")
        if not workspace.manifest.home_tab:
            raise SlackRefusal("not_enabled")
        user = workspace.conversations.person(args["user_id"]).id
        return {"view": views.publish_home(user, args["view"], args.get("hash"))}

    return {
        "views.open": open_,
        "views.push": push,
        "views.update": update,
        "views.publish": publish,
    }
