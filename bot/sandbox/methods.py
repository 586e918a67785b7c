"""The methods of the Web API that the sandbox knows, by name."""

from collections.abc import Callable

from bot.sandbox.channel_methods import channel_methods
from bot.sandbox.chat_methods import chat_methods
from bot.sandbox.directory_methods import directory_methods
from bot.sandbox.files import Files
from bot.sandbox.model import Json
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.view_methods import view_methods
from bot.sandbox.workspace import BOT_ID, Workspace

Method = Callable[[Json], Json]

HISTORY = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})
READ = frozenset({"channels:read", "groups:read", "im:read", "mpim:read"})
NEEDS: dict[str, frozenset[str]] = {
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "chat.delete": frozenset({"chat:write"}),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "files.completeUploadExternal": frozenset({"files:write"}),
    "users.info": frozenset({"users:read"}),
    "users.list": frozenset({"users:read"}),
    "conversations.open": frozenset({"im:write", "mpim:write", "channels:manage"}),
    "conversations.info": READ,
    "conversations.members": READ,
    "conversations.join": frozenset({"channels:join"}),
    "conversations.leave": frozenset({"channels:manage", "groups:write"}),
    "conversations.list": READ,
    "users.conversations": READ,
    "conversations.history": HISTORY,
    "conversations.replies": HISTORY,
}


def all_methods(
    workspace: Workspace, sockets: SocketMode, files: Files, socket_url: str
) -> dict[str, Method]:
    """Every method, bound to the workspace."""

    def auth_test(_: Json) -> Json:
        team, bot = workspace.team, workspace.bot
        return {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.name,
            "team_id": team.id,
            "user": bot.name,
            "user_id": bot.id,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def connections_open(_: Json) -> Json:
        return {"url": f"{socket_url}?ticket={sockets.ticket()}"}

    return {
        "auth.test": auth_test,
        "apps.connections.open": connections_open,
        "files.getUploadURLExternal": files.announce,
        "files.completeUploadExternal": files.complete,
        **chat_methods(workspace),
        **view_methods(workspace),
        **directory_methods(workspace),
        **channel_methods(workspace),
    }
