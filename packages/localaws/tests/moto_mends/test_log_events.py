"""FilterLogEvents finds the events of the streams that are asked for, in the order of their times."""

from __future__ import annotations

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ..cloud import Cloud

GROUP = "/logged/by-stream"


@pytest.fixture(scope="module")
def logs(cloud: Cloud) -> Any:
    client = cloud.aws.client("logs")
    client.create_log_group(logGroupName=GROUP)
    began = round(time.time() * 1000) - 60_000  # CloudWatch takes nothing that is two weeks old
    for number, name in enumerate(("train-1/a", "train-2/a", "train-2/b")):
        client.create_log_stream(logGroupName=GROUP, logStreamName=name)
        for turn in range(2):
            event = {"timestamp": began + 10 * turn + number, "message": f"{name} {turn}"}
            client.put_log_events(logGroupName=GROUP, logStreamName=name, logEvents=[event])
    return client


def found(logs: Any, **asked: Any) -> list[str]:
    return [each["message"] for each in logs.filter_log_events(**asked)["events"]]


def test_a_prefix_names_its_streams_and_their_events_come_by_time(logs: Any) -> None:
    said = found(logs, logGroupName=GROUP, logStreamNamePrefix="train-2")
    assert said == ["train-2/a 0", "train-2/b 0", "train-2/a 1", "train-2/b 1"]


def test_a_prefix_of_none_finds_nothing(logs: Any) -> None:
    assert found(logs, logGroupName=GROUP, logStreamNamePrefix="train-3") == []


def test_without_a_prefix_every_stream_is_searched(logs: Any) -> None:
    assert len(found(logs, logGroupName=GROUP)) == 6


def test_a_group_can_be_named_by_its_arn(logs: Any) -> None:
    (group,) = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
    for identifier in (GROUP, group["arn"].removesuffix(":*")):
        assert len(found(logs, logGroupIdentifier=identifier, logStreamNames=["train-1/a"])) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"logGroupName": GROUP, "logStreamNamePrefix": "t", "logStreamNames": ["train-1/a"]},
        {"logGroupName": GROUP, "logGroupIdentifier": GROUP},
    ],
)
def test_what_excludes_each_other_is_refused(logs: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="InvalidParameterException"):
        logs.filter_log_events(**asked)
