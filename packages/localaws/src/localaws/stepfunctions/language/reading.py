"""One reading of a definition: whose rules hold for all of it, and what it found wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from botocore.model import Shape

from localaws.stepfunctions.language.problem import Problem
from localaws.stepfunctions.language.resource import Action, Resource

JSONPATH, JSONATA = "JSONPath", "JSONata"
STANDARD, EXPRESS = "STANDARD", "EXPRESS"

Refusal = Callable[[Resource, str], str | None]
"""Why a task of a machine of that type cannot have the resource; None if it can."""


InputShape = Callable[[Action], Shape | None]
"""botocore's shape of what an integration takes; None if that is not known."""


def anything(resource: Resource, machine_type: str) -> str | None:
    """The refusal that refuses nothing."""
    return None


def unknown_shape(action: Action) -> Shape | None:
    """What an integration takes where nobody knows any."""
    return None


@dataclass
class Reading:
    """What one reading of a definition has in common: what it found wrong, and whose rules hold.

    Attributes:
        language: the machine's, which states have where they say nothing.
        shape: None: what tasks hand over is not looked at.
        labels: of the distributed Maps so far, which must differ.
        formal: what a machine could run without is asked for too.
    """

    language: str = JSONPATH
    refusal: Refusal = anything
    shape: InputShape | None = None
    problems: list[Problem] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    formal: bool = False
