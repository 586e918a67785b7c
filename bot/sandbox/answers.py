"""What the app answers to a command or through a response URL, put into the channel."""

from bot.sandbox.model import Json, Message
from bot.sandbox.tickets import ResponseUrl
from bot.sandbox.views import with_ids
from bot.sandbox.workspace import Workspace


def post_answer(
    workspace: Workspace, user: str, channel: str, answer: Json, thread_ts: str | None = None
) -> Message:
    """Post an answer: ephemeral for `user` unless it says `in_channel`. Refuses bad messages."""
    workspace.check_message(answer)
    private = answer.get("response_type", "ephemeral") != "in_channel"
    return workspace.conversations.add(
        channel,
        workspace.bot.id,
        answer.get("text", ""),
        blocks=with_ids(answer.get("blocks") or [], "a"),
        thread_ts=thread_ts,
        visible_to=user if private else None,
    )


def respond(workspace: Workspace, url: ResponseUrl, answer: Json) -> None:
    """Do what a request to a response URL asks: post, replace or delete. Refuses bad messages."""
    conversations = workspace.conversations
    if answer.get("delete_original") and url.source_ts:
        conversations.delete(conversations.message(url.channel, url.source_ts, url.user))
    elif answer.get("replace_original") and url.source_ts:
        workspace.check_message(answer)
        source = conversations.message(url.channel, url.source_ts, url.user)
        blocks = tuple(with_ids(answer.get("blocks") or [], "a"))
        conversations.edit(source, text=answer.get("text", ""), blocks=blocks)
    else:
        thread_ts = answer.get("thread_ts", url.thread_ts)
        post_answer(workspace, url.user, url.channel, answer, thread_ts)
