"""The settings, from the environment and a .env file in the working folder; their only reader.

Each field's description says where its value comes from; it ends the sentence that stops a start.
"""

import os
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.credentials import client_id, hexadecimal, key_list, parse_keys
from bot.errors import SettingsError

SLACK_API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///close-coach.db"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
S = TypeVar("S", bound=BaseSettings)


def token(prefix: str) -> AfterValidator:
    """Return a validator for a token of one kind. The token itself is never repeated."""

    def check(value: SecretStr) -> SecretStr:
        text = value.get_secret_value().strip()
        rest = text.removeprefix(prefix)
        if rest == text or not rest or not (rest.isascii() and rest.replace("-", "").isalnum()):
            raise ValueError(f"must be a token that starts with {prefix}")
        return SecretStr(text)

    return AfterValidator(check)


def web_url(value: str) -> str:
    """Return the address with its closing slash. Tokens travel encrypted or stay here."""
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError("must be a web address") from None
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise ValueError("must be a web address")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("must start with https://")
    return value.rstrip("/") + "/"


def database_address(value: str) -> str:
    """Return the address of a database that lasts."""
    if value.startswith(("postgres://", "postgresql://")):
        return value
    if not value.startswith("sqlite:///"):
        raise ValueError("must be an address that starts with sqlite:/// or postgresql://")
    if os.environ.get("DYNO"):  # set by platforms that are like Heroku
        raise PydanticCustomError(
            "ephemeral",
            "DATABASE_URL names a SQLite file, and the disk here is wiped at every restart, with"
            " all that was kept: attach a PostgreSQL database, which sets DATABASE_URL",
        )
    return value


def upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class DatabaseSettings(BaseSettings):
    """What it takes to open the database."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # `NAME=` in a .env file means: not set
        extra="ignore",  # the environment and .env serve other programs too
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    database_url: Annotated[str, AfterValidator(database_address)] = Field(
        DATABASE_URL,
        description=f"leave it out to use {DATABASE_URL} in the working folder",
        validate_default=True,
        repr=False,  # it may hold a password
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = (
        Field("INFO", description="use DEBUG, INFO, WARNING or ERROR, or leave it out for INFO")
    )


class ServiceSettings(DatabaseSettings):
    """What every process needs that calls Slack."""

    slack_api_url: Annotated[str, AfterValidator(web_url)] = Field(
        SLACK_API_URL, description=f"leave it out for Slack's own, {SLACK_API_URL}"
    )
    text_retention_days: int = Field(
        30,
        ge=1,
        le=365,
        description="use a whole number of days from 1 to 365, or leave it out for 30",
    )


class Settings(ServiceSettings):
    """What it takes to run the bot in a workspace, over Socket Mode."""

    slack_bot_token: Annotated[SecretStr, token("xoxb-")] = Field(
        description=(
            "install the app to your workspace, then copy the Bot User OAuth Token"
            " from its OAuth & Permissions page (api.slack.com/apps)"
        )
    )
    slack_app_token: Annotated[SecretStr, token("xapp-")] = Field(
        description=(
            "on your app's Basic Information page (api.slack.com/apps), under App-Level Tokens,"
            " create one with the connections:write scope and copy it"
        )
    )


KeyList = Annotated[SecretStr, AfterValidator(key_list)]
KEYS_FROM = (
    "close-coach db new-key prints one key; put a new one in front of the earlier ones,"
    " with a comma between them"
)


class KeySettings(DatabaseSettings):
    """What it takes to encrypt the tokens anew."""

    encryption_keys: KeyList = Field(description=KEYS_FROM)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys, each with its id, the current one first."""
        return parse_keys(self.encryption_keys.get_secret_value())


class ClockSettings(ServiceSettings):
    """What it takes to keep the time: no token, for nothing is said to Slack."""

    uninstall_grace_days: int = Field(
        7,
        ge=0,
        le=365,
        description="use a whole number of days from 0 to 365, or leave it out for 7",
    )


