"""What is deleted when a release is through, by states that Step Functions and SageMaker execute."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import upstream
from pipelines.sdk.fragment import in_a_row
from pipelines.sdk.machine import Machine
from pipelines.workflow.clean_up import CleanUp
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.walking import walk

OWN, FOREIGN = "stepline-iris-dev-", "stepline-iris-dev2-"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["states.amazonaws.com", "sagemaker.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    with EmbeddedAWS(home=tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="module")
def role(aws: EmbeddedAWS) -> str:
    made = aws.client("iam").create_role(RoleName="all", AssumeRolePolicyDocument=json.dumps(TRUST))
    arn: str = made["Role"]["Arn"]
    return arn


def make(aws: EmbeddedAWS, role: str, name: str, model: str | None = None) -> None:
    """A model and its configuration; or a configuration of another's model."""
    sagemaker = aws.client("sagemaker")
    if model is None:
        container = {"Image": "example/none:1"}
        sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container)
    variant = {"VariantName": "AllTraffic", "InstanceType": "ml.m5.large"}
    variant |= {"ModelName": model or name, "InitialInstanceCount": 1}  # type: ignore[dict-item]
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])


def left(aws: EmbeddedAWS) -> tuple[set[str], set[str]]:
    """The names of the configurations and of the models."""
    sagemaker = aws.client("sagemaker")
    configurations = sagemaker.list_endpoint_configs(MaxResults=100)["EndpointConfigs"]
    models = sagemaker.list_models(MaxResults=100)["Models"]
    return (
        {one["EndpointConfigName"] for one in configurations},
        {one["ModelName"] for one in models},
    )


def clean_up(aws: EmbeddedAWS, role: str, inputs: DeploymentInputs, keep: int) -> dict[str, Any]:
    """The output of a machine that does nothing else."""
    part = CleanUp(catalog.load("iris"), replace(inputs, keep=keep))
    row = in_a_row(part, upstream.Succeed("Done"))
    machine = Machine(row, "us-east-1", "Tidies up.", 300).to_dict()
    states = aws.client("stepfunctions")
    arn = states.create_state_machine(
        name=f"tidy-{keep}-{time.monotonic_ns()}", definition=json.dumps(machine), roleArn=role
    )["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=arn, input="{}")["executionArn"]
    deadline = time.monotonic() + 60
    while (ended := states.describe_execution(executionArn=execution))["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert ended["status"] == "SUCCEEDED", ended
    found: dict[str, Any] = json.loads(ended["output"])["cleaned"]
    return found


def test_the_last_stay_and_so_does_what_an_endpoint_uses(
    aws: EmbeddedAWS, role: str, inputs: DeploymentInputs
) -> None:
    for number in range(6):
        make(aws, role, f"{OWN}{number}")
        time.sleep(0.02)  # the newest first, to the millisecond
    make(aws, role, f"{OWN}promoted", model=f"{OWN}2")
    make(aws, role, f"{FOREIGN}0")
    # An endpoint that somebody made by hand; it fails for its image, and uses its configuration all the same.
    aws.client("sagemaker").create_endpoint(EndpointName="by-hand", EndpointConfigName=f"{OWN}0")
    assert clean_up(aws, role, inputs, keep=2) == {"configurations": 4, "models": 2}
    configurations, models = left(aws)
    assert configurations == {f"{OWN}promoted", f"{OWN}5", f"{OWN}0", f"{FOREIGN}0"}
    # 4 is among the last two, 2 is named by a configuration that stays.
    assert models == {f"{OWN}{number}" for number in (0, 2, 4, 5)} | {f"{FOREIGN}0"}
    assert clean_up(aws, role, inputs, keep=2) == {"configurations": 0, "models": 0}
    # Without its configuration nobody can tell which of the models it is that the endpoint uses.
    aws.client("sagemaker").delete_endpoint_config(EndpointConfigName=f"{OWN}0")
    cleaned = clean_up(aws, role, inputs, keep=1)
    assert (cleaned["configurations"], cleaned["models"]) == (1, 0)
    assert cleaned["problem"].startswith("No model was deleted: the configuration of an endpoint")
    assert left(aws) == ({f"{OWN}promoted", f"{FOREIGN}0"}, models)


def test_a_failure_leaves_the_release_as_it_is(inputs: DeploymentInputs) -> None:
    states = definition(catalog.load("iris"), replace(inputs, keep=2))["States"]
    throttled = {"listEndpointConfigs": ("SageMaker.SageMakerException", "Rate exceeded")}
    end = [states["Leave the rest for the next time"]["Next"]]
    _, known, _ = walk(states, "Begin to tidy up", {"a": 1}, throttled, end)
    assert known["cleaned"] == {"problem": "Rate exceeded"}
    assert "clean" not in known


def test_all_pages_are_seen(inputs: DeploymentInputs) -> None:
    states = definition(catalog.load("iris"), replace(inputs, keep=2))["States"]
    pages = [
        {"EndpointConfigs": [{"EndpointConfigName": f"{OWN}1"}], "NextToken": "more"},
        {"EndpointConfigs": [{"EndpointConfigName": f"{FOREIGN}1"}], "NextToken": "more"},
        {"EndpointConfigs": [{"EndpointConfigName": f"{OWN}0"}]},
    ]
    responses = {"listEndpointConfigs": pages, "listModels": {"Models": []}}
    end = [states["Tidied up"]["Next"]]
    _, known, walked = walk(states, "Begin to tidy up", {}, responses, end)
    assert [name for name in walked if "configurations" in name and "List" in name] == [
        "List configurations",
        "List more configurations",
        "List more configurations",
    ]
    assert "List endpoints" not in walked  # there is nothing to delete
    assert known["cleaned"] == {"configurations": 0, "models": 0}
