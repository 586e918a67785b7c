"""What a team's own rules add to a critique: none, a few, and as many as there may be."""

from time import thread_time

from bot.core.critic import Critic
from bot.core.fingerprints import fingerprint
from bot.core.team_rules import TeamException, TeamRules, TeamTrap
from bot.offline import build_critic
from tests.bench.measure import in_turns, show_times
from tests.bench.texts import fifty_words, filled, hostile, lines

TRAPS, EXAMPLES, EXCEPTIONS = 50, 10, 200  # the most that a team may have
WARM_UP, SAMPLE = 20, 220


def show() -> None:
    critic = build_critic()
    most = most_rules(critic)
    own, exceptions = TeamRules(most.traps), TeamRules(exceptions=most.exceptions)
    show_times(
        f"team rules: CPU time to judge {SAMPLE - WARM_UP} lines of 40 to 60 words with"
        f" {TRAPS} own traps of {EXAMPLES} examples and {EXCEPTIONS} exceptions, and without",
        in_turns(
            {
                "no rules": critic.critique,
                "own traps": lambda text: critic.critique(text, team=own),
                "  of it, finding them once": own.find,
                "exceptions": lambda text: critic.critique(text, team=exceptions),
                "both": lambda text: critic.critique(text, team=most),
            },
            [line for line in fifty_words() if not most.find(line)][:SAMPLE],
            thread_time,
            warm_up=WARM_UP,
        ),
        against="no rules",
    )
    print(f"\n{'own traps in hostile texts, ms':32}{'1000':>9}{'4000':>9}   characters")
    for name, filling in hostile(critic.library).items():
        taken = [_seconds(most, filled("Thank you. ", filling, size)) for size in (1000, 4000)]
        print(f"{name:32}" + "".join(f"{1000 * one:9.2f}" for one in taken))


def most_rules(critic: Critic) -> TeamRules:
    """Return rules made of lines that reps say, so that they have much in common with others."""
    said = iter(line for line in reversed(lines()) if 8 <= len(line.split()) <= 30)
    traps = []
    for number in range(TRAPS):
        caught = tuple(next(said) for _ in range(EXAMPLES))
        phrases = tuple(" ".join(line.split()[2:7]).strip(".,?!'\"") for line in caught)
        phrases = tuple(phrase for phrase in phrases if phrase.replace(" ", "").isalpha())
        id, passed = f"team:{number}", (next(said), next(said))
        traps.append(TeamTrap(id, id, "Why.", ("I would like this.",), phrases, caught, passed))
    rules = [trap.id for trap in critic.library.traps]
    exceptions = [
        TeamException(str(number), rules[number % len(rules)], fingerprint(next(said)))
        for number in range(EXCEPTIONS)
    ]
    return TeamRules(traps, exceptions)


def _seconds(rules: TeamRules, text: str) -> float:
    begun = thread_time()
    rules.find(text)
    return thread_time() - begun
