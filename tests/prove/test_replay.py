"""Deliveries that come again, in short."""

from tests.databases import url_in
from tests.prove.replay import prove


def test_what_comes_four_times_to_two_processes_has_one_effect(tmp_path):
    outcome = prove(url_in(tmp_path), events=60, seed=3)

    assert outcome.found == outcome.expected
    assert outcome.refused == 0
