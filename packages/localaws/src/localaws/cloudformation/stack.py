"""A stack, its resources, events and change sets: plain values, replaced whole when they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from localaws.cloudformation.evaluation.parameter_values import NONE, Parameters
from localaws.cloudformation.template.parts import Template
from localaws.cloudformation.types.handler import Handler, Made


@dataclass(frozen=True)
class Wanted:
    """What a stack is to be: a template, read and found sound, and what is given with it."""

    text: str
    document: Mapping[str, Any]
    template: Template
    parameters: Mapping[str, str]
    tags: Mapping[str, str]

    @property
    def given(self) -> dict[str, str]:
        """The parameters with defaults, for UsePreviousValue: not what Systems Manager held then."""
        declared = self.template.parameters.values()
        defaults = {each.name: each.default for each in declared if each.default is not None}
        return {**defaults, **self.parameters}


NOTHING = Wanted("{}", {}, Template(None, None, {}, {}, {}, {}, {}), {}, {})


@dataclass(frozen=True)
class Resource:
    """One resource of a stack as it stands."""

    logical_id: str
    kind: str
    properties: Mapping[str, Any]
    made: Made
    handler: Handler | None  # None: a type that was skipped
    outlives_stack: bool  # DeletionPolicy
    outlives_replacement: bool  # UpdateReplacePolicy


@dataclass(frozen=True)
class Output:
    """An output; ``export`` is the name under which other stacks import it."""

    key: str
    value: str
    description: str | None
    export: str | None


@dataclass(frozen=True)
class Stack:
    """A stack as it stands.

    Attributes:
        wanted: what it is, or is being made.
        parameters: their values, those that Systems Manager holds included.
        resources: by logical id, in the order in which they were made.
        imports: the names of the exports of other stacks that it was made with.
        stays_on_failure: whether a creation that fails leaves what was made.
    """

    stack_id: str
    name: str
    account: str
    region: str
    created: datetime
    wanted: Wanted = NOTHING
    status: str = "REVIEW_IN_PROGRESS"
    status_reason: str | None = None
    parameters: Parameters = NONE
    resources: Mapping[str, Resource] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    imports: frozenset[str] = frozenset()
    role: str | None = None
    timeout_minutes: int | None = None
    is_protected: bool = False
    stays_on_failure: bool = False

    @property
    def is_in_review(self) -> bool:
        """Whether there is nothing of it yet but a change set."""
        return self.status == "REVIEW_IN_PROGRESS"


@dataclass(frozen=True)
class Event:
    """What happened to a stack or to a resource of it."""

    event_id: str
    at: datetime
    logical_id: str
    physical_id: str
    kind: str
    status: str
    reason: str | None


@dataclass(frozen=True)
class Change:
    """What a change set would do to one resource.

    Attributes:
        properties: those that change.
        fixed: those among them that only a new resource can have otherwise.
    """

    action: str  # Add, Modify, Remove, Import
    logical_id: str
    kind: str
    physical_id: str | None = None
    properties: tuple[str, ...] = ()
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChangeSet:
    """A change set of a stack."""

    change_set_id: str
    name: str
    stack_id: str
    created: datetime
    wanted: Wanted
    changes: tuple[Change, ...]
    description: str | None
    role: str | None
    status: str
    status_reason: str | None
    execution_status: str
    imports: Mapping[str, str] = field(default_factory=dict)  # physical ids by logical ids
