"""Lists of jobs: filters, order, pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.clock import Clock
from localaws.jobs.job import Job
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.listing import page


def jobs(*names: str) -> list[Job]:
    return [Job("training job", name, f"arn:{name}", {}, Clock()) for name in names]


def names(found: list[Job], **request: Any) -> list[str]:
    return [job.name for job in page(found, request)[0]]


def test_the_newest_comes_first() -> None:
    made = jobs("b")
    made += jobs("a")
    assert names(made, SortBy="CreationTime", SortOrder="Ascending") == names(made)[::-1]


def test_jobs_are_sorted_by_name_when_asked() -> None:
    assert names(jobs("b", "c", "a"), SortBy="Name", SortOrder="Ascending") == ["a", "b", "c"]


def test_a_part_of_the_name_is_enough() -> None:
    assert names(jobs("ner-train-1", "other"), NameContains="Train") == ["ner-train-1"]


def test_only_the_asked_status_is_listed() -> None:
    one, other = jobs("one", "other")
    other.end("Completed", "Completed", "done")
    assert names([one, other], StatusEquals="Completed") == ["other"]


def test_times_bound_the_list() -> None:
    [job] = jobs("a")
    later = job.progress.created + timedelta(seconds=1)
    assert names([job], CreationTimeBefore=later) == ["a"]
    assert names([job], CreationTimeAfter=later) == []
    assert names([job], LastModifiedTimeAfter=later) == []


@given(st.integers(1, 12), st.integers(1, 5), st.sampled_from(["Name", "CreationTime", "Status"]))
def test_pages_show_every_job_once(count: int, size: int, order: str) -> None:
    made = jobs(*(f"job-{number}" for number in range(count)))
    seen: list[str] = []
    token: str | None = None
    while True:
        request = {"MaxResults": size, "SortBy": order} | ({"NextToken": token} if token else {})
        found, token = page(made, request)
        assert len(found) <= size
        seen += [job.name for job in found]
        if token is None:
            break
    assert seen == names(made, SortBy=order)
    assert len(seen) == count


@pytest.mark.parametrize("token", ["no base 64!", "YWZ0ZXI6Z29uZQ==", "Zm9v"])
def test_a_token_that_is_none_of_ours_is_refused(token: str) -> None:
    with pytest.raises(ApiError, match="Invalid NextToken"):
        page(jobs("a"), {"NextToken": token})


@pytest.mark.parametrize("token", ["é", "\ud800", "AAAA", "!", "YWZ0ZXI6/w=="])
def test_a_token_of_somebody_elses_is_refused(token: str) -> None:
    with pytest.raises(ApiError, match="Invalid NextToken"):
        page(jobs("a"), {"NextToken": token})
