"""Waits for what another thread is about to do."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 20.0


def wait_for(condition: Callable[[], T], timeout: float = PATIENCE) -> T:
    """Return the first true thing that `condition` returns. Raises TimeoutError."""
    deadline = time.monotonic() + timeout
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing of the kind within {timeout:g} s")
        time.sleep(0.01)
    return found
