import pytest

from bot.core.critic import Critic
from bot.core.critique import LineKind, Span, Stance
from bot.core.detection import Signal
from bot.core.library import Swaps, Wording
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


def test_a_name_that_is_thanked_stays(rewrite):
    rewritten = rewrite("Thanks for your time, Dana, please please call")
    assert rewritten.startswith("Thanks for your time, Dana. ")


def test_a_figure_of_the_reps_own_stays_when_the_words_around_it_go(rewrite):
    rewritten = rewrite("Please please look at my twelve clinics in Ohio!")
    assert rewritten.startswith("I have twelve clinics in Ohio. ")


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
    rewritten = Rewriter(LIBRARY, reader).rewrite(reading)
    assert rewritten in {f"{swap} I would do that for you." for swap in TRAP.swap}


def test_no_rewrite_is_better_than_one_with_a_trap():
    class Always(ScriptedDetector):
        def detect(self, text):
            return super().detect("please please")

    assert Critic(LIBRARY, Always()).critique("Anything at all.").rewrite is None


def test_a_bridge_is_completed_as_a_bridge(rewrite):
    assert rewrite("I sold forty") == "I sold forty. I would do that for you."


def test_a_text_that_is_no_close_is_not_rewritten(rewrite):
    assert rewrite("How large is the territory?") is None


def test_a_rewrite_neither_keeps_a_doubt_nor_brings_one_in():
    hasty = TRAP.model_copy(update={"swap": ("Be quick.",) * 3})
    library = LIBRARY.model_copy(update={"traps": (hasty, *LIBRARY.traps[1:])})
    critic = Critic(library, ScriptedDetector())

    rewritten = critic.critique("Please please. I sold forty.").rewrite
    own = critic.critique("Be quick. Please please.").rewrite

    assert rewritten is not None
    assert "Be quick." not in rewritten
    assert own is not None
    assert "Be quick." not in own


def test_a_doubt_alone_is_no_reason_to_rewrite_a_line_that_lacks_nothing(rewrite):
    assert rewrite("Be quick. I want this. Shall we go on?") is None


TAIL = "Shall we go on?"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Please please call, I grew my patch 40% at Acme", "I grew my patch 40% at Acme."),
        ("Please please call because I built two of the systems", "I built two of the systems."),
        ("Thanks so much Ms. Lopez, please please call", "Thanks so much Ms. Lopez."),
        ("It was lovely to meet Ann, and please please call", "It was lovely to meet Ann."),
        ("I do not want to press, but I sold Acme 40, please please", None),
        ("please please. but I like your product a lot.", "I like your product a lot."),
    ],
)
def test_the_clause_with_the_evidence_or_the_courtesy_stays(rewrite, text, kept):
    rewritten = rewrite(text)
    if kept:
        assert rewritten.startswith(kept) or f" {kept} " in rewritten
    assert "lease please" not in rewritten
    assert rewritten.endswith(TAIL)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("I would not rush you, but please please call", "rush you"),  # conceded, nothing follows
        ("So, when you pick, please please call", "when you pick"),
        ("Can you say that you like me, or please please call", "like me"),  # half a question
        ("my closing line: please please call", "closing line"),  # announces what goes
        ("Please please call. If so, I can explain it.", "If so"),  # answers what has gone
        ("Please please call. I am happy to go over it again.", "go over it"),
        ("Please please call, I did it in 2023", "did it"),
        ("Please please call, I mean it", "mean it"),
        ("Please please call, they like Acme", "they like"),
        ("Please please call. What are they?", "what are"),  # asks what has gone
        ("Please please call. So call me.", "call me"),
        ("Please please call. If it's Tulsa, I can tell you why.", "Tulsa"),
        ("Please please call. Please please, I said.", "I said"),
    ],
)
def test_what_makes_no_sense_without_the_trap_goes_with_it(rewrite, text, gone):
    assert gone.casefold() not in rewrite(text).casefold()


