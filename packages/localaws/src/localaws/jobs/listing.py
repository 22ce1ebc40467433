"""The filters, the order and the pages that the lists of jobs share."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from localaws.jobs.job import Job
from localaws.sagemaker.errors import validation

_PAGE = 100
_MARK = b"after:"


def page(jobs: Iterable[Job], request: dict[str, Any]) -> tuple[list[Job], str | None]:
    """One page of jobs and the token of the next; newest first unless asked otherwise.

    Raises:
        ApiError: the token is none of ours.
    """
    found = [job for job in jobs if _wanted(job, request)]
    by = request.get("SortBy", "CreationTime")
    # The name makes the order total, so that pages neither repeat nor skip.
    orders: dict[str, Any] = {
        "Name": lambda job: job.name,
        "Status": lambda job: (job.progress.status, job.name),
        "CreationTime": lambda job: (job.progress.created, job.name),
    }
    descending = request.get("SortOrder", "Descending") == "Descending"
    found.sort(key=orders[by], reverse=descending)
    start = _start(found, request.get("NextToken"))
    end = start + request.get("MaxResults", _PAGE)
    if end >= len(found):
        return found[start:], None
    token = base64.b64encode(_MARK + found[end - 1].name.encode()).decode()
    return found[start:end], token


def _wanted(job: Job, request: dict[str, Any]) -> bool:
    progress = job.progress
    return (
        request.get("NameContains", "").lower() in job.name.lower()
        and request.get("StatusEquals", progress.status) == progress.status
        and _between(progress.created, request, "CreationTime")
        and _between(progress.modified, request, "LastModifiedTime")
    )


def _between(moment: Any, request: dict[str, Any], member: str) -> bool:
    after, before = request.get(f"{member}After"), request.get(f"{member}Before")
    return (after is None or moment > after) and (before is None or moment < before)


def _start(found: list[Job], token: str | None) -> int:
    if not token:
        return 0
    try:
        mark = base64.b64decode(token, validate=True)
    except ValueError as error:  # not base64, or not even ASCII
        raise validation("Invalid NextToken.") from error
    name = mark.removeprefix(_MARK).decode(errors="replace")
    for index, job in enumerate(found):
        if mark.startswith(_MARK) and job.name == name:
            return index + 1
    raise validation("Invalid NextToken.")
