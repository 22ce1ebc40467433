"""The paging, filters and order that ListModels, ListEndpointConfigs and ListEndpoints share."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, Protocol

from localaws.sagemaker.errors import validation

_DEFAULT_PAGE = 100
_MARK = b"after:"


class Listed(Protocol):
    """A resource as a list shows it."""

    @property
    def name(self) -> str: ...

    def summary(self) -> dict[str, Any]:
        """The resource's entry, ``CreationTime`` in it."""


def page(resources: Iterable[Listed], request: dict[str, Any], name: str, answer: str) -> Any:
    """One page of a list.

    Args:
        resources: all there are.
        request: the validated request of the list operation.
        name: the summary's member that holds the resource's name, such as ``ModelName``.
        answer: the answer's member that holds the list, such as ``Models``.

    Raises:
        ApiError: the token is none of ours.
    """
    found = [s for s in (r.summary() for r in resources) if _wanted(s, request, name)]
    key = {"Name": name, "Status": "EndpointStatus"}.get(
        request.get("SortBy", ""), request.get("SortBy", "CreationTime")
    )
    # The name makes the order total, so that pages neither repeat nor skip.
    descending = request.get("SortOrder", "Descending") == "Descending"
    found.sort(key=lambda summary: (summary[key], summary[name]), reverse=descending)
    start = _start(found, request.get("NextToken"), name)
    size = request.get("MaxResults", _DEFAULT_PAGE)
    shown = found[start : start + size]
    result: dict[str, Any] = {answer: shown}
    if start + size < len(found):
        result["NextToken"] = base64.b64encode(_MARK + shown[-1][name].encode()).decode()
    return result


def _wanted(summary: dict[str, Any], request: dict[str, Any], name: str) -> bool:
    created = summary["CreationTime"]
    modified = summary.get("LastModifiedTime", created)
    return (
        request.get("NameContains", "") in summary[name]
        and request.get("StatusEquals", summary.get("EndpointStatus"))
        == summary.get("EndpointStatus")
        and not ("CreationTimeAfter" in request and created <= request["CreationTimeAfter"])
        and not ("CreationTimeBefore" in request and created >= request["CreationTimeBefore"])
        and not (
            "LastModifiedTimeAfter" in request and modified <= request["LastModifiedTimeAfter"]
        )
        and not (
            "LastModifiedTimeBefore" in request and modified >= request["LastModifiedTimeBefore"]
        )
    )


def _start(found: list[dict[str, Any]], token: str | None, name: str) -> int:
    if token is None:
        return 0
    try:
        mark = base64.b64decode(token, validate=True)
    except ValueError as error:  # not base64, or not even ASCII
        raise validation("Invalid NextToken.") from error
    if not mark.startswith(_MARK):
        raise validation("Invalid NextToken.")
    last = mark.removeprefix(_MARK).decode(errors="replace")
    for index, summary in enumerate(found):
        if summary[name] == last:
            return index + 1
    raise validation("Invalid NextToken.")