def test_the_evidence_stays_where_the_whole_sentence_is_a_trap():
    class Whole(ScriptedDetector):
        """Cannot tell which clause of a sentence is the trap."""

        def detect(self, text):
            found = super().detect(text)
            end = text.find(".") + 1 or len(text)
            return tuple(
                Signal(one.id, Span(0, end), 0.9) if one.id == "beg" else one for one in found
            )

    critic = Critic(LIBRARY, Whole())

    def rewritten(text):
        return critic.critique(text).rewrite or ""

    line = "Please please call, since we met, and I ran 12 shops. It was nice to meet you."
    assert "I ran 12 shops. " in rewritten(line)
    assert "It was nice to meet you. " in rewritten(line)
    assert "met" not in rewritten("Please please call, since we met")
    assert "Leeds" not in rewritten("Please please call, because I didn't go to Leeds")
    assert rewritten("Thanks so much Ann, please please").startswith("Thanks so much Ann. ")
    endless = "So, I ran 12 shops" + ", please please" * 40
    assert "I ran" not in rewritten(f"{endless}.")
    tail = "So, um, I ran 12 shops, the best of all, and, uh, yeah, please please call."
    assert rewritten(tail).startswith("I ran 12 shops, the best of all. ")


def test_a_question_that_is_a_move_stays_beside_a_trap(rewrite):
    rewritten = rewrite("Shall we go on this week, and please please call")
    assert "Shall we go on this week?" in rewritten


def test_what_stands_alone_after_a_trap_stays(rewrite):
    line = "Please please call. It was good to meet Ann. Regards, Tim"
    rewritten = rewrite(line)
    assert "It was good to meet Ann." in rewritten
    assert rewritten.endswith(f"{TAIL} Regards, Tim")


def test_the_same_trap_in_a_second_sentence_does_not_cost_the_whole_line(rewrite):
    rewritten = rewrite("I sold Acme 40 vans. Please please call. And I say please please.")
    assert rewritten.startswith("I sold Acme 40 vans. ")
    assert "lease please" not in rewritten


class Excusing(ScriptedDetector):
    """Overhears a trap beside a question that takes the initiative back, as the real one does."""

    def detect(self, text):
        found = super().detect(text)
        asks = any(signal.id == "ask-advance" for signal in found)
        return tuple(signal for signal in found if not (asks and signal.id == "beg"))


@pytest.mark.parametrize(
    "text",
    [
        "Shall we go on? Please please call.",
        "I please please, shall we go on?",
    ],
)
def test_a_trap_that_only_a_good_question_excuses_goes_all_the_same(text):
    rewritten = Critic(LIBRARY, Excusing()).critique(text).rewrite
    assert rewritten is not None
    assert "lease please" not in rewritten
    assert "hall we go on?" in rewritten


def test_a_swap_that_asks_waits_for_the_end_and_is_left_out_where_the_line_asks_anyway():
    asking = TRAP.model_copy(update={"swap": ("I value this talk. What is missing?",) * 3})
    twice = TRAP.model_copy(update={"swap": ("I value this talk. Shall we go on?",) * 3})

    def rewritten(trap):
        library = LIBRARY.model_copy(update={"traps": (trap, *LIBRARY.traps[1:])})
        critique = Critic(library, ScriptedDetector()).critique("Please please. I want this.")
        return critique.rewrite

    assert rewritten(asking) == f"I value this talk. I want this. What is missing? {TAIL}"
    assert rewritten(twice) == f"I value this talk. I want this. {TAIL}"


def test_no_three_questions_are_asked_in_a_row():
    asking = TRAP.model_copy(update={"swap": ("I value this talk. What is missing?",) * 3})
    library = LIBRARY.model_copy(update={"traps": (asking, *LIBRARY.traps[1:])})
    line = "I want this. Please please. Do you like dogs?"

    rewritten = Critic(library, ScriptedDetector()).critique(line).rewrite

    assert rewritten == f"I want this. I value this talk. Do you like dogs? {TAIL}"


