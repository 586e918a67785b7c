"""How the time of a critique grows with the length of the line, on texts made to be slow."""

from itertools import pairwise
from time import thread_time

from bot.core.critic import Critic
from bot.offline import build_critic
from tests.bench.texts import filled, hostile

SIZES = (500, 1000, 2000, 4000)  # characters; longer lines are refused
ROUNDS = 3


def show() -> None:
    critic = build_critic()
    print(
        "\nlinearity: CPU milliseconds of a critique by characters of the line, the best of"
        f" {ROUNDS}; `growth` is its steepest when the length doubles (2 is linear)"
    )
    print(f"{'':30}" + "".join(f"{size:9}" for size in SIZES) + "   growth")
    for name, filling in hostile(critic.library).items():
        best = [least_seconds(critic, size, filling) for size in SIZES]
        growth = max(after / before for before, after in pairwise(best))
        print(f"{name:30}" + "".join(f"{1000 * one:9.2f}" for one in best) + f"{growth:9.2f}")


def least_seconds(critic: Critic, size: int, filling: str) -> float:
    """Return the least CPU time that a text of this kind takes. No text is judged twice."""
    taken = []
    for number in range(ROUNDS):
        text = filled(f"Thank you for talk number {number} today. ", filling, size)
        begun = thread_time()
        critic.critique(text)
        taken.append(thread_time() - begun)
    return min(taken)
