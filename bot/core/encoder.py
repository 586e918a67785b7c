"""The encoder: a small language model that hears every label in a single sentence.

Its file is an ONNX graph without code of its own. What the graph does not say of itself, its
labels and word pieces, stands in the file's properties.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from onnxruntime.capi import onnxruntime_pybind11_state as broken

from bot.core.recall import Kept
from bot.core.vocabulary import Floats
from bot.core.wordpiece import WordPieces

MOST_PIECES = 128  # of a sentence that is heard at once, its marks for start and end included
_ABOUT, _PIECES = "about", "pieces"
_BROKEN = (broken.Fail, broken.InvalidProtobuf, broken.InvalidGraph, broken.InvalidArgument)


@dataclass(frozen=True)
class Encoder:
    """Scores a sentence. Sentences are scored one by one: company never changes a score."""

    labels: tuple[str, ...]
    corpus: str  # the hash of what it was trained on
    thresholds: dict[str, float]  # the least probability at which a label is worth saying
    blend: Floats  # (4, labels): shares of the encoder, the best sentence, the whole text; offset
    pieces: WordPieces
    session: InferenceSession
    _kept: Kept[Floats] = field(default_factory=Kept)

    @classmethod
    def load(cls, path: Path) -> "Encoder":
        """Read an encoder. OSError when it cannot be read, ValueError when it is no such file."""
        with path.open("rb"):
            pass  # the library does not tell a missing file from a broken one
        try:
            session = InferenceSession(str(path), _quietly(), providers=["CPUExecutionProvider"])
            properties = session.get_modelmeta().custom_metadata_map
            about = json.loads(properties[_ABOUT])
            return cls(
                labels=tuple(about["labels"]),
                corpus=about["corpus"],
                thresholds=about["thresholds"],
                blend=np.array(about["blend"], dtype=np.float32),
                pieces=WordPieces(properties[_PIECES].split("\n")),
                session=session,
            )
        except (*_BROKEN, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path} is not an encoder of this version") from error

    def keep(self, sentences: Iterable[str]) -> None:
        """Keep the scores of these sentences for good, once they are known: content's own only."""
        self._kept.name(sentences)

    def score(self, sentence: str) -> Floats:
        """Return the logits of a sentence; of a long one, those of the part that has the most."""
        return self._kept.get(self._score, sentence)

    def _score(self, sentence: str) -> Floats:
        parts = self._cut(self.pieces.numbers(sentence))
        scores: Floats = np.max([self._run(part) for part in parts], axis=0)
        return scores

    def _cut(self, numbers: list[int]) -> Iterator[list[int]]:
        room = MOST_PIECES - 2
        for start in range(0, max(len(numbers), 1), room):
            yield [self.pieces.start, *numbers[start : start + room], self.pieces.end]

    def _run(self, numbers: list[int]) -> Floats:
        scores: Floats = self.session.run(None, {"numbers": np.array([numbers])})[0][0]
        return scores


def properties(
    labels: tuple[str, ...],
    corpus: str,
    thresholds: dict[str, float],
    blend: Floats,
    pieces: Iterable[str],
) -> dict[str, str]:
    """Return what a file says of itself beside its graph."""
    about = {
        "labels": labels,
        "corpus": corpus,
        "thresholds": thresholds,
        "blend": [[round(float(share), 4) for share in row] for row in blend],
    }
    return {_ABOUT: json.dumps(about), _PIECES: "\n".join(pieces)}


def _quietly() -> SessionOptions:
    """One thread, which is the caller's: a critique must not take the machine from others."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return options
