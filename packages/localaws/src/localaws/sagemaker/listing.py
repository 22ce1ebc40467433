"""The filters and the order that all lists of SageMaker's API share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from localaws.sagemaker import pages


class Listed(Protocol):
    """A resource as a list looks at it."""

    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def created(self) -> datetime: ...
    @property
    def modified(self) -> datetime: ...


L = TypeVar("L", bound=Listed)


def page(
    resources: Iterable[L],
    request: dict[str, Any],
    more_orders: Mapping[str, Callable[[L], Any]] | None = None,
) -> tuple[list[L], str | None]:
    """One page and the token of the next; newest first unless asked otherwise.

    Args:
        resources: all there are.
        request: the validated request of the list operation.
        more_orders: what else can be sorted by, total orders too.

    Raises:
        ApiError: the token is none of ours.
    """
    found = [resource for resource in resources if _wanted(resource, request)]
    # The name makes the order total, so that pages neither repeat nor skip.
    orders: dict[str, Any] = {
        "Name": lambda resource: resource.name,
        "Status": lambda resource: (resource.status, resource.name),
        "CreationTime": lambda resource: (resource.created, resource.name),
        **(more_orders or {}),
    }
    descending = request.get("SortOrder", "Descending") == "Descending"
    found.sort(key=orders[request.get("SortBy", "CreationTime")], reverse=descending)
    size, token = request.get("MaxResults"), request.get("NextToken")
    return pages.cut(found, lambda resource: resource.name, size, token)


def _wanted(resource: Listed, request: dict[str, Any]) -> bool:
    return (
        request.get("NameContains", "").lower() in resource.name.lower()
        and request.get("StatusEquals", resource.status) == resource.status
        and _between(resource.created, request, "CreationTime")
        and _between(resource.modified, request, "LastModifiedTime")
    )


def _between(moment: datetime, request: dict[str, Any], member: str) -> bool:
    after, before = request.get(f"{member}After"), request.get(f"{member}Before")
    return (after is None or moment > after) and (before is None or moment < before)
