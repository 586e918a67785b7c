import pytest

from bot.core.critic import Critic
from bot.core.critique import LineKind, Stance
from bot.core.reading import Reader
from bot.core.rewrite import Rewriter
from tests.core.small import DISPUTED, LIBRARY, TRAP, ScriptedDetector


@pytest.fixture(name="rewrite", scope="module")
def _rewrite():
    critic = Critic(LIBRARY, ScriptedDetector())

    def rewrite(text, stance=Stance.BALANCED):
        return critic.critique(text, stance).rewrite

    return rewrite


def test_the_reps_own_sentences_stay_and_the_missing_ones_are_added(rewrite):
    assert rewrite("I sold forty. I want this.") == "I sold forty. I want this. Shall we go on?"


def test_what_is_added_comes_before_the_reps_own_closing_question(rewrite):
    rewritten = rewrite("I sold forty, shall we go on?")
    assert rewritten in {
        f"{middle} I sold forty, shall we go on?"
        for middle in ("I want this.", "I would love this.", "This is my job.")
    }


def test_the_clause_before_a_trap_stays_when_it_can_stand_alone(rewrite):
    rewritten = rewrite("Thanks for your time, please please call")
    assert rewritten.startswith("Thanks for your time. ")
    assert any(swap in rewritten for swap in TRAP.swap)


@pytest.mark.parametrize(
    "text",
    [
        "If you hire me, please please call",  # leans on what follows
        "Judged by your standards, please please call",  # so does a participle
        "Thanks, please please call",  # too short to stand
        "I would like you to please please call",  # not the end of a clause
    ],
)
def test_a_remnant_that_cannot_stand_alone_goes(rewrite, text):
    assert rewrite(text).startswith(TRAP.swap)


def test_a_short_echo_of_a_trap_goes_with_it(rewrite):
    assert "Ever" not in rewrite("Please please call. Ever. I want this.")
    assert rewrite("Hello there. Please please call.").startswith("Hello there. ")


def test_two_traps_in_one_sentence_are_both_replaced(rewrite):
    rewritten = rewrite("Please please decide now.")
    assert "lease" not in rewritten
    assert "decide now" not in rewritten


def test_a_trap_that_runs_over_two_sentences_is_replaced_once():
    class Across(ScriptedDetector):
        def detect(self, text):
            signals = super().detect(text)
            if "Call me. Please please." not in text:
                return signals
            start = text.index("Call me.")
            [signal] = signals
            return (type(signal)(signal.id, type(signal.span)(start, len(text)), 0.9),)

    critic = Critic(LIBRARY, Across())
    rewritten = critic.critique("It was good. Call me. Please please.").rewrite or ""
    assert rewritten.startswith("It was good. ")
    assert sum(swap in rewritten for swap in TRAP.swap) == 1


@pytest.mark.parametrize(
    ("stance", "kept"), [(Stance.STRICT, False), (Stance.BALANCED, False), (Stance.OPEN, True)]
)
def test_a_concern_check_stays_only_where_the_team_is_open_to_it(rewrite, stance, kept):
    rewritten = rewrite("I want it. Do you have any concerns?", stance)
    assert ("any concerns" in rewritten) is kept
    assert any(swap in rewritten for swap in DISPUTED.swap) is not kept


def test_different_lines_get_different_wordings_and_one_line_always_the_same(rewrite):
    lines = [f"Please please call {name}" for name in ("Ann", "Bob", "Cid", "Dot", "Eve", "Flo")]
    assert len({rewrite(line) for line in lines}) > 1
    assert [rewrite(line) for line in lines] == [rewrite(line) for line in lines]


def test_a_rewrite_is_at_most_sixty_words_longer():
    wordy = LIBRARY.model_copy(
        update={
            "kinds": tuple(
                kind.model_copy(
                    update={
                        "checks": tuple(
                            check.model_copy(update={"say": (f"I want this {'very ' * 61}much.",)})
                            if check.id == "wants-it"
                            else check
                            for check in kind.checks
                        )
                    }
                )
                for kind in LIBRARY.kinds
            )
        }
    )
    critique = Critic(wordy, ScriptedDetector()).critique("Please please call.")
    assert critique.rewrite is not None
    assert critique.rewrite.endswith("Shall we go on?")
    assert "very" not in critique.rewrite


def test_the_reps_words_are_given_up_when_they_cannot_be_made_clean():
    class Echo(ScriptedDetector):
        """Finds the trap in the remnant as well."""

        def detect(self, text):
            found = super().detect(text)
            if not found and "Thanks for your time" in text:
                return super().detect("please please")
            return found

    reader = Reader(LIBRARY, Echo())
    reading = reader.read("Thanks for your time, please please", Stance.BALANCED, LineKind.BRIDGE)
    assert Rewriter(LIBRARY, reader).rewrite(reading) == "I would do that for you."


def test_no_rewrite_is_better_than_one_with_a_trap():
    class Always(ScriptedDetector):
        def detect(self, text):
            return super().detect("please please")

    assert Critic(LIBRARY, Always()).critique("Anything at all.").rewrite is None


def test_a_bridge_is_completed_as_a_bridge(rewrite):
    assert rewrite("I sold forty") == "I sold forty. I would do that for you."


def test_a_text_that_is_no_close_is_not_rewritten(rewrite):
    assert rewrite("How large is the territory?") is None
