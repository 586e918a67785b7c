"""What is let in from the internet: requests that Slack has signed, and nothing else.

Anyone can reach the address, so that nothing here may raise for what they send but Refused. The
signature is checked here and not by Bolt, which answers some forgeries with a server error, and
logs the bodies of others.
"""

import hashlib
import hmac
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from bot.web.shape import is_slacks

Environ = dict[str, Any]

MOST_BYTES = 256 * 1024  # Slack's own requests are far smaller
MOST_FIELDS = 200
SKEW = 300  # seconds that a request may be old, or ahead of this computer's clock
TIMESTAMP = re.compile(r"[0-9]{10}")
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class Refused(Exception):
    """A request that is not let in: an HTTP status, and why, for whoever sent it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def admitted(environ: Environ, secret: bytes, now: float) -> dict[str, Any]:
    """Return the body of a request from Slack. Raises Refused.

    `secret` is the app's signing secret, `now` the seconds since the epoch.
    """
    timestamp, signature = _credentials(environ, now)
    body = _body(environ)
    base = b"v0:%s:%s" % (timestamp.encode("ascii"), body)
    expected = "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature):
        raise Refused(401, "The signature is wrong.")
    return _parsed(body, str(environ.get("CONTENT_TYPE", "")))


def _credentials(environ: Environ, now: float) -> tuple[str, str]:
    timestamp = str(environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""))
    signature = str(environ.get("HTTP_X_SLACK_SIGNATURE", ""))
    if not TIMESTAMP.fullmatch(timestamp) or not SIGNATURE.fullmatch(signature):
        raise Refused(401, "The request is not signed.")
    if abs(now - int(timestamp)) > SKEW:
        raise Refused(401, "The request is too old.")
    return timestamp, signature


def _body(environ: Environ) -> bytes:
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not re.fullmatch(r"[0-9]{1,18}", length):
        raise Refused(400, "The length of the request is no number.")
    if int(length) > MOST_BYTES:
        raise Refused(413, "The request is too large.")
    try:
        body: bytes = environ["wsgi.input"].read(MOST_BYTES + 1)
    except Exception as error:
        raise Refused(400, "The request cannot be read.") from error
    if len(body) > MOST_BYTES:
        raise Refused(413, "The request is too large.")
    return body


def _parsed(body: bytes, content_type: str) -> dict[str, Any]:
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in (JSON, FORM):
        raise Refused(400, "The request is neither JSON nor a form.")
    try:
        found = _fields(body.decode("utf-8"), kind)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The request cannot be read.") from error
    if not isinstance(found, dict) or not is_slacks(found):
        raise Refused(400, "The request is not one that Slack sends.")
    return found


def _fields(text: str, kind: str) -> Any:
    if kind == JSON:
        return json.loads(text)
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    return json.loads(fields["payload"]) if "payload" in fields else fields
