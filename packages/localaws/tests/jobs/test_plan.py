"""What a plan says of itself."""

from __future__ import annotations

import pytest

from localaws.jobs.plan import Archive, Input, JobPlan, Output, hosts, within_ml
from localaws.this_aws.s3_location import S3Location


def at(key: str) -> S3Location:
    return S3Location("bucket", key)


PLAN = JobPlan(
    "image:1",
    hosts(2),
    60,
    "arn",
    "ml.m5.large",
    folders=("model",),
    inputs=(Input("train", at("in"), "input/data/train"),),
    outputs=(Output("out", "output/out", at("out")),),
    checkpoints=Output("checkpoints", "checkpoints", at("checkpoints")),
    archives=(Archive("model", at("model.tar.gz")),),
)


def test_hosts_are_numbered_from_one() -> None:
    assert PLAN.hosts == ("algo-1", "algo-2")


def test_it_writes_to_its_outputs_archives_and_checkpoints_and_not_to_its_inputs() -> None:
    assert {location.key for location in PLAN.destinations()} == {
        "out",
        "checkpoints",
        "model.tar.gz",
    }


def test_every_folder_is_made_before_the_start() -> None:
    assert set(PLAN.all_folders()) == {"model", "input/data/train", "output/out", "checkpoints"}


def test_a_path_of_the_container_lies_below_opt_ml() -> None:
    assert within_ml("/opt/ml/processing/in") == "processing/in"
    with pytest.raises(ValueError, match="/tmp"):
        within_ml("/tmp/in")
