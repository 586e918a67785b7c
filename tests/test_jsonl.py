"""Lines of JSON in, lines of JSON out: in order, in constant memory, whatever comes."""

import io
import json
import tracemalloc

import pytest

from bot.core.critic import Critic
from bot.core.critique import Stance
from bot.jsonl import LONGEST_LINE, Say, as_object, encode, stream
from tests.core.small import LIBRARY, ScriptedDetector

CRITIC = Critic(LIBRARY, ScriptedDetector())


def answers(*lines: bytes, stance: Stance = Stance.BALANCED, maybe: bool = False):
    """Stream the lines, and return the answers as values."""
    target = io.BytesIO()
    stream(io.BytesIO(b"".join(lines)), target, CRITIC, Say(stance, maybe))
    return [json.loads(line) for line in target.getvalue().splitlines()]


def ask(id, text):
    return json.dumps({"id": id, "text": text}).encode() + b"\n"


def test_a_line_gets_the_whole_object():
    critique = CRITIC.critique("Please please. I want this.")

    assert answers(ask("a1", "Please please. I want this.")) == [
        {
            "id": "a1",
            "kind": "final-close",
            "score": 30,
            "verdict": "risky",
            "findings": [
                {
                    "kind": "trap",
                    "id": "beg",
                    "start": 0,
                    "end": 13,
                    "text": "Please please",
                    "confidence": 0.9,
                    "message": 'You beg: "Please please".',
                },
                {
                    "kind": "move",
                    "id": "state-interest",
                    "start": 17,
                    "end": 26,
                    "text": "want this",
                    "confidence": 0.9,
                    "message": "Good.",
                },
            ],
            "steps": [{"id": "needs", "met": False}, {"id": "ask", "met": False}],
            "rewrite": critique.rewrite,
        }
    ]


def test_places_count_characters_of_the_text_as_given():
    text = "\U0001f600 \u201cHi\u201d \u2014 please please"

    (finding,) = answers(ask(1, text))[0]["findings"]

    assert text[finding["start"] : finding["end"]] == "please please"


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (b"hello\n", {"id": None, "error": "This line is not JSON."}),
        (b'{"id": 1, "text": "a"\n', {"id": None, "error": "This line is not JSON."}),
        (b'{"id": NaN, "text": "a"}\n', {"id": None, "error": "This line is not JSON."}),
        (b"[" * 100_000 + b"\n", {"id": None, "error": "This line is not JSON."}),
        (b'"text"\n', {"id": None, "error": "This line is not a JSON object."}),
        (b"[1]\n", {"id": None, "error": "This line is not a JSON object."}),
        (b"\xff\xfe{}\n", {"id": None, "error": "This line is not UTF-8 text."}),
        (b'{"id": "b"}\n', {"id": "b", "error": 'This object has no "text" that is a string.'}),
        (
            b'{"id": [1], "text": 5}\n',
            {"id": [1], "error": 'This object has no "text" that is a string.'},
        ),
        (
            b"x" * (3 * LONGEST_LINE) + b"\n",
            {"id": None, "error": "This line is longer than 1,000,000 bytes."},
        ),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else "",
)
def test_a_bad_line_gets_an_error_of_its_own_and_stops_nothing(raw, answer):
    before, bad, after = answers(ask(1, "I want this."), raw, ask(2, "I want this."))

    assert (before["id"], bad, after["id"]) == (1, answer, 2)


@pytest.mark.parametrize("text", ["", "   ", "\U0001f600\U0001f600", "a" * 40_000])
def test_a_text_that_cannot_be_judged_is_answered_kindly(text):
    (answer,) = answers(ask("c", text))

    assert set(answer) == {"id", "error"}
    assert answer["id"] == "c"
    assert answer["error"].endswith(".")


def test_blank_lines_a_byte_order_mark_and_a_missing_last_newline_do_no_harm():
    lines = (b"\xef\xbb\xbf", ask(1, "I want this."), b"\n  \r\n", ask(2, "I want this.").strip())

    assert [answer["id"] for answer in answers(*lines)] == [1, 2]


def test_a_lone_surrogate_comes_back_as_it_went():
    (answer,) = answers(b'{"id": "\\ud800", "text": "\\ud800 please please"}\n')

    assert answer["id"] == "\ud800"
    assert [finding["id"] for finding in answer["findings"]] == ["beg"]


def test_the_stance_reaches_the_critic():
    line = ask(1, "Any concerns? I want this.")

    strict, open_ = (answers(line, stance=one)[0] for one in (Stance.STRICT, Stance.OPEN))

    assert strict["score"] < open_["score"]


def test_one_object_is_ascii_and_equals_the_streamed_one_but_for_its_id():
    critique = CRITIC.critique("Caf\u00e9: please please.")

    encoded = encode(as_object(critique))

    assert encoded.isascii()
    assert {"id": 7, **json.loads(encoded)} == answers(ask(7, critique.text))[0]


class Endless(io.RawIOBase):
    """A source of the same line, `count` times over."""

    def __init__(self, line: bytes, count: int) -> None:
        self._line, self._left = line, count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._left:
            return 0
        self._left -= 1
        buffer[: len(self._line)] = self._line
        return len(self._line)


class Counter(io.BytesIO):
    """Counts the lines that are written, and keeps none."""

    lines = 0

    def write(self, data) -> int:
        self.lines += bytes(data).count(b"\n")
        return len(data)


def test_memory_stays_flat_however_many_lines_come():
    counter = Counter()
    source = io.BufferedReader(Endless(b"x" * 999 + b"\n", 20_000))

    tracemalloc.start()
    stream(source, counter, CRITIC, Say())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert counter.lines == 20_000
    assert peak < 500_000  # of 20,000,000 bytes that went through


def test_what_is_in_doubt_is_told_only_when_asked_for():
    line = ask(1, "Please please. I am rather keen. Be quick.")

    assert [one["id"] for one in answers(line)[0]["findings"]] == ["beg"]
    assert [
        (one["id"], one["sure"], one["message"]) for one in answers(line, maybe=True)[0]["findings"]
    ] == [
        ("beg", True, 'You beg: "Please please".'),
        ("state-interest", False, 'Is "rather keen" meant well?'),
        ("threat", False, 'Could "Be quick" beg?'),
    ]
