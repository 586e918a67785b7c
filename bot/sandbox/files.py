"""Files that the bot sends: announced, uploaded, then shared in a channel."""

import mimetypes
from dataclasses import dataclass, replace
from itertools import count

from aiohttp import web

from bot.sandbox.arguments import number, required
from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.views import with_ids
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class File:
    """A file; `body` is None until it was uploaded."""

    id: str
    name: str
    length: int
    body: bytes | None = None


class Files:
    """All files of the workspace; `base_url` is where they are uploaded and fetched."""

    def __init__(self, workspace: Workspace, base_url: str) -> None:
        self._workspace = workspace
        self._base_url = base_url
        self._files: dict[str, File] = {}
        self._numbers = count(1)

    def announce(self, args: Json) -> Json:
        """files.getUploadURLExternal."""
        required(args, "filename", "length")
        length = number(args, "length", 0)
        if length < 1:
            raise SlackRefusal("invalid_arguments", "[ERROR] must be greater than 0: length")
        file = File(f"F{next(self._numbers):04d}", args["filename"], length)
        self._files[file.id] = file
        return {"file_id": file.id, "upload_url": f"{self._base_url}/upload/{file.id}"}

    def complete(self, args: Json) -> Json:
        """files.completeUploadExternal: without a channel the files stay private."""
        required(args, "files")
        files = [self._uploaded(given) for given in args["files"]]
        if args.get("channel_id"):
            self._share(files, args)
        return {"files": [{"id": file["id"], "title": file["title"]} for file in files]}

    def body(self, id_: str) -> bytes:
        """What is in a file; refuses with `file_not_found`."""
        return self._found(id_).body or b""

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of an announced file, bare or as the first part of a form."""
        try:
            file = self._found(request.match_info["id"])
        except SlackRefusal as error:
            return web.Response(status=404, text=error.code)
        if request.content_type.startswith("multipart/"):
            given = next(iter((await request.post()).values()), "")
            body = given.file.read() if isinstance(given, web.FileField) else str(given).encode()
        else:
            body = await request.read()
        if len(body) != file.length:
            return web.Response(status=400, text="the length is not the announced one")
        self._files[file.id] = replace(file, body=body)
        return web.Response(text=f"OK - {len(body)}")

    async def download(self, request: web.Request) -> web.Response:
        """Hand a file to whoever looks at the page."""
        try:
            file = self._found(request.match_info["id"])
        except SlackRefusal:
            raise web.HTTPNotFound from None
        return web.Response(
            body=file.body,
            content_type=mime(file.name),
            headers={"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"},
        )

    def _found(self, id_: str) -> File:
        if id_ not in self._files:
            raise SlackRefusal("file_not_found")
        return self._files[id_]

    def _uploaded(self, given: Json) -> Json:
        file = self._found(given.get("id", ""))
        if file.body is None:
            raise SlackRefusal("file_not_found")
        address = f"{self._base_url}/files/{file.id}"
        return {
            "id": file.id,
            "name": file.name,
            "title": given.get("title") or file.name,
            "mimetype": mime(file.name),
            "size": file.length,
            "url_private": address,
            "url_private_download": address,
        }

    def _share(self, files: list[Json], args: Json) -> None:
        """Post the files; only a channel's own id will do, not a person's."""
        if args["channel_id"].startswith("U"):
            raise SlackRefusal("channel_not_found")
        channel = self._workspace.postable(args["channel_id"])
        comment = args.get("initial_comment") or ""
        blocks = [] if comment else args.get("blocks") or []
        if comment or blocks:
            self._workspace.check_message({"text": comment, "blocks": blocks})
        self._workspace.conversations.add(
            channel.id,
            self._workspace.bot.id,
            comment,
            blocks=with_ids(blocks, "f"),
            thread_ts=args.get("thread_ts"),
            files=files,
        )


def mime(name: str) -> str:
    """The media type that a file's name suggests."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
