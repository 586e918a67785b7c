"""How long the drills of one morning take where Slack limits the rate, in simulated time."""

from tests.slack.limited import bucket, drain, windows

COUNT, RATE = 2_000, 4
SLACKS = {
    "a bucket of 1": lambda: bucket(RATE, 1),
    "a bucket of 8": lambda: bucket(RATE, 8),
    "a count for each second": lambda: windows(RATE, 1),
}


def show() -> None:
    """Print the seconds, in ratio to those that the limit itself needs."""
    ideal = COUNT / RATE
    print(f"drain: {COUNT:,} drills against {RATE} a second; the limit alone needs {ideal:.0f} s")
    for name, slack in SLACKS.items():
        seconds, refused = drain(slack(), COUNT)
        print(f"  {name}: {seconds:.0f} s, {seconds / ideal:.2f} of that; {refused} refused")