@pytest.mark.parametrize(
    "announced",
    [
        "Can I ask you something blunt?",
        "Let me ask you this.",
        "May I be honest with you?",
        "One last question.",
        "Okay, I have one more question for you:",
    ],
)
def test_what_announces_a_question_goes_with_it(rewrite, announced):
    rewritten = rewrite(f"I sold forty. {announced} please please call?")
    assert rewritten.startswith("I sold forty. ")
    assert announced[:-1] not in rewritten


@pytest.mark.parametrize("tie", ["Otherwise, ", "Before I do, ", "But if not, ", "Third, "])
def test_what_tied_a_sentence_to_words_that_have_gone_goes_with_them(rewrite, tie):
    excusing = Critic(LIBRARY, Excusing()).critique(f"Please please call. {tie}shall we go on?")
    for rewritten in (excusing.rewrite, rewrite(f"Please please call. {tie}shall we go on?")):
        assert rewritten is not None
        assert tie not in rewritten
        assert rewritten.endswith("Shall we go on?")


BOTH = Wording(
    kind=LineKind.FINAL_CLOSE,
    checks=("asks-next", "wants-it"),
    say=("I want this: shall we go on?", "My job, shall we go on?"),
)
AFTER = Wording(
    kind=LineKind.FINAL_CLOSE,
    checks=("wants-it",),
    after_result=True,
    say=("I want this as I wanted that.", "I want this for the same reason."),
)


def test_one_sentence_that_meets_two_missing_checks_goes_before_one_for_each():
    critic = Critic(LIBRARY.model_copy(update={"wordings": (BOTH,)}), ScriptedDetector())
    both = critic.critique("Please please call.").rewrite
    one = critic.critique("Please please call. I want this for us.").rewrite
    assert both is not None
    assert one is not None
    assert both.endswith(BOTH.say)
    assert one.endswith(TAIL)


def test_a_result_of_the_reps_own_is_built_upon():
    critic = Critic(LIBRARY.model_copy(update={"wordings": (AFTER,)}), ScriptedDetector())
    with_result = critic.critique("I ran 12 shops. Please please call.").rewrite
    without = critic.critique("We met at noon. Please please call.").rewrite
    assert with_result is not None
    assert without is not None
    assert any(say in with_result for say in AFTER.say)
    assert not any(say in without for say in AFTER.say)


def test_more_swaps_than_the_rules_own_may_stand_in():
    swaps = (Swaps(rule="beg", swap=("I like your plans.",)),)
    critic = Critic(LIBRARY.model_copy(update={"swaps": swaps}), ScriptedDetector())
    rewrites = [critic.critique(f"Please please call {n}").rewrite or "" for n in range(20)]
    assert any("I like your plans." in one for one in rewrites)
    assert any(TRAP.swap[0] in one for one in rewrites)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Dear Ann, please please call. Best, Carlos", "Best, Carlos"),
        ("Hi Ann, it was great. Please please call! Rob", "Rob"),
        ("Hi Ann,\nPlease please call.\nKind regards,\nTim Hale", "Kind regards, Tim Hale"),
        ("Hi Ann,\nPlease please call.\nThanks\nTim Hale", "Thanks, Tim Hale"),
        ("Hi Ann, I want this. Many thanks, Ana", "Many thanks, Ana"),
        ("Hi Ann! Please please call. - Jen", "- Jen"),
        ("Hi Ann!\nPlease please call.\n—Jen Hale", "—Jen Hale"),
    ],
)
def test_a_letter_ends_as_the_rep_signs_it(rewrite, text, last):
    assert rewrite(text).endswith(f"{TAIL} {last}")


def test_a_greeting_keeps_its_comma(rewrite):
    assert rewrite("Dear Ms. Chen,\nplease please call.").startswith("Dear Ms. Chen, ")


def test_thanks_at_the_beginning_stay_there(rewrite):
    assert rewrite("Thanks, Greg. Please please call.").startswith("Thanks, Greg. ")


