"""Resources of one kind by their names: found, listed, added and forgotten, each in SageMaker's words."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from localaws.sagemaker import listing
from localaws.sagemaker.errors import validation
from localaws.sagemaker.service import SageMaker


class Record(listing.Listed, Protocol):
    """A resource that can be listed, and has an ARN."""

    @property
    def arn(self) -> str: ...

    def summary(self) -> dict[str, Any]:
        """The resource's entry in a list."""


class Unchanging:
    """What a list looks at in a resource that stays as it was made: it has no status."""

    created: datetime
    status = ""

    @property
    def modified(self) -> datetime:
        return self.created


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Kind:
    """How a kind of resource is called.

    Attributes:
        words: in messages, such as ``endpoint configuration``.
        arn_part: in ARNs, such as ``endpoint-config``.
        listed_as: the response's member that holds a list of them, such as ``EndpointConfigs``.
    """

    words: str
    arn_part: str
    listed_as: str


class Records(Generic[R]):
    """The resources of one kind in one region. Safe to use from any thread."""

    def __init__(self, kind: Kind, service: SageMaker) -> None:
        self._kind = kind
        self._service = service
        self._by_name: dict[str, R] = {}
        self._lock = threading.Lock()

    def find(self, name: str) -> R | None:
        with self._lock:
            return self._by_name.get(name)

    def named(self, name: str) -> R:
        """The resource of that name.

        Raises:
            ApiError: there is none.
        """
        found = self.find(name)
        if found is None:
            arn = self._service.arn(self._kind.arn_part, name)
            raise validation(f'Could not find {self._kind.words} "{arn}".')
        return found

    def all(self) -> Sequence[R]:
        with self._lock:
            return list(self._by_name.values())

    def add(self, record: R, request: dict[str, Any]) -> None:
        """Keep a new resource, and the tags that its Create request has.

        Raises:
            ApiError: there is one of that name.
        """
        with self._lock:
            self._refuse_existing(record)
            self._by_name[record.name] = record
        self._service.tags.add(record.arn, request.get("Tags", []))

    def refuse_existing(self, record: R) -> None:
        """See that ``add`` would not find one of that name.

        Raises:
            ApiError: it would.
        """
        with self._lock:
            self._refuse_existing(record)

    def forget(self, record: R) -> None:
        """Let go of the resource and its tags."""
        with self._lock:
            self._by_name.pop(record.name, None)
        self._service.tags.forget(record.arn)

    def list(self, request: dict[str, Any]) -> dict[str, Any]:
        """The response of the list operation."""
        shown, token = listing.page(self.all(), request)
        response = {self._kind.listed_as: [record.summary() for record in shown]}
        return response | ({"NextToken": token} if token else {})

    def _refuse_existing(self, record: R) -> None:
        if record.name in self._by_name:
            raise validation(f'Cannot create already existing {self._kind.words} "{record.arn}".')
