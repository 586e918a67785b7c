"""How a process ends."""

import subprocess
import sys

from tests.processes import PATIENCE, ROOT

WITH_A_THREAD = """
import threading
from bot.ending import leave

threading.Thread(target=threading.Event().wait).start()  # as one that waits for Slack
print("All is closed.", end="")
leave()
"""


def test_who_leaves_waits_for_no_thread_and_loses_no_word():
    done = subprocess.run(
        [sys.executable, "-c", WITH_A_THREAD],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "All is closed.", "")
