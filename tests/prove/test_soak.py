"""What a soak takes for a leak."""

import os
import socket
from pathlib import Path

import pytest

from tests.prove.held import DATABASE, OTHERS, SOCKETS, Held, held_by
from tests.prove.soak import MOST_OF_DATABASE, more_than_promised

FIRST = Held(200, {DATABASE: 12, SOCKETS: 1, OTHERS: 16}, 12)


@pytest.mark.parametrize(
    ("last", "named"),
    [
        (FIRST, ""),
        (Held(209, {DATABASE: 31, SOCKETS: 3, OTHERS: 16}, 14), ""),
        (Held(211, FIRST.files, 12), "growth"),
        (Held(200, {DATABASE: 12, SOCKETS: 1, OTHERS: 17}, 12), "files 17"),
        (Held(200, {DATABASE: 12, SOCKETS: 4, OTHERS: 16}, 12), "sockets"),
        (Held(200, {DATABASE: MOST_OF_DATABASE + 1, SOCKETS: 1, OTHERS: 16}, 12), "database"),
        (Held(200, FIRST.files, 15), "threads"),
    ],
)
def test_what_has_grown_is_named(last, named):
    said = more_than_promised([FIRST, Held(500, {}, 99), last])

    assert named in said
    assert bool(said) == bool(named)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="Linux tells what is open")
def test_what_a_process_has_open_is_told_apart(tmp_path):
    file = tmp_path / "bot.db"
    before = held_by(os.getpid(), str(file))

    wal, log = tmp_path / "bot.db-wal", tmp_path / "other.log"
    with file.open("w"), wal.open("w"), log.open("w"), socket.socket():
        now = held_by(os.getpid(), str(file))

    more = {kind: now.files[kind] - before.files[kind] for kind in (DATABASE, SOCKETS, OTHERS)}
    assert more == {DATABASE: 2, SOCKETS: 1, OTHERS: 1}
