"""The settings, from the environment and a .env file in the working folder; their only reader.

Each field's description says where its value comes from; it ends the sentence that stops a start.
"""

from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

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


def sqlite_url(value: str) -> str:
    """Return the address of a SQLite database."""
    if not value.startswith("sqlite:///"):
        raise ValueError("must be a SQLite address that starts with sqlite:///")
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

    database_url: Annotated[str, AfterValidator(sqlite_url)] = Field(
        DATABASE_URL, description=f"leave it out to use {DATABASE_URL} in the working folder"
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = (
        Field("INFO", description="use DEBUG, INFO, WARNING or ERROR, or leave it out for INFO")
    )


class Settings(DatabaseSettings):
    """What it takes to run the bot in a workspace."""

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
    slack_api_url: Annotated[str, AfterValidator(web_url)] = Field(
        SLACK_API_URL, description=f"leave it out for Slack's own, {SLACK_API_URL}"
    )
    text_retention_days: int = Field(
        30,
        ge=1,
        le=365,
        description="use a whole number of days from 1 to 365, or leave it out for 30",
    )


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
        field = str(one["loc"][0])
        where = kind.model_fields[field.lower()].description
        sentences[field.upper()] = f"{field.upper()} {complaint(one['type'], one['msg'])}: {where}."
    return sentences


def complaint(type: str, message: str) -> str:
    if type == "missing":
        return "is missing"
    if type == "value_error":
        return message.removeprefix("Value error, ")
    return "is not one of the values it can have"
