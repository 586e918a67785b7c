"""What the models of content/ have in common: their base, their texts, the tests of a line.

Every model is frozen and refuses unknown keys, so that a misspelt key is reported by its name.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Sentence = Annotated[str, Field(min_length=1, max_length=600)]
Line = Annotated[str, Field(min_length=1, max_length=1_000)]


class Content(BaseModel):
    """The base of every content model."""

    # Built at its first use, a model is built once, and not again within each that holds it.
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )


class NoTrap(Content):
    """Met when nothing in the line counts as a trap under the team's stance."""

    test: Literal["no-trap"]


class HasMove(Content):
    """Met when the line makes one of these moves."""

    test: Literal["has-move"]
    any: tuple[Id, ...] = Field(min_length=1)


class MeetsStep(Content):
    """Met when the line meets this step of the formula."""

    test: Literal["meets-step"]
    step: Id


class Asks(Content):
    """Met when the line holds a question, with or without its question mark."""

    test: Literal["asks"]
