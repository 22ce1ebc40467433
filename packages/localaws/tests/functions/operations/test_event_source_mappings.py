"""Event source mappings over the API; what they read ``sources`` is tested for."""

from __future__ import annotations

from typing import Any

import pytest
from moto.sqs.models import SQSBackend, sqs_backends

from localaws.protocols.refusal import Refusal

from .conftest import ACCOUNT, ARN, REGION, Api

QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:work"


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    queues = SQSBackend(REGION, ACCOUNT)
    monkeypatch.setitem(sqs_backends[ACCOUNT], REGION, queues)
    queues.create_queue("work", region=REGION)


def test_one_is_made_shown_changed_and_deleted(api: Api, greet: dict[str, Any]) -> None:
    pattern = {"Filters": [{"Pattern": '{"body": {"kind": ["a"]}}'}]}
    made = api(
        "CreateEventSourceMapping",
        FunctionName="greet",
        EventSourceArn=QUEUE,
        FilterCriteria=pattern,
        ScalingConfig={"MaximumConcurrency": 2},
    )
    uuid = made["UUID"]
    assert made["EventSourceMappingArn"].endswith(f":event-source-mapping:{uuid}")
    assert (made["State"], made["BatchSize"], made["FunctionArn"]) == ("Creating", 10, ARN)
    shown = api("GetEventSourceMapping", UUID=uuid)
    assert (shown["State"], shown["FilterCriteria"]) == ("Enabled", pattern)
    changed = api("UpdateEventSourceMapping", UUID=uuid, Enabled=False, BatchSize=3)
    assert (changed["State"], changed["BatchSize"]) == ("Disabling", 3)
    shown = api("GetEventSourceMapping", UUID=uuid)
    assert (shown["State"], shown["ScalingConfig"]) == ("Disabled", {"MaximumConcurrency": 2})
    assert api("DeleteEventSourceMapping", UUID=uuid)["State"] == "Deleting"
    with pytest.raises(Refusal, match="ResourceNotFoundException"):
        api("GetEventSourceMapping", UUID=uuid)


def test_they_are_listed_by_function_and_by_queue(api: Api, greet: dict[str, Any]) -> None:
    made = api("CreateEventSourceMapping", FunctionName="greet", EventSourceArn=QUEUE)
    for asked in ({}, {"FunctionName": "greet"}, {"EventSourceArn": QUEUE}):
        found = api("ListEventSourceMappings", **asked)["EventSourceMappings"]
        assert [each["UUID"] for each in found] == [made["UUID"]]
    assert not api("ListEventSourceMappings", EventSourceArn=f"{QUEUE}x")["EventSourceMappings"]


def test_an_alias_has_one_of_its_own(api: Api, greet: dict[str, Any]) -> None:
    api("CreateEventSourceMapping", FunctionName="greet", EventSourceArn=QUEUE)
    api("PublishVersion", FunctionName="greet")
    api("CreateAlias", FunctionName="greet", Name="live", FunctionVersion="1")
    made = api("CreateEventSourceMapping", FunctionName=f"{ARN}:live", EventSourceArn=QUEUE)
    assert made["FunctionArn"] == f"{ARN}:live"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({"FunctionName": "nobody"}, "Function does not exist"),
        ({"FunctionName": "greet:7"}, "Function does not exist"),
        ({"EventSourceArn": f"{QUEUE}x"}, "NonExistentQueue"),
        ({"EventSourceArn": QUEUE.replace(REGION, "us-east-1")}, "same Region"),
        ({"FilterCriteria": {"Filters": [{"Pattern": "x"}]}}, "Invalid filter pattern"),
    ],
)
def test_what_cannot_be_is_refused(
    api: Api, greet: dict[str, Any], request_: dict[str, Any], said: str
) -> None:
    asked = {"FunctionName": "greet", "EventSourceArn": QUEUE, **request_}
    with pytest.raises(Refusal, match=said) as refused:
        api("CreateEventSourceMapping", **asked)
    assert refused.value.code == "InvalidParameterValueException"


def test_the_queue_hides_messages_for_as_long_as_the_function_may_take(
    api: Api, greet: dict[str, Any]
) -> None:
    api("UpdateFunctionConfiguration", FunctionName="greet", Timeout=60)
    with pytest.raises(Refusal, match="Queue visibility timeout: 30 seconds is less than"):
        api("CreateEventSourceMapping", FunctionName="greet", EventSourceArn=QUEUE)


def test_one_has_tags_as_a_function_has(api: Api, greet: dict[str, Any]) -> None:
    asked = {"FunctionName": "greet", "EventSourceArn": QUEUE, "Tags": {"team": "ml"}}
    arn = api("CreateEventSourceMapping", **asked)["EventSourceMappingArn"]
    api("TagResource", Resource=arn, Tags={"stage": "dev"})
    api("UntagResource", Resource=arn, TagKeys=["team"])
    assert api("ListTags", Resource=arn)["Tags"] == {"stage": "dev"}
    assert api("ListTags", Resource=ARN)["Tags"] == {"team": "ml"}
