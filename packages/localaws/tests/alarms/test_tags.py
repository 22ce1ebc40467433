from __future__ import annotations

from typing import Any

import pytest

from localaws.alarms.tags import Tags
from localaws.protocols.refusal import Refusal

BELL = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:bell"


@pytest.fixture
def tags() -> Tags:
    tags = Tags(lambda account, region, arn: arn == BELL)
    tags.begin(BELL, [{"Key": "team", "Value": "a"}])
    return tags


def call(tags: Tags, operation: str, **request: Any) -> dict[str, Any]:
    asked = {"ResourceARN": BELL, **request}
    return tags.operations[operation]("123456789012", "us-east-1", asked)


def listed(tags: Tags) -> dict[str, str]:
    return {each["Key"]: each["Value"] for each in call(tags, "ListTagsForResource")["Tags"]}


def test_they_come_with_the_alarm_change_and_go(tags: Tags) -> None:
    call(tags, "TagResource", Tags=[{"Key": "team", "Value": "b"}, {"Key": "on", "Value": "1"}])
    assert listed(tags) == {"team": "b", "on": "1"}
    call(tags, "UntagResource", TagKeys=["team", "none"])
    assert listed(tags) == {"on": "1"}
    tags.forget(BELL)
    assert listed(tags) == {}


def test_what_is_no_alarm_has_none(tags: Tags) -> None:
    with pytest.raises(Refusal, match="ResourceNotFoundException"):
        call(tags, "ListTagsForResource", ResourceARN="arn:aws:cloudwatch::1:dashboard/d")


def test_fifty_at_most(tags: Tags) -> None:
    many = [{"Key": str(number), "Value": ""} for number in range(50)]
    with pytest.raises(Refusal, match="at most 50"):
        call(tags, "TagResource", Tags=many)
    assert listed(tags) == {"team": "a"}
