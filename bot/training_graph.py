"""Write the encoder as an ONNX graph that rounds its weights, and what it multiplies, to bytes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper, save_model

from bot.core.vocabulary import Floats

_FUSED = "com.microsoft"  # operators of onnxruntime that do several steps at once
_TINY = 1e-12
_VERSIONS = (("", 17), (_FUSED, 1))
_FORMAT = 8
_ROUGHEST = 127
HEADS = 12  # of attention, in every layer


class _Graph:
    """The nodes and constants of a graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, values: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(
        self,
        kind: str,
        inputs: Sequence[str],
        outputs: int = 1,
        domain: str = "",
        **attributes: Any,
    ) -> list[str]:
        names = [f"n{len(self.nodes)}.{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names

    def one(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.add(kind, inputs, 1, domain, **attributes)[0]

    def linear(self, x: str, weights: Floats, bias: Floats) -> str:
        """Multiply by weights (out, in), each column rounded by itself."""
        rounded, scale = rounded_rows(weights)
        inputs = (x, self.constant(rounded.T), self.constant(scale), "", self.constant(bias))
        return self.one("DynamicQuantizeMatMul", *inputs, domain=_FUSED)

    def norm(self, x: str, weight: Floats, bias: Floats) -> str:
        return self.one(
            "LayerNormalization",
            x,
            self.constant(weight),
            self.constant(bias),
            axis=-1,
            epsilon=_TINY,
        )

    def sum_and_norm(self, x: str, more: str, weight: Floats, bias: Floats) -> str:
        return self.norm(self.one("Add", x, more), weight, bias)


def rounded_rows(weights: Floats) -> tuple[np.ndarray, Floats]:
    """Return rows rounded to a byte a number, and what each row's numbers were divided by."""
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-9) / _ROUGHEST
    return np.rint(weights / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def build(weights: Mapping[str, Floats], about: Mapping[str, str]) -> ModelProto:
    """Return the graph: numbers (1, pieces) in, logits (labels,) out."""
    graph = _Graph()
    x = _embedded(graph, weights)
    layers = len({name.split(".")[1] for name in weights if name.startswith("layers.")})
    for layer in range(layers):
        x = _layer(
            graph,
            x,
            {name.removeprefix(f"layers.{layer}."): values for name, values in weights.items()},
        )
    mean = graph.one("ReduceMean", x, axes=[1], keepdims=0)
    most = graph.one("ReduceMax", x, axes=[1], keepdims=0)
    pooled = graph.one("Concat", mean, most, axis=1)
    graph.one(
        "Gemm",
        pooled,
        graph.constant(weights["head.weight"]),
        graph.constant(weights["head.bias"]),
        transB=1,
    )
    graph.nodes[-1].output[0] = "scores"
    model = _model(graph, len(weights["head.bias"]))
    helper.set_model_props(model, dict(about))
    return model


def _model(graph: _Graph, labels: int) -> ModelProto:
    """Return what takes `numbers` in and gives `scores` out."""
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("numbers", TensorProto.INT64, [1, "pieces"])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, labels])],
        graph.constants,
    )
    return helper.make_model(
        made,
        opset_imports=[helper.make_opsetid(*version) for version in _VERSIONS],
        ir_version=_FORMAT,
    )


def _embedded(graph: _Graph, weights: Mapping[str, Floats]) -> str:
    rounded, scale = rounded_rows(weights["words.weight"])
    words = graph.one(
        "Cast", graph.one("Gather", graph.constant(rounded), "numbers"), to=TensorProto.FLOAT
    )
    sizes = graph.one("Gather", graph.constant(scale[:, None]), "numbers")
    count = graph.one(
        "Slice", graph.one("Shape", "numbers"), *(graph.constant(np.array([n])) for n in (1, 2))
    )
    zero = graph.constant(np.array([0]))
    places = graph.one("Slice", graph.constant(weights["places"]), zero, count, zero)
    x = graph.one("Add", graph.one("Mul", words, sizes), places)
    return graph.norm(x, weights["norm.weight"], weights["norm.bias"])


def _layer(graph: _Graph, x: str, of: Mapping[str, Floats]) -> str:
    def linear(x: str, name: str) -> str:
        return graph.linear(x, of[f"{name}.weight"], of[f"{name}.bias"])

    parts = graph.add("Split", [linear(x, "mixed")], 3, axis=2)
    heard = graph.one("MultiHeadAttention", *parts, domain=_FUSED, num_heads=HEADS)
    x = graph.sum_and_norm(linear(heard, "out"), x, of["norm.weight"], of["norm.bias"])
    more = linear(graph.one("Gelu", linear(x, "wide"), domain=_FUSED), "narrow")
    return graph.sum_and_norm(more, x, of["last.weight"], of["last.bias"])


def write(model: ModelProto, path: Path) -> None:
    """Write the graph, byte for byte the same for the same weights."""
    save_model(model, str(path))
