"""The shapes of the ids, secrets and keys that settings hold. None is repeated in an error."""

import base64
import re

from pydantic import AfterValidator, SecretStr

KEY_BYTES = 32


def client_id(value: str) -> str:
    """Return the public id of an app."""
    if not re.fullmatch(r"\d+\.\d+", value):
        raise ValueError("must be two numbers with a dot between them")
    return value


def secret(value: SecretStr) -> SecretStr:
    """Return a secret of the kind that Slack shows on an app's page."""
    if not re.fullmatch(r"[0-9a-f]{32,64}", value.get_secret_value()):
        raise ValueError("must be 32 characters from 0 to 9 and a to f")
    return value


hexadecimal = AfterValidator(secret)


def key_list(value: SecretStr) -> SecretStr:
    """Return a list of keys that can be parsed."""
    parse_keys(value.get_secret_value())
    return value


def parse_keys(text: str) -> tuple[tuple[str, str], ...]:
    """Split `id:key,id:key` into its ids and keys. Raises ValueError."""
    pairs = [entry.strip().partition(":") for entry in text.split(",")]
    keys = tuple((id, key) for id, _, key in pairs)
    if not all(re.fullmatch(r"\w{1,32}", id) and _is_key(key) for id, key in keys):
        raise ValueError("must be a list such as ID:KEY,ID:KEY")
    if len(dict(keys)) < len(keys):
        raise ValueError("must give each key another name")
    return keys


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == KEY_BYTES
    except ValueError:
        return False
