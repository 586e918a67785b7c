"""The list of guards is about this code, and about tests that there are."""

import ast

import pytest

from tests.processes import ROOT
from tests.prove.guard import applied
from tests.prove.guards import GUARDS


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_is_where_it_was_and_so_is_its_test(guard):
    file, _, name = guard.test.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    ast.parse(applied(guard, ROOT))
