"""Two workspaces with the same ids, in short."""

from tests.prove.tenants import prove


def test_nothing_crosses_from_one_workspace_to_another():
    prove(steps=60, chosen_seed=11)
