"""Tags of jobs."""

from __future__ import annotations

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
