"""A log is read from where it was left, over pages and streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from stepline.jobs.kind import Job
from stepline.jobs.log import LogReader
from stepline.jobs.training import TRAINING
from stepline.jobs.tuning import TUNING


class Logs:
    """A client of CloudWatch Logs whose pages have two lines; a token is how many were read."""

    def __init__(self, streams: dict[str, list[str]] | None) -> None:
        self.streams = streams
        self.asked: list[dict[str, Any]] = []

    def get_log_events(self, **request: Any) -> dict[str, Any]:
        lines = (self.streams or {})[request["logStreamName"]]
        if not request["startFromHead"]:
            return {"events": [{"message": line} for line in lines[-request["limit"] :]]}
        start = int(request.get("nextToken", "0"))
        page = lines[start : start + 2]
        return {
            "events": [{"message": line} for line in page],
            "nextForwardToken": str(start + len(page)),
        }

    def get_paginator(self, _: str) -> Logs:
        return self

    def paginate(self, **request: Any) -> Iterator[dict[str, Any]]:
        self.asked.append(request)
        if self.streams is None:
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "Describe")
        yield {"logStreams": [{"logStreamName": name} for name in self.streams]}


def test_each_line_is_read_once_over_all_pages_and_streams() -> None:
    logs = Logs({"one/1": ["a", "b", "c"], "one/2": ["x"]})
    reader = LogReader.of_job(logs, Job(TRAINING, "one"))
    assert list(reader.read()) == ["a", "b", "c", "x"]
    assert list(reader.read()) == []
    assert logs.streams is not None
    logs.streams["one/1"] += ["d"]
    assert list(reader.read()) == ["d"]


def test_a_jobs_streams_begin_with_its_name_in_the_group_of_its_kind() -> None:
    logs = Logs({})
    list(LogReader.of_job(logs, Job(TRAINING, "one")).read())
    assert logs.asked == [
        {"logGroupName": "/aws/sagemaker/TrainingJobs", "logStreamNamePrefix": "one/"}
    ]


def test_an_endpoints_streams_are_all_those_of_its_group() -> None:
    logs = Logs({})
    list(LogReader.of_endpoint(logs, "e").read())
    assert logs.asked == [{"logGroupName": "/aws/sagemaker/Endpoints/e"}]


def test_the_last_lines_are_the_last_over_all_streams() -> None:
    logs = Logs({"one/1": ["a", "b", "c"], "one/2": ["x"]})
    assert LogReader.of_job(logs, Job(TRAINING, "one")).last(3) == ["b", "c", "x"]


def test_a_group_that_is_not_there_yet_has_no_lines() -> None:
    assert list(LogReader.of_job(Logs(None), Job(TRAINING, "one")).read()) == []


def test_jobs_that_do_not_log_have_no_lines_and_nobody_is_asked() -> None:
    logs = Logs({"one/1": ["a"]})
    assert list(LogReader.of_job(logs, Job(TUNING, "one")).read()) == []
    assert logs.asked == []


def test_another_refusal_is_told() -> None:
    class Refusing(Logs):
        def paginate(self, **request: Any) -> Iterator[dict[str, Any]]:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "Describe")

    with pytest.raises(ClientError, match="AccessDenied"):
        list(LogReader.of_job(Refusing({}), Job(TRAINING, "one")).read())


def test_a_stream_that_is_listed_before_it_can_be_read_has_no_lines_yet() -> None:
    logs = Logs({"one/1": ["a"]})

    def get_log_events(**_: Any) -> dict[str, Any]:
        raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetLogEvents")

    logs.get_log_events = get_log_events  # type: ignore[method-assign]
    reader = LogReader.of_job(logs, Job(TRAINING, "one"))
    assert list(reader.read()) == reader.last(3) == []
