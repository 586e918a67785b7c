"""`close-coach serve` as processes of their own, in front of a Slack with many workspaces."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from tests.processes import PATIENCE, close_coach
from tests.prove.many import ManySlack
from tests.web.calling import SECRET, TOKEN


@dataclass(slots=True)
class Served:
    """A server that listens on 127.0.0.1, and all that it has logged."""

    process: "Popen[str]"
    port: int
    log: list[str] = field(default_factory=list)

    def megabytes(self) -> float:
        """Return the memory that the processes which answer hold now (Linux only)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return sum(_resident(int(pid)) for pid in children.split())


@contextmanager
def served(slack: ManySlack, folder: Path, *words: str) -> Iterator[Served]:
    """Serve one workspace until the end of the block."""
    slack.teams[TOKEN] = "T0DEMO"
    process = close_coach(
        "serve",
        *words,
        folder=folder,
        SLACK_API_URL=slack.url,
        SLACK_BOT_TOKEN=TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        DATABASE_URL="sqlite:///bot.db",
        LISTEN_ADDRESS="127.0.0.1",
        PORT="0",
    )
    assert process.stderr is not None
    log: list[str] = []
    port = 0
    for line in process.stderr:
        log.append(line)
        if found := re.search(r"serving at http://127\.0\.0\.1:(\d+)", line):
            port = int(found[1])
            break
    assert port, "".join(log)
    reader = threading.Thread(target=log.extend, args=(process.stderr,))
    reader.start()
    try:
        yield Served(process, port, log)
    finally:
        if process.poll() is None:
            process.terminate()  # a master that is killed leaves its children behind
        process.wait(PATIENCE)
        reader.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            pipe.close()


def _resident(pid: int) -> float:
    for entry in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if entry.startswith("VmRSS:"):
            return int(entry.split()[1]) / 1024
    return 0.0
