"""Wait for a starting demo to name its page, then have the page answer /close-check.

ask_demo.py LOG, where LOG is the file that the demo's output goes to. Exits 1 when no answer comes.
"""

import json
import re
import sys
import time
import urllib.request
from pathlib import Path

PATIENCE = 300  # seconds: the demo may have to be installed first
READY = re.compile(r"ready: (http://127\.0\.0\.1:\d+)")
LINE = "Thank you. I'll just wait to hear from you."


def page_url(log: Path) -> str:
    """Return the page's address once the demo has printed it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if log.exists() and (found := READY.search(log.read_text(encoding="utf-8"))):
            return found[1]
        time.sleep(0.5)
    sys.exit("The demo did not start.")


def ask(url: str) -> str:
    """Type the command on the page, and return all that its channel then shows."""
    command = {"user": "U0MAYA", "channel": "C0PRACTICE", "text": f"/close-check {LINE}"}
    reply = post(f"{url}/page/command", command)
    if not reply["ok"]:
        sys.exit(f"The page refused the command: {reply}")
    return get(f"{url}/page/messages?user=U0MAYA&channel=C0PRACTICE")


def post(url: str, body: dict) -> dict:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.read().decode()


if __name__ == "__main__":
    url = page_url(Path(sys.argv[1]))
    shown = ask(url)
    if "of 100" not in shown and "Passive" not in shown:
        sys.exit(f"The page shows no critique: {shown[-2000:]}")
    sys.stdout.write(f"{url} answered /close-check\n")
