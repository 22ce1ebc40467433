"""Tags of jobs."""

from __future__ import annotations

import pytest

from localaws.sagemaker.errors import ApiError

from ..jobs.conftest import Bench

TAGS = [{"Key": "stage", "Value": "dev"}]


def test_a_job_has_the_tags_that_it_was_created_with(bench: Bench) -> None:
    request = bench.training_request("true", Tags=TAGS)
    arn = bench.service.call("CreateTrainingJob", request)["TrainingJobArn"]
    assert bench.service.call("ListTags", {"ResourceArn": arn})["Tags"] == TAGS


def test_describe_shows_no_tags(bench: Bench) -> None:
    assert "Tags" not in bench.train("true", Tags=TAGS)


def test_tags_are_added_overwritten_and_deleted(bench: Bench) -> None:
    arn = bench.service.call("CreateTrainingJob", bench.training_request("true"))["TrainingJobArn"]
    more = [{"Key": "stage", "Value": "prod"}, {"Key": "team", "Value": "nlp"}]
    bench.service.call("AddTags", {"ResourceArn": arn, "Tags": TAGS})
    assert bench.service.call("AddTags", {"ResourceArn": arn, "Tags": more})["Tags"] == more
    bench.service.call("DeleteTags", {"ResourceArn": arn, "TagKeys": ["team", "none"]})
    assert bench.service.call("ListTags", {"ResourceArn": arn})["Tags"] == more[:1]


@pytest.mark.parametrize(
    ("tags", "says"),
    [
        ([{"Key": f"k{n}", "Value": ""} for n in range(51)], "50"),
        ([{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}], "'a' is there twice"),
        ([{"Key": "aws:x", "Value": "1"}], "must not begin with 'aws:'"),
    ],
)
def test_tags_that_cannot_be_are_refused_and_nothing_is_made(
    bench: Bench, tags: list[dict[str, str]], says: str
) -> None:
    request = bench.training_request("true", Tags=tags)
    with pytest.raises(ApiError, match=says):
        bench.service.call("CreateTrainingJob", request)
    with pytest.raises(ApiError, match="not found"):
        bench.service.call("DescribeTrainingJob", {"TrainingJobName": request["TrainingJobName"]})


def test_tags_do_not_add_up_to_more_than_a_resource_can_have(bench: Bench) -> None:
    arn = bench.service.call("CreateTrainingJob", bench.training_request("true"))["TrainingJobArn"]
    for start in (0, 25):
        tags = [{"Key": f"k{n}", "Value": ""} for n in range(start, start + 25)]
        bench.service.call("AddTags", {"ResourceArn": arn, "Tags": tags})
    with pytest.raises(ApiError, match="at most 50 tags"):
        bench.service.call("AddTags", {"ResourceArn": arn, "Tags": TAGS})


@pytest.mark.parametrize(
    ("operation", "members"),
    [("AddTags", {"Tags": TAGS}), ("ListTags", {}), ("DeleteTags", {"TagKeys": ["stage"]})],
)
def test_what_there_is_not_has_no_tags(
    bench: Bench, operation: str, members: dict[str, object]
) -> None:
    arn = "arn:aws:sagemaker:us-east-1:123456789012:model/none"
    with pytest.raises(ApiError, match=r"ValidationException: Requested resource not found\."):
        bench.service.call(operation, {"ResourceArn": arn, **members})
