"""A template as it was found sound: what CloudFormation is asked for, before anything is made.

``structure`` makes one of a document, and is the only one that does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """A parameter as it is declared; values are in ``parameter_values``."""

    name: str
    kind: str
    default: str | None
    allowed: tuple[str, ...]
    pattern: str | None
    lengths: tuple[int | None, int | None]
    bounds: tuple[float | None, float | None]
    hidden: bool
    description: str | None
    constraint: str | None  # ConstraintDescription: said in place of our sentence


@dataclass(frozen=True)
class Declared:
    """A resource as it is declared."""

    kind: str
    properties: Mapping[str, Any]
    depends_on: tuple[str, ...]
    condition: str | None
    outlives_stack: bool  # DeletionPolicy
    outlives_replacement: bool  # UpdateReplacePolicy


@dataclass(frozen=True)
class DeclaredOutput:
    """An output as it is declared."""

    value: Any
    description: str | None
    condition: str | None
    export: Any  # None: it is not exported


@dataclass(frozen=True)
class Template:
    """The whole of it. Every function in it has arguments of the right shape, every name is known."""

    description: str | None
    metadata: Mapping[str, Any] | None
    parameters: Mapping[str, Parameter]
    mappings: Mapping[str, Mapping[str, Mapping[str, Any]]]
    conditions: Mapping[str, Any]  # each after those that it names
    resources: Mapping[str, Declared]
    outputs: Mapping[str, DeclaredOutput]
