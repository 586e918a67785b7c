"""What is made at the start lasts as long as the process.

Python's collector of garbage would look at all of it again and again while it grows, and whenever
it is thorough later on: a tenth of the start, and a pause in the middle of an answer.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """Collect nothing until the end of the block, nor ever what there is by then."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