@pytest.mark.parametrize(
    "kept",
    [
        "I have seen Ann. Could she see me, shall we go on?",  # speaks of Ann
        "Shall we go on? I can bring the plan.",  # the last word is the rep's
    ],
)
def test_what_is_added_does_not_part_a_question_from_what_it_speaks_of(rewrite, kept):
    assert rewrite(kept).endswith(f". {kept}")


def test_a_result_stays_before_what_builds_on_it(rewrite):
    assert rewrite("I ran 12 shops. Would that do, shall we go on?").startswith("I ran 12 shops. ")


def test_a_question_at_the_end_of_a_sentence_gets_its_mark(rewrite):
    assert rewrite("i sold forty, when can we meet").endswith("I sold forty, when can we meet?")


@pytest.mark.parametrize(
    "more",
    [
        "Please be honest.",
        "Please tell me.",
        "You can be frank.",
        "Just say it.",
        "Be really honest.",
    ],
)
def test_a_plea_for_an_answer_goes_with_its_question(rewrite, more):
    assert more[:-1].casefold() not in rewrite(f"Please please call. {more}").casefold()


def test_the_listener_is_called_by_name_where_the_words_that_called_them_go(rewrite):
    rewritten = rewrite("I want this. Please please call, Luis.")
    assert any(
        f"Luis, {swap}" in rewritten or f"Luis, {swap[0].lower()}{swap[1:]}" in rewritten
        for swap in TRAP.swap
    )


def test_a_bare_fact_beside_a_trap_becomes_a_sentence(rewrite):
    rewritten = rewrite("Fifteen years at Nike, please please call")
    assert rewritten.startswith("I have fifteen years at Nike. ")


def test_a_fact_of_the_trap_stays_beside_a_clause_that_stays(rewrite):
    line = "With 12 clinics in Ohio, please please call, and I like Acme."
    assert "I have 12 clinics in Ohio. I like Acme. " in rewrite(line)


PREPARED = LIBRARY.model_copy(
    update={
        "traps": (TRAP.model_copy(update={"swap": ("What is missing?",) * 3}), *LIBRARY.traps[1:]),
        "wordings": (
            Wording(
                kind=LineKind.FINAL_CLOSE,
                checks=("wants-it",),
                say=("Can I say I want this?", "Could I want this?"),
            ),
        ),
    }
)


def test_no_more_than_two_questions_are_asked_one_after_the_other():
    critic = Critic(PREPARED, ScriptedDetector())
    rewritten = critic.critique("I sold Acme forty. Please please call. Shall we go on?").rewrite
    assert rewritten is not None
    assert rewritten.count("?") == 2


def test_two_traps_bring_one_question_about_what_is_missing():
    critic = Critic(
        PREPARED.model_copy(
            update={"disputed": (DISPUTED.model_copy(update={"swap": ("What is left?",) * 3}),)}
        ),
        ScriptedDetector(),
    )
    rewritten = critic.critique("Please please call. Any concerns?").rewrite or ""
    assert ("What is left?" in rewritten) + ("What is missing?" in rewritten) == 1


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Dear Ann, thank you for yesterday. Please please call, {}.", "today"),
        ("I will see Ann on Tuesday. Please please call, {}.", "Which day"),
    ],
)
def test_nothing_contradicts_the_time_that_the_line_names(text, never):
    say = ("I want this after today.", "Which day is it that I want this?", "I want this for us.")
    wording = Wording(kind=LineKind.FINAL_CLOSE, checks=("wants-it",), say=say)
    critic = Critic(LIBRARY.model_copy(update={"wordings": (wording,)}), ScriptedDetector())
    for number in range(12):
        assert never not in (critic.critique(text.format(number)).rewrite or "")


def test_a_quoted_question_stays_whole(rewrite):
    line = 'Put it so: "I sold forty. Shall we go on?"'
    assert rewrite(line).startswith(line)
