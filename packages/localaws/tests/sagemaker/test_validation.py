"""Requests are held against botocore's own model, in AWS's words."""

from __future__ import annotations

import re
import string
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.validation import operation_names, validated

CREATE = "CreateProcessingJob"


def request(**members: Any) -> dict[str, Any]:
    return {
        "ProcessingJobName": "a-job",
        "AppSpecification": {"ImageUri": "image:1"},
        "ProcessingResources": {
            "ClusterConfig": {
                "InstanceCount": 1,
                "InstanceType": "ml.m5.large",
                "VolumeSizeInGB": 1,
            }
        },
        "RoleArn": "arn:aws:iam::123456789012:role/job",
    } | members


def refusal(operation: str, parameters: dict[str, Any]) -> ApiError:
    with pytest.raises(ApiError) as caught:
        validated(operation, parameters)
    return caught.value


def test_a_sound_request_is_returned_as_it_is() -> None:
    assert validated(CREATE, request()) == request()


def test_a_missing_member_is_null() -> None:
    incomplete = request()
    del incomplete["RoleArn"]
    error = refusal(CREATE, incomplete)
    assert error.code == "ValidationException"
    assert error.message == (
        "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: "
        "Member must not be null"
    )


def test_a_null_is_a_missing_member() -> None:
    assert "at 'roleArn'" in refusal(CREATE, request(RoleArn=None)).message
    assert "Environment" not in validated(CREATE, request(Environment=None))


def test_a_name_must_match_its_pattern() -> None:
    error = refusal("CreateTrainingJob", {"TrainingJobName": "an_underscore"})
    assert (
        "Value 'an_underscore' at 'trainingJobName' failed to satisfy constraint: Member must "
        "satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"
    ) in error.message


@pytest.mark.parametrize(("length", "fits"), [(0, False), (1, True), (63, True), (64, False)])
def test_a_name_may_be_as_long_as_the_model_says_and_no_longer(length: int, fits: bool) -> None:
    asked = {"TrainingJobName": "x" * length}
    if fits:
        assert validated("DescribeTrainingJob", asked) == asked
    else:
        assert "Member must have length" in refusal("DescribeTrainingJob", asked).message


def test_every_broken_constraint_is_named() -> None:
    error = refusal(CREATE, request(ProcessingJobName="a b", RoleArn="short"))
    assert error.message.startswith("3 validation errors detected: ")


def test_an_enumeration_is_written_out() -> None:
    found = [{"InputName": "x", "S3Input": {"S3Uri": "s3://b/k", "S3DataType": "Folder"}}]
    message = refusal(CREATE, request(ProcessingInputs=found)).message
    assert "at 'processingInputs.1.member.s3Input.s3DataType'" in message
    assert "Member must satisfy enum value set: [ManifestFile, S3Prefix]" in message


def test_a_number_out_of_range_is_refused() -> None:
    message = refusal(CREATE, request(StoppingCondition={"MaxRuntimeInSeconds": 0})).message
    assert "Value '0' at 'stoppingCondition.maxRuntimeInSeconds'" in message
    assert "Member must have value greater than or equal to 1" in message


def test_a_map_names_its_broken_keys_and_values() -> None:
    message = refusal(CREATE, request(Environment={"1A": "x" * 257})).message
    assert "Map keys must satisfy constraint: [Member must satisfy regular expression" in message
    assert "Map value must satisfy constraint: [Member must have length less than" in message


@pytest.mark.parametrize(
    ("member", "value", "message"),
    [
        ("ProcessingJobName", 5, "NUMBER_VALUE can not be converted to a String"),
        ("ProcessingJobName", True, "TRUE_VALUE can not be converted to a String"),
        ("StoppingCondition", {"MaxRuntimeInSeconds": "60"}, "converted to an Integer"),
        ("StoppingCondition", {"MaxRuntimeInSeconds": True}, "converted to an Integer"),
        ("Environment", ["a"], "can not be converted to a Map"),
    ],
)
def test_a_value_of_the_wrong_type_cannot_be_read(member: str, value: Any, message: str) -> None:
    error = refusal(CREATE, request(**{member: value}))
    assert error.code == "SerializationException"
    assert message in error.message


def test_an_unknown_member_is_named_with_those_that_there_are() -> None:
    error = refusal(CREATE, request(Imagee="x"))
    assert "Unknown member 'imagee', must be one of: AppSpecification" in error.message


@pytest.mark.parametrize(
    "moment", [1_700_000_000, 1_700_000_000.0, "2023-11-14T22:13:20Z", "2023-11-14T22:13:20"]
)
def test_times_come_in_every_spelling(moment: Any) -> None:
    read = validated("ListTrainingJobs", {"CreationTimeAfter": moment})
    assert read["CreationTimeAfter"] == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_a_container_argument_has_one_line() -> None:
    application = {"ImageUri": "image:1", "ContainerArguments": ["two\nlines"]}
    assert "pattern: .*" in refusal(CREATE, request(AppSpecification=application)).message


def test_tags_may_be_in_any_script() -> None:
    tags = [{"Key": "名前 é", "Value": "значение 5%"[:9]}]
    arn = "arn:aws:sagemaker:us-east-1:123456789012:model/m"
    assert validated("AddTags", {"ResourceArn": arn, "Tags": tags})["Tags"] == tags


@given(st.text(string.ascii_letters + string.digits + "-_. \n", max_size=70))
def test_precisely_the_legal_job_names_pass(name: str) -> None:
    legal = re.fullmatch(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*", name) and len(name) <= 63
    try:
        validated("DescribeTrainingJob", {"TrainingJobName": name})
    except ApiError:
        assert not legal
    else:
        assert legal


def test_the_model_knows_the_operations() -> None:
    assert {"CreateTrainingJob", "DescribeEndpoint"} <= operation_names()


@pytest.mark.parametrize("moment", [float("nan"), float("inf"), 1e300, -1e15])
def test_a_time_that_is_none_is_refused(moment: float) -> None:
    with pytest.raises(ApiError, match="is no timestamp"):
        validated("ListModels", {"CreationTimeAfter": moment})
