"""Time several ways of doing a thing against each other, and print what came out.

What is compared is measured in turns within one run, so that a busy machine slows all of it alike:
the ratios mean more than the milliseconds.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from typing import TypeVar

Item = TypeVar("Item")
Times = list[float]  # seconds


def in_turns(
    works: Mapping[str, Callable[[Item], object]],
    items: Sequence[Item],
    clock: Callable[[], float],
    *,
    warm_up: int = 0,
) -> dict[str, Times]:
    """Do every work on every item; return each work's times. The first items are not counted.

    The order of the works turns from item to item, so that none is always the one after another.
    """
    times: dict[str, Times] = {name: [] for name in works}
    order = list(works)
    for number, item in enumerate(items):
        for name in order:
            begun = clock()
            works[name](item)
            took = clock() - begun
            if number >= warm_up:
                times[name].append(took)
        order.append(order.pop(0))
    return times


def show_times(what: str, times: Mapping[str, Times], against: str) -> None:
    """Print a table of times, and their medians in ratio to the one of `against`."""
    print(f"\n{what}\n{'':32}{'median':>12}{'p99':>12}{'least':>12}{'most':>12}   ratio")
    for name, taken in times.items():
        ratio = median(taken) / median(times[against])
        shown = (median(taken), percentile(taken), min(taken), max(taken))
        columns = "".join(f"{1000 * seconds:9.2f} ms" for seconds in shown)
        print(f"{name:32}{columns}{ratio:8.2f}")


def percentile(taken: Sequence[float]) -> float:
    """Return what 99 of 100 stay below."""
    return quantiles(taken, n=100, method="inclusive")[-1]
