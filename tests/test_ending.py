"""How a process ends."""

import subprocess
import sys

import pytest

from tests.processes import PATIENCE, ROOT

WITH_A_THREAD = """
import threading
from bot.ending import leave

threading.Thread(target=threading.Event().wait).start()  # as one that waits for Slack
print("All is closed.", end="")
leave()
"""


WITH_WORK_THAT_HANGS = """
import threading
from bot.ending import end_within

end_within(0.01, code={code})
threading.Event().wait()
"""


WITH_A_WISH_AT_EVERY_TURN = """
import signal, sys
from bot.ending import Stop, leave

met = set()

def ask_again(frame, event, arg):  # once at each call and return while a wish is taken down
    here = event, frame.f_code, repr(arg)
    if here not in met:
        met.add(here)
        signal.raise_signal(signal.SIGTERM)

stop = Stop()
sys.setprofile(ask_again)
signal.raise_signal(signal.SIGTERM)
sys.setprofile(None)
stop.wait(lambda: True)
leave()
"""


def ended(program):
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("code", [0, 1])
def test_who_hangs_at_the_end_leaves_as_they_would_have_left_without(code):
    """A platform starts those again that did not end well."""
    assert ended(WITH_WORK_THAT_HANGS.format(code=code)).returncode == code


def test_who_leaves_waits_for_no_thread_and_loses_no_word():
    done = ended(WITH_A_THREAD)

    assert (done.returncode, done.stdout, done.stderr) == (0, "All is closed.", "")


def test_a_wish_to_stop_in_the_middle_of_another_is_borne():
    """A platform and a person, or a shell and its group, may both ask at once."""
    assert ended(WITH_A_WISH_AT_EVERY_TURN).returncode == 0
