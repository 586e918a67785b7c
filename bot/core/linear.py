"""The linear model: n-grams in, one score a label out, for each sentence and for the whole line.

Its file is a plain .npz without pickled objects. `corpus` is the hash of the text that it was
trained on, so that a stale file can be told.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from bot.core.critique import Span
from bot.core.recall import Kept, recalled
from bot.core.text import sentences
from bot.core.vocabulary import Floats, Places, Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one text. All scores are logits, columns follow its labels."""

    spans: tuple[Span, ...]  # the sentences
    by_sentence: Floats  # (sentences, labels), raw
    line: Floats  # (labels,), raw: of the whole text
    whole: Floats  # (labels,), calibrated: that the text has the label somewhere
    alone: Floats  # (labels,), calibrated: that the best sentence has it, were it all of the text
    score: Callable[[str], Floats]  # (labels,), raw: of a part of a sentence by itself


@dataclass(frozen=True)
class LinearModel:
    """A linear score over n-grams, for the best sentence and the whole text, blended in one."""

    labels: tuple[str, ...]
    corpus: str
    thresholds: dict[str, float]  # the least probability at which a label is worth saying
    vocabulary: Vocabulary
    weights: Floats  # (grams, labels)
    bias: Floats  # (labels,)
    blend: Floats  # (3, labels): shares of the best sentence and of the whole text, offset
    _kept: Kept[tuple[Places, Floats]] = field(default_factory=Kept, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path) -> "LinearModel":
        """Read a model. OSError when it cannot be read, ValueError when it is no such file."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return cls._from_arrays(arrays)
        except (KeyError, TypeError, ValueError, BadZipFile) as error:
            raise ValueError(f"{path} is not a model of this version") from error

    @classmethod
    def _from_arrays(cls, arrays: Mapping[str, Any]) -> "LinearModel":
        about = json.loads(arrays["about"].tobytes())
        names = arrays["grams"].tobytes().decode().split("\n")
        return cls(
            labels=tuple(about["labels"]),
            corpus=about["corpus"],
            thresholds=about["thresholds"],
            vocabulary=Vocabulary(names, arrays["idf"].astype(np.float32)),
            weights=arrays["weights"].astype(np.float32) * arrays["scale"],
            bias=arrays["bias"],
            blend=arrays["blend"],
        )

    def save(self, path: Path) -> None:
        """Write the model, its weights rounded to one byte each."""
        about = {"labels": self.labels, "corpus": self.corpus, "thresholds": self.thresholds}
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            path,
            about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
            grams=np.frombuffer("\n".join(self.vocabulary.grams).encode(), dtype=np.uint8),
            idf=self.vocabulary.idf.astype(np.float16),
            weights=np.rint(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=self.bias,
            blend=self.blend,
        )

    def read(self, text: str) -> Reading:
        """Score a text."""
        spans = sentences(text)
        pairs = [recalled(self._read_sentence, text[one.start : one.end]) for one in spans]
        by_sentence = np.array([score for _, score in pairs], dtype=np.float32)
        by_sentence = by_sentence.reshape(len(spans), len(self.labels))
        line = by_sentence[0] if len(spans) == 1 else self._weigh([place for place, _ in pairs])
        best = by_sentence.max(axis=0) if spans else line
        of_best, of_line, offset = self.blend
        whole = of_best * best + of_line * line + offset
        alone = (of_best + of_line) * best + offset
        return Reading(spans, by_sentence, line, whole, alone, self.score)

    def score(self, text: str) -> Floats:
        """Return the raw logits of a sentence or a part of one."""
        return recalled(self._read_sentence, text)[1]

    def keep(self, sentences: Iterable[str]) -> None:
        """Keep the scores of these sentences for good, once they are known: content's own only."""
        self._kept.name(sentences)

    def _read_sentence(self, sentence: str) -> tuple[Places, Floats]:
        return self._kept.get(self._read, sentence)

    def _read(self, sentence: str) -> tuple[Places, Floats]:
        places = self.vocabulary.look_up(sentence)
        return places, self._weigh([places])

    def _weigh(self, sentences: Sequence[Places]) -> Floats:
        """Return the raw logits of several sentences as one text."""
        vector = self.vocabulary.vector(sentences)
        scores: Floats = vector.values @ self.weights.take(vector.columns, axis=0) + self.bias
        return scores
