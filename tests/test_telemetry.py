import os
import subprocess
import sys

from tests.processes import ROOT

HELD_BACK_BY = ("CI", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")  # here or on a server that tests


def test_a_critique_leaves_no_notes_for_the_maker_of_a_library(tmp_path):
    known = {name: value for name, value in os.environ.items() if name not in HELD_BACK_BY}
    home = tmp_path / "home"
    home.mkdir()
    answer = subprocess.run(
        [sys.executable, "-m", "bot", "check", "Thank you. What are the next steps?"],
        cwd=ROOT,
        env={**known, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "next step" in answer.stdout
    assert list(home.rglob("*")) == []
