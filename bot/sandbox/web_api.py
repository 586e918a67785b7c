"""The Web API: tokens, arguments, faults, the record of calls, and errors in Slack's form."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.sandbox.arguments import arguments, bearer
from bot.sandbox.faults import Faults
from bot.sandbox.manifest import Manifest
from bot.sandbox.methods import NEEDS, Method
from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal

BOT_TOKEN = "xoxb-sandbox"  # noqa: S105 - it opens nothing but this Slack
APP_TOKEN = "xapp-sandbox"  # noqa: S105 - as above


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Web API and what it was answered: "ok", an error code or a fault."""

    method: str
    args: Json
    outcome: str


@dataclass(slots=True)
class WebApi:
    """Serves `/api/<method>`."""

    methods: dict[str, Method]
    manifest: Manifest
    faults: Faults
    observe: Callable[[], None]
    calls: list[Call] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        name = request.match_info["method"]
        try:
            args = await arguments(request)
        except SlackRefusal as error:
            return web.json_response(refused(error))
        token = args.pop("token", "") or bearer(request)
        fault = self.faults.next(name)
        answer: Json = {}
        if fault is None or fault.accepts:
            answer = self._answer(name, token, args)
        self._record(Call(name, args, fault.name if fault else answer.get("error", "ok")))
        if fault is not None:
            return await self.faults.strike(fault, request)
        return web.json_response(answer, headers={"x-oauth-scopes": self._scopes()})

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self.observe()

    def _answer(self, name: str, token: str, args: Json) -> Json:
        try:
            return {"ok": True} | self._done(name, token, args)
        except SlackRefusal as error:
            if error.code == "missing_scope":
                lacks = {"needed": error.problems[0], "provided": self._scopes()}
                return {"ok": False, "error": error.code} | lacks
            return refused(error)

    def _done(self, name: str, token: str, args: Json) -> Json:
        if not token:
            raise SlackRefusal("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            raise SlackRefusal("invalid_auth")
        if name not in self.methods:
            raise SlackRefusal("unknown_method")
        if (token == APP_TOKEN) != (name == "apps.connections.open"):
            raise SlackRefusal("not_allowed_token_type")
        needed = NEEDS.get(name)
        if needed and not needed & self.manifest.scopes:
            raise SlackRefusal("missing_scope", min(needed))
        return self.methods[name](args)

    def _scopes(self) -> str:
        return ",".join(sorted(self.manifest.scopes))


def refused(error: SlackRefusal) -> Json:
    """A refusal as the API answers it."""
    answer: Json = {"ok": False, "error": error.code}
    if error.problems:
        answer["response_metadata"] = {"messages": list(error.problems)}
    return answer
