"""The arguments of a Web API call, however they were sent."""

import json
from typing import Any

from aiohttp import web

from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal

STRUCTURED = ("blocks", "view", "metadata", "attachments", "files")
TRUE = (True, "true", "1", 1)


def bearer(request: web.Request) -> str:
    """The token in the Authorization header, "" without one."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" else ""


async def arguments(request: web.Request) -> Json:
    """The arguments of a call, however they were sent, without those that are null."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= json.loads(await request.text() or "{}")
    else:
        args |= {key: str(value) for key, value in (await request.post()).items()}
    return {key: _decoded(key, value) for key, value in args.items() if value is not None}


def _decoded(key: str, value: Any) -> Any:
    """Form values are text: structures come as JSON."""
    if not isinstance(value, str) or key not in STRUCTURED:
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise SlackRefusal(f"invalid_{key}_format") from error


def required(args: Json, *names: str) -> None:
    """Refuse a call without these arguments."""
    missing = [name for name in names if args.get(name) in (None, "")]
    if missing:
        problems = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackRefusal("invalid_arguments", *problems)


def flag(args: Json, name: str) -> bool:
    """A boolean argument, which a form sends as text."""
    return args.get(name) in TRUE


def number(args: Json, name: str, default: int) -> int:
    """A whole number, which a form sends as text."""
    try:
        return int(args.get(name, default))
    except ValueError as error:
        raise SlackRefusal("invalid_arguments", f"[ERROR] must be a number: {name}") from error
