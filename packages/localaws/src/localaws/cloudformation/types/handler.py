"""What a resource type is to the engine: how one is made, changed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from botocore.exceptions import ClientError

from localaws.cloudformation.means import NO_MEANS, Means
from localaws.this_aws.clients import CLIENTS


@dataclass(frozen=True)
class Site:
    """Where a resource is made, and for which stack."""

    account: str
    region: str
    stack: str
    stack_id: str
    logical_id: str
    tags: Mapping[str, str] = field(default_factory=dict)
    means: Means = NO_MEANS

    def client(self, service: str) -> Any:
        """The client of a service here: a handler calls the API that anybody else does."""
        return CLIENTS.get(service, self.region)

    def all_tags(self, properties: Mapping[str, Any]) -> dict[str, str]:
        """The stack's tags, CloudFormation's own, and those of the resource itself."""
        own = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
        return {
            **self.tags,
            **own,
            "aws:cloudformation:stack-name": self.stack,
            "aws:cloudformation:stack-id": self.stack_id,
            "aws:cloudformation:logical-id": self.logical_id,
        }


@dataclass(frozen=True)
class Made:
    """A resource that exists: what Ref gives, and what Fn::GetAtt gives by name."""

    physical_id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    model: Any = None  # moto's own object, where moto made it


class HalfMade(Exception):
    """A resource whose creation failed, and of which something is there that has to be deleted."""

    def __init__(self, message: str, made: Made) -> None:
        super().__init__(message)
        self.made = made


@contextmanager
def undone_on_failure(undo: Callable[[], None]) -> Iterator[None]:
    """Call ``undo()`` where the block fails: nothing is left of what it had begun with."""
    try:
        yield
    except BaseException:
        undo()
        raise


@contextmanager
def unless_gone(*codes: str) -> Iterator[None]:
    """Delete in the block: that it is gone already, which the service says by a code, is no error."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in codes:
            raise


@runtime_checkable
class Adopts(Protocol):
    """A resource type whose resources can be imported: become a stack's although no stack made them."""

    identified_by: str
    """The property that names one."""

    def adopt(self, site: Site, identifier: str) -> Made:
        """The resource of that name as it is; raises whatever the service raises for one that is not there."""


class Handler(Protocol):
    """One resource type. Every method raises whatever the service raises; the engine reports it.

    ``properties`` names what is honoured; the engine reports any other property as skipped.
    """

    @property
    def fixed(self) -> frozenset[str]:
        """The properties that only a new resource can have otherwise."""

    @property
    def properties(self) -> frozenset[str] | None:
        """None: the handler reports for itself."""

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        """Make it; ``name`` is a fresh one for those whose properties give none.

        Raises:
            HalfMade: it failed, and there is something to delete.
        """

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        """Change it. One with another physical id is another resource: the former is deleted later.

        Raises:
            ReplacementNeeded: only a new resource can have these properties.
        """

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        """Delete it; that it is gone already is no error."""
