"""The fuzzer in its short form."""

from tests.prove.fuzz import prove
from tests.prove.hostile import KINDS


def test_no_request_of_a_stranger_is_answered_with_a_server_error(tmp_path):
    outcome = prove(tmp_path, requests=2_000, seed=7)

    assert (outcome.server_errors, outcome.tracebacks) == (0, 0)
    assert set(outcome.answers) == {*KINDS, "replayed"}
    assert set(outcome.answers["genuine"] | outcome.answers["replayed"]) == {"200"}
    assert set(outcome.answers["forged"] | outcome.answers["stale"]) == {"400", "401"}
    assert set(outcome.answers["oversize"]) <= {"413", "closed"}
