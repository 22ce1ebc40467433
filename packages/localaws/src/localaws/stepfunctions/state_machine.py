"""A state machine as the API describes it, its versions and its aliases: what was made, not what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ACTIVE, DELETING = "ACTIVE", "DELETING"


@dataclass(frozen=True)
class StateMachine:
    """Moments are seconds since 1970 of the server's clock.

    Attributes:
        revision_id: None until it is first changed: AWS calls that revision ``INITIAL``.
        logging, tracing, encryption: as the API has them, with their defaults filled in.
        published, version_description: what CreateStateMachine was asked besides, as a repeated request
            is recognised by it.
        last_version: the highest number that a version had; none is given twice.
    """

    arn: str
    name: str
    type: str
    definition: str
    role_arn: str
    created: float
    updated: float
    logging: Mapping[str, Any]
    tracing: Mapping[str, Any]
    encryption: Mapping[str, Any]
    revision_id: str | None = None
    published: bool = False
    version_description: str | None = None
    last_version: int = 0
    status: str = ACTIVE


@dataclass(frozen=True)
class Version:
    """A state machine as it was when it was published. ``number`` counts from 1."""

    arn: str
    number: int
    created: float
    description: str | None
    machine: StateMachine


@dataclass(frozen=True)
class Route:
    """Of a hundred executions, ``weight`` are of this version."""

    version_arn: str
    weight: int


@dataclass(frozen=True)
class Alias:
    """A name for one or two versions of a state machine."""

    arn: str
    name: str
    machine_arn: str
    routes: tuple[Route, ...]
    created: float
    updated: float
    description: str | None = None