class SenderSettings(ClockSettings):
    """What it takes to send without a socket: to one workspace with its token, or to many."""

    slack_bot_token: Annotated[SecretStr, token("xoxb-")] | None = Field(
        None,
        description=(
            "for one workspace install the app, then copy the Bot User OAuth Token from its"
            " OAuth & Permissions page (api.slack.com/apps); leave it out to serve many"
        ),
    )
    encryption_keys: KeyList | None = Field(None, description=KEYS_FROM)
    for_many: ClassVar[tuple[str, ...]] = ("encryption_keys",)

    @model_validator(mode="after")
    def _one_or_many(self) -> Self:
        lacking = [name for name in self.for_many if getattr(self, name) is None]
        if self.serves_many and lacking:
            raise PydanticCustomError(
                "together",
                "{names} must be set to serve many workspaces, or else SLACK_BOT_TOKEN to serve"
                " one: {where}.",
                {
                    "field": lacking[0],
                    "names": ", ".join(name.upper() for name in lacking),
                    "where": type(self).model_fields[lacking[0]].description,
                },
            )
        return self

    @property
    def serves_many(self) -> bool:
        """Whether workspaces install the bot by themselves."""
        return self.slack_bot_token is None

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The encryption keys, each with its id, the current one first."""
        assert self.encryption_keys is not None
        return parse_keys(self.encryption_keys.get_secret_value())


class WebSettings(SenderSettings):
    """What it takes to serve HTTP."""

    for_many: ClassVar[tuple[str, ...]] = (
        "slack_client_id",
        "slack_client_secret",
        "public_url",
        "encryption_keys",
    )

    slack_signing_secret: Annotated[SecretStr, hexadecimal] = Field(
        description="copy it from your app's Basic Information page (api.slack.com/apps)"
    )
    slack_client_id: Annotated[str, AfterValidator(client_id)] | None = Field(
        None, description="copy it from your app's Basic Information page (api.slack.com/apps)"
    )
    slack_client_secret: Annotated[SecretStr, hexadecimal] | None = Field(
        None, description="copy it from your app's Basic Information page (api.slack.com/apps)"
    )
    public_url: Annotated[str, AfterValidator(web_url)] | None = Field(
        None, description="use the address under which Slack and browsers reach this server"
    )
    port: int = Field(
        3000, ge=0, le=65_535, description="use a port number, or leave it out for 3000"
    )
    listen_address: str = Field(
        "0.0.0.0",  # noqa: S104 - a platform reaches a process from outside; requests are signed
        description="use an address of this computer, such as 127.0.0.1 behind a proxy on it",
    )
    web_threads: int = Field(
        8, ge=1, le=64, description="use a whole number from 1 to 64, or leave it out for 8"
    )
    web_concurrency: int = Field(
        1, ge=1, le=32, description="use a whole number from 1 to 32, or leave it out for 1"
    )
    metrics_token: SecretStr | None = Field(
        None, description="use a long random word, or leave it out to answer this computer alone"
    )


class _Either(DatabaseSettings):
    slack_app_token: str | None = None
    slack_signing_secret: str | None = None


def is_http() -> bool:
    """Whether these settings are meant for HTTP, and not for Socket Mode."""
    try:
        found = _Either()
    except (ValidationError, UnicodeDecodeError):
        return False
    return found.slack_app_token is None and found.slack_signing_secret is not None


def load(kind: type[S]) -> S:
    """Read the settings. Raises SettingsError about the first that is missing or malformed."""
    try:
        return kind()
    except ValidationError as error:
        raise SettingsError(next(iter(explain(kind, error).values()))) from None
    except UnicodeDecodeError:
        raise SettingsError(
            f"{Path('.env').resolve()} is not UTF-8 text: save it again as UTF-8."
        ) from None


def problems(kind: type[BaseSettings]) -> dict[str, str]:
    """Return a sentence for each variable that is missing or malformed, by the variable's name."""
    try:
        kind()
    except ValidationError as error:
        return explain(kind, error)
    except UnicodeDecodeError:
        return {".env": "The .env file is not UTF-8 text: save it again as UTF-8."}
    return {}


def explain(kind: type[BaseSettings], error: ValidationError) -> dict[str, str]:
    """Turn a validation error into one sentence a variable, without any value."""
    sentences = {}
    for one in error.errors(include_input=False, include_url=False):
        if not one["loc"]:  # about several settings at once
            sentences[str(one["ctx"]["field"]).upper()] = one["msg"]
            continue
        field = str(one["loc"][0])
        if one["type"] == "ephemeral":
            sentences[field.upper()] = f"{one['msg']}."
            continue
        where = kind.model_fields[field.lower()].description
        sentences[field.upper()] = f"{field.upper()} {complaint(one['type'], one['msg'])}: {where}."
    return sentences


def complaint(type: str, message: str) -> str:
    if type == "missing":
        return "is missing"
    if type == "value_error":
        return message.removeprefix("Value error, ")
    return "is not one of the values it can have"
