"""A deployment is what the outputs of its stack say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from stepline.deployment import describe_stack, find
from stepline.errors import UserError
from tests.stepline.clients import refusal, target

OUTPUTS = {
    "StateMachineArn": "arn:machine",
    "BucketName": "bucket",
    "EndpointName": "endpoint",
    "DataPrefix": "s3://bucket/data/",
}


def account(*stacks: dict[str, Any], error: Exception | None = None) -> Any:
    def describe_stacks(StackName: str) -> dict[str, Any]:  # noqa: N803 - boto3's
        if error:
            raise error
        return {"Stacks": [s for s in stacks if s["StackName"] == StackName]}

    return target(cloudformation=SimpleNamespace(describe_stacks=describe_stacks))


def stack(**outputs: str) -> dict[str, Any]:
    return {
        "StackName": "stepline-ner-dev",
        "StackStatus": "CREATE_COMPLETE",
        "Outputs": [{"OutputKey": k, "OutputValue": v} for k, v in outputs.items()],
    }


def test_it_has_what_the_outputs_say() -> None:
    found = find(account(stack(**OUTPUTS)), "ner", "dev")
    assert (found.stack, found.status) == ("stepline-ner-dev", "CREATE_COMPLETE")
    assert (found.state_machine, found.bucket) == ("arn:machine", "bucket")
    assert (found.endpoint, found.data) == ("endpoint", "s3://bucket/data/")
    assert found.pretrained is None


def test_a_pipeline_that_starts_from_a_checkpoint_has_its_prefix() -> None:
    assert (
        find(account(stack(**OUTPUTS, PretrainedPrefix="s3://p/")), "ner", "dev").pretrained
        == "s3://p/"
    )


@pytest.mark.parametrize("error", [None, refusal("ValidationError", "Stack x does not exist")])
def test_one_that_is_not_there_is_to_be_deployed(error: Exception | None) -> None:
    with pytest.raises(UserError, match=r"no stack stepline-ner-dev on a test's AWS\. Deploy it"):
        find(account(error=error), "ner", "dev")


def test_an_output_that_is_missing_is_named() -> None:
    outputs = {name: value for name, value in OUTPUTS.items() if name != "BucketName"}
    with pytest.raises(UserError, match="in status CREATE_COMPLETE and has no output 'BucketName'"):
        find(account(stack(**outputs)), "ner", "dev")


def test_a_refusal_and_an_aws_that_is_not_there_are_told_apart() -> None:
    with pytest.raises(UserError, match="refused to describe the stack"):
        describe_stack(account(error=refusal("AccessDenied")), "any")
    with pytest.raises(UserError, match="cannot be reached"):
        describe_stack(account(error=EndpointConnectionError(endpoint_url="http://x")), "any")
