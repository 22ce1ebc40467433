"""A look: which pipelines have one, what it asks for, and that whoever reads an expression finds what it needs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.monitoring.ending import OUTCOMES
from pipelines.monitoring.state_machine import definition, is_monitored
from pipelines.policy import Monitoring
from pipelines.protection import Network, Protection
from tests.pipelines.workflow.calls import said as said_by

RETRAINING = "arn:aws:states:us-east-1:123456789012:stateMachine:stepline-ner-dev"


@pytest.fixture(scope="module")
def states(inputs: DeploymentInputs) -> dict[str, Any]:
    told = replace(inputs, topic_arn="arn:aws:sns:us-east-1:123456789012:stepline-ner-dev")
    found: dict[str, Any] = definition(catalog.load("ner"), told, RETRAINING)["States"]
    return found


@pytest.fixture(scope="module")
def of_a_variant(states: dict[str, Any]) -> dict[str, Any]:
    """The states that each variant passes through."""
    found: dict[str, Any] = states["Look at each variant"]["ItemProcessor"]["States"]
    return found


def test_every_outcome_has_an_end_of_its_own(states: dict[str, Any]) -> None:
    assert {name for name, state in states.items() if state["Type"] == "Succeed"} == set(OUTCOMES)


def test_every_task_has_a_limit_and_a_retry(
    states: dict[str, Any], of_a_variant: dict[str, Any]
) -> None:
    for name, state in (states | of_a_variant).items():
        if state["Type"] == "Task":
            assert state["TimeoutSeconds"], name
            assert state["Retry"], name


def test_the_job_runs_the_shared_code_with_the_limits_of_the_description(
    of_a_variant: dict[str, Any], evaluate: Any
) -> None:
    asked = of_a_variant["Compare"]["Arguments"]
    assert asked["AppSpecification"]["ContainerEntrypoint"] == ["python3", "-m", "monitoring"]
    assert asked["Environment"]["PYTHONPATH"] == "/opt/ml/processing/input/code/0f1e2d.zip"
    words = asked["AppSpecification"]["ContainerArguments"]
    assert words[words.index("--reader") + 1] == "scoring.captured"
    known = {
        "baseline": {"folder": "s3://a-bucket/runs/r/evaluation/"},
        "serving": {"artifact": "s3://a-bucket/runs/r/model.tar.gz"},
        "captures": {"folders": ["s3://a-bucket/one/", "s3://a-bucket/two/"]},
    }
    given = evaluate(asked["ProcessingInputs"], known)
    assert {one["InputName"]: one["S3Input"]["LocalPath"] for one in given} == {
        "code": "/opt/ml/processing/input/code",
        "baseline": "/opt/ml/processing/input/baseline",
        "model": "/opt/ml/processing/input/model",
        "captured-0": "/opt/ml/processing/input/captured/0",
        "captured-1": "/opt/ml/processing/input/captured/1",
    }


@pytest.mark.parametrize(
    ("instance_type", "takes"), [("ml.m5.large", True), ("ml.g5.xlarge", False)]
)
def test_the_job_is_shielded_as_those_of_the_retraining(
    inputs: DeploymentInputs, instance_type: str, takes: bool
) -> None:
    shield = Protection("arn:key", Network(("subnet-1",), ("sg-1",)), isolated=True)
    own = replace(inputs, protection=shield, processing=Fleet(instance_type, 1))
    found = definition(catalog.load("ner"), own, RETRAINING)["States"]["Look at each variant"]
    asked = found["ItemProcessor"]["States"]["Compare"]["Arguments"]
    machine = asked["ProcessingResources"]["ClusterConfig"]
    assert machine.get("VolumeKmsKeyId") == ("arn:key" if takes else None)
    assert asked["ProcessingOutputConfig"]["KmsKeyId"] == "arn:key"
    assert asked["NetworkConfig"]["EnableNetworkIsolation"] is True
    assert asked["NetworkConfig"]["VpcConfig"]["Subnets"] == ["subnet-1"]


def test_the_jobs_name_is_another_when_it_is_retried_or_redriven(
    of_a_variant: dict[str, Any],
) -> None:
    code = of_a_variant["Compare"]["Arguments"]["ProcessingJobName"]
    names = {
        said_by(
            code,
            {"look": {"name": "a-look"}, "number": 1},
            context={"Execution": {"RedriveCount": redrives}, "State": {"RetryCount": retries}},
        )
        for redrives, retries in ((0, 0), (0, 1), (1, 0))
    }
    assert names == {"a-look-look-1-0-0", "a-look-look-1-0-1", "a-look-look-1-1-0"}


@pytest.mark.parametrize(
    ("made", "since"),
    [("2026-11-26T00:00:00Z", 1_000_000_000_000_000), ("2026-11-26T00:00:00Z", 0)],
)
def test_what_was_asked_before_the_configuration_was_made_does_not_count(
    states: dict[str, Any], made: str, since: int
) -> None:
    found = said_by(
        states["Look at configuration"]["Output"],
        {"look": {"since": since}, "serving": {}},
        result={
            "CreationTime": made,
            "ProductionVariants": [{"VariantName": "AllTraffic", "ModelName": "a-model"}],
        },
    )["serving"]
    moment = datetime.fromisoformat(made).timestamp() * 1000
    variants = [{"variant": "AllTraffic", "model": "a-model"}]
    assert found == {"variants": variants, "since": max(since, moment)}


@pytest.mark.parametrize(
    ("cause", "then"),
    [('Could not find endpoint "e".', "No endpoint"), ("Rate exceeded", "Endpoint unknown")],
)
def test_only_an_endpoint_that_is_missing_serves_nothing(
    states: dict[str, Any], evaluate: Any, cause: str, then: str
) -> None:
    choice = states["Is there no endpoint?"]
    given = {"failure": {"Error": "SageMaker.SageMakerException", "Cause": cause}}
    ways = (way["Next"] for way in choice["Choices"] if evaluate(way["Condition"], given))
    assert next(ways, choice["Default"]) == then


@pytest.mark.parametrize("captures", [True, False])
def test_traffic_that_is_not_captured_ends_the_look(
    states: dict[str, Any], evaluate: Any, captures: bool
) -> None:
    choice = states["Is its traffic captured?"]
    given = {"serving": {"captures": captures}}
    ways = (way["Next"] for way in choice["Choices"] if evaluate(way["Condition"], given))
    found = next(ways, choice["Default"])
    assert found == ("Look at configuration" if captures else "Traffic is not captured")


def test_the_reason_is_handed_to_the_retraining(states: dict[str, Any], evaluate: Any) -> None:
    given = {"look": {"name": "a-look"}, "verdict": {"sentence": 'It has "drifted".'}}
    asked = states["Start retraining"]["Arguments"]
    assert asked["StateMachineArn"] == RETRAINING
    assert evaluate(asked["Name"], given) == "drift-a-look"
    assert json.loads(evaluate(asked["Input"], given)) == {"started_by": 'drift: It has "drifted".'}


def test_the_message_says_what_becomes_of_the_retraining_and_what_it_trains_on(
    states: dict[str, Any], evaluate: Any
) -> None:
    given = {
        "verdict": {"sentence": "It has drifted.", "report": "s3://b/report.html"},
        "retraining": "arn:aws:states:us-east-1:1:execution:stepline-ner-dev:drift-a-look",
    }
    told = evaluate(states["Tell of drift"]["Arguments"]["Message"], given)
    assert told.split("\n\n") == [
        "It has drifted.",
        "A retraining was started. It trains on what lies in the data now: where that is as it was, it ends as "
        "Unchanged, and new data are needed.",
        "What becomes of it: stepline watch ner --execution drift-a-look",
        "The report: s3://b/report.html",
    ]


def test_a_baseline_is_found_with_the_artifact_of_an_earlier_run(
    of_a_variant: dict[str, Any], evaluate: Any
) -> None:
    serving = {
        "model": "later",
        "artifact": "s3://a-bucket/runs/earlier/model/job/output/model.tar.gz",
    }
    prefix = of_a_variant["Find earlier baseline"]["Arguments"]["Prefix"]
    assert evaluate(prefix, {"serving": serving}) == "runs/earlier/evaluation/baseline.json"


def test_a_pipeline_without_evaluation_or_with_none_asked_for_has_no_look(
    inputs: DeploymentInputs,
) -> None:
    assert is_monitored(catalog.load("ner"), inputs)
    assert not is_monitored(replace(catalog.load("ner"), evaluation=None, gate=None), inputs)
    assert not is_monitored(replace(catalog.load("ner"), monitoring=None), inputs)
    assert not is_monitored(catalog.load("ner"), replace(inputs, code_uri=None))


@pytest.mark.parametrize(
    "wrong", [{"stability_limit": 0}, {"distance_limit": 1}, {"least_rows": 0}, {"hours": 0}]
)
def test_a_limit_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"A stability limit is|A look needs"):
        Monitoring(**wrong)
