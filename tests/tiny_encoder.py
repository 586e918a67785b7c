"""An encoder of a few numbers, random but always the same ones."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bot.core.encoder import Encoder, properties
from bot.core.vocabulary import Floats
from bot.training_graph import HEADS, build, write

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "hire", "me", "##s", "i", "beg", "you", ".", "?", "a"]
_SIZE, _INNER, _LONGEST = 2 * HEADS, 32, 128


def weights(pieces: int, labels: int, layers: int = 1) -> Mapping[str, Floats]:
    """Return what training would have learnt, by the names that training gives."""
    chance = np.random.default_rng(1)

    def some(*shape: int) -> Floats:
        return chance.normal(size=shape).astype(np.float32)

    found = {
        "words.weight": some(pieces, _SIZE),
        "places": some(_LONGEST, _SIZE),
        "norm.weight": some(_SIZE),
        "norm.bias": some(_SIZE),
        "head.weight": some(labels, 2 * _SIZE),
        "head.bias": some(labels),
    }
    shapes = {
        "mixed": (3 * _SIZE, _SIZE),
        "out": (_SIZE, _SIZE),
        "norm": (_SIZE,),
        "wide": (_INNER, _SIZE),
        "narrow": (_SIZE, _INNER),
        "last": (_SIZE,),
    }
    for layer in range(layers):
        for name, shape in shapes.items():
            found[f"layers.{layer}.{name}.weight"] = some(*shape)
            found[f"layers.{layer}.{name}.bias"] = some(shape[0])
    return found


def encoder(path: Path, labels: tuple[str, ...] = ("demand", "thanks")) -> Encoder:
    """Write an encoder and read it again."""
    blend = np.array([[1.0], [0.5], [0.25], [-1.0]], dtype=np.float32).repeat(len(labels), axis=1)
    about = properties(labels, "abc", dict.fromkeys(labels, 0.6), blend, PIECES)
    write(build(weights(len(PIECES), len(labels)), about), path)
    return Encoder.load(path)
