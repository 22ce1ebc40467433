"""What the registry is told of a model."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Approval
from pipelines.workflow.state_machine import definition
from tests.pipelines.conftest import EXECUTION
from tests.pipelines.workflow.calls import request, said

KNOWN: dict[str, Any] = {
    "names": {"run": "stepline-split-dev-first-0123456789"},
    "where": {"run": "s3://a-bucket/runs/r", "evaluated": "s3://a-bucket/runs/r"},
    "config": {"data": "s3://a-bucket/data/", "started_by": ""},
    "training": {
        "TrainingJobName": "t-0",
        "ModelArtifacts": {"S3ModelArtifacts": "s3://a-bucket/model.tar.gz"},
    },
}


@pytest.fixture(scope="module")
def registering(inputs: DeploymentInputs) -> DeploymentInputs:
    return replace(inputs, package_group="a-group", table="t", topic_arn="arn:aws:sns:r:1:t")


def register(pipeline: Pipeline, inputs: DeploymentInputs, known: Any = KNOWN) -> dict[str, Any]:
    return request(definition(pipeline, inputs)["States"]["Register model"], known)


def test_a_version_has_the_image_the_artifact_and_the_metrics(
    split: Pipeline, registering: DeploymentInputs
) -> None:
    sent = register(split, registering)
    assert sent["ModelPackageGroupName"] == "a-group"
    assert sent["InferenceSpecification"]["Containers"] == [
        {"Image": registering.image_uri, "ModelDataUrl": "s3://a-bucket/model.tar.gz"}
    ]
    statistics = sent["ModelMetrics"]["ModelQuality"]["Statistics"]
    assert statistics["S3Uri"] == "s3://a-bucket/runs/r/evaluation/evaluation.json"


def test_the_metrics_are_those_that_the_gate_read(
    split: Pipeline, registering: DeploymentInputs
) -> None:
    sent = register(split, registering, {**KNOWN, "scores_uri": "s3://a-bucket/earlier.json"})
    assert (
        sent["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"] == "s3://a-bucket/earlier.json"
    )


def test_a_model_that_is_not_evaluated_has_no_metrics(
    tree: Pipeline, registering: DeploymentInputs
) -> None:
    assert "ModelMetrics" not in register(tree, registering)


def test_the_image_is_that_of_the_machine_that_serves(
    ner: Pipeline, registering: DeploymentInputs
) -> None:
    images = {"processing": "p", "training": "t", "endpoint": "serves"}
    sent = register(ner, registering, {**KNOWN, "images": images})
    assert sent["InferenceSpecification"]["Containers"][0]["Image"] == "serves"


def test_only_a_humans_approval_approves(split: Pipeline, registering: DeploymentInputs) -> None:
    assert register(split, registering)["ModelApprovalStatus"] == "PendingManualApproval"
    asked = replace(registering, approval=Approval())
    assert register(split, asked)["ModelApprovalStatus"] == "Approved"


def test_a_version_says_what_made_it(split: Pipeline, registering: DeploymentInputs) -> None:
    known = {
        **KNOWN,
        "inputs": {"data": {"digest": "d1"}},
        "decision": {
            "metric": "f1",
            "candidate": 0.9,
            "champion": None,
            "sentence": "Good enough.",
        },
        "approval": {"by": "ann", "key": "secret"},
    }
    sent = register(split, registering, known)
    assert sent["ModelPackageDescription"] == "Good enough."
    assert sent["CustomerMetadataProperties"] == {
        "run": "stepline-split-dev-first-0123456789",
        "execution": EXECUTION["Id"],
        "training_job": "t-0",
        "data": "s3://a-bucket/data/",
        "data_digest": "d1",
        "code": "s3://cdk-assets/0f1e2d.zip",
        "image": registering.image_uri,
        "metric": "f1",
        "score": "0.9",
        "approved_by": "ann",
    }


@pytest.mark.parametrize("by", ["Ann <b>", "a" * 5000, "  ", "{}", "é, ü", "\n\n"])
def test_what_the_registry_does_not_take_is_left_out(
    split: Pipeline, registering: DeploymentInputs, by: str
) -> None:
    """As the service's model says, but for a pattern in Java's words: 1 to 256 of some signs."""
    sent = register(split, registering, {**KNOWN, "approval": {"by": by}})
    value = sent["CustomerMetadataProperties"].get("approved_by", "x")
    assert 1 <= len(value) <= 256
    assert not set(value) & set('<>{}\n"')


def test_a_state_that_runs_again_registers_no_second_version(
    split: Pipeline, registering: DeploymentInputs
) -> None:
    first, again = (register(split, registering)["ClientToken"] for _ in range(2))
    assert first == again
    assert len(first) == 36
    other = {**KNOWN, "names": {"run": "another"}}
    assert register(split, registering, other)["ClientToken"] != first


def test_the_version_is_known_afterwards(split: Pipeline, registering: DeploymentInputs) -> None:
    state = definition(split, registering)["States"]["Register model"]
    known = said(state["Output"], KNOWN, result={"ModelPackageArn": "arn"})
    assert known["package"] == {"arn": "arn"}
