"""Where content/ is, and all of it as one library."""

import hashlib
from pathlib import Path

from bot.content.drills import find_drill_problems
from bot.content.files import Draft, Problem, read_draft
from bot.content.links import find_problems
from bot.core.blended import BlendedModel
from bot.core.library import Disputed, Library, Move, Trap
from bot.core.linear import LinearModel
from bot.core.scoring import NO_POINTS
from bot.errors import ContentError

_PACKAGE = Path(__file__).resolve().parent.parent
_HASH_DIGITS = 12
MODEL_FILE = "model/critic.npz"
ENCODER_FILE = "model/encoder.onnx"
REPORT_FILE = "model/report.md"
DAMAGED_MODEL = Problem(MODEL_FILE, "", "cannot be read: run close-coach train")


def content_folder() -> Path:
    """Return the content that came with this installation: a wheel's own, or the checkout's.

    Raises ContentError when there is neither.
    """
    for folder in (_PACKAGE / "_content", _PACKAGE.parent / "content"):
        if (folder / "sources.toml").is_file():
            return folder
    raise ContentError(f"There is no content beside {_PACKAGE}: install close-coach again.")


def load_library(folder: Path) -> Library:
    """Read and cross-check all of content/. ContentError lists every problem, one a line."""
    library, problems = read_library(folder)
    if problems:
        raise ContentError("\n".join(str(problem) for problem in problems))
    return library


def read_library(folder: Path) -> tuple[Library, tuple[Problem, ...]]:
    """Return what of content/ can be used, and everything that is wrong with the rest."""
    draft = read_draft(folder)
    problems = (*draft.problems, *find_problems(draft), *find_drill_problems(draft))
    return _library(draft, problems, _version(folder)), problems


def load_model(folder: Path, *, light: bool = False) -> LinearModel | BlendedModel | None:
    """Return the trained model, or None where there is none: then the wordings alone judge.

    Without the encoder's file, or in light mode, the linear model judges alone.
    Raises ContentError when a file is damaged or of another version.
    """
    path, encoder = folder / MODEL_FILE, folder / ENCODER_FILE
    if not path.is_file():
        return None
    try:
        linear = LinearModel.load(path)
        return linear if light or not encoder.is_file() else _blended(linear, encoder)
    except (OSError, ValueError) as error:
        raise ContentError(str(DAMAGED_MODEL)) from error


def _blended(linear: LinearModel, path: Path) -> BlendedModel:
    from bot.core.encoder import Encoder  # its library takes long to load, and light mode has none

    return BlendedModel(linear, Encoder.load(path))


def _library(draft: Draft, problems: tuple[Problem, ...], version: str) -> Library:
    broken = {problem.file for problem in problems}
    rules = [rule for file, rule in draft.rules.items() if file not in broken]
    return Library(
        traps=tuple(rule for rule in rules if isinstance(rule, Trap)),
        disputed=tuple(rule for rule in rules if isinstance(rule, Disputed)),
        moves=tuple(rule for rule in rules if isinstance(rule, Move)),
        steps=draft.formula.steps if draft.formula else (),
        sources=draft.sources.sources if draft.sources else (),
        disagreements=draft.sources.disagreements if draft.sources else (),
        kinds=draft.kinds.kinds if draft.kinds else (),
        wordings=draft.rewrites.wordings if draft.rewrites else (),
        swaps=draft.rewrites.swaps if draft.rewrites else (),
        reasons=draft.rewrites.reasons if draft.rewrites else (),
        scoring=draft.scoring or NO_POINTS,
        drills=tuple(drill for file, drill in draft.drills.items() if file not in broken),
        version=version,
    )


def _version(folder: Path) -> str:
    """Hash whatever can change a judgement: the rules and the model, not the corpus."""
    digest = hashlib.sha256()
    models = (*folder.glob(MODEL_FILE), *folder.glob(ENCODER_FILE))
    for path in sorted([*folder.rglob("*.toml"), *models]):
        name = path.relative_to(folder).as_posix()
        digest.update(f"{name}\n{path.stat().st_size}\n".encode())
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: digest)  # piece by piece: the model is large
    return digest.hexdigest()[:_HASH_DIGITS]
