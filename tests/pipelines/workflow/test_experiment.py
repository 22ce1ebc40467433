"""A/B: how an experiment begins, what other executions do meanwhile, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Experiment
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.walking import cause, walk

BOTH = [
    {"VariantName": "AllTraffic", "ModelName": "champion"},
    {"VariantName": "Candidate", "ModelName": "candidate"},
]
FOUND = {
    "describeEndpoint": {"EndpointConfigName": "both", "ProductionVariants": BOTH},
    "describeEndpointConfig": {"ProductionVariants": BOTH},
    "putItem": {},
    "describeModel": {"PrimaryContainer": {"ModelDataUrl": "s3://a-bucket/model.tar.gz"}},
}
ALONE = {**FOUND, "describeEndpoint": {"EndpointConfigName": "one", "ProductionVariants": BOTH[:1]}}
ALONE["describeEndpointConfig"] = {"ProductionVariants": BOTH[:1]}
NONE = {"describeEndpoint": ("SageMaker.SageMakerException", 'Could not find endpoint "x".')}
END = ["Find data", "Create endpoint configuration", "Experiment runs", "Sum up"]


@pytest.fixture(scope="module")
def states(inputs: DeploymentInputs) -> dict[str, Any]:
    own = replace(inputs, experiment=Experiment(0.1), table="a-table")
    found: dict[str, Any] = definition(catalog.load("iris"), own)["States"]
    return found


def looked(states: Any, responses: Any, asked: str = "") -> tuple[str, dict[str, Any]]:
    given = {
        "config": {"experiment": asked, "endpoint": {"name": "an-endpoint"}},
        "names": {"run": "new"},
    }
    first = "Find data" if "Find data" in states else "List data"
    name, known, _ = walk(states, "Look for an experiment", given, responses, [*END, first])
    return name, known


def goes_on(name: str) -> bool:
    return name in ("Find data", "List data", "List versions of data")


def test_a_champion_that_is_ignored_is_not_left_beside_the_new_model(states: Any) -> None:
    _, known = looked(states, ALONE)
    known["config"]["champion"] = "ignore"
    assert [each["model"] for each in planned(states, known)["variants"]] == ["new"]


@pytest.mark.parametrize("status", ["Failed", "OutOfService", "Deleting"])
@pytest.mark.parametrize("variants", [BOTH, BOTH[:1]])
def test_a_model_that_an_endpoint_could_not_serve_is_no_champion(
    states: Any, status: str, variants: Any
) -> None:
    there = {"EndpointStatus": status, "EndpointConfigName": "x", "ProductionVariants": variants}
    name, known = looked(states, {**FOUND, "describeEndpoint": there})
    assert goes_on(name)
    assert [each["model"] for each in planned(states, known)["variants"]] == ["new"]
    name, known = looked(states, {**FOUND, "describeEndpoint": there}, "promote")
    assert name == "No experiment"
    assert "none runs on endpoint an-endpoint" in cause(states[name], known)


def planned(states: Any, known: dict[str, Any]) -> Any:
    _, after, _ = walk(states, "Plan release", known, {}, ["Create endpoint configuration"])
    return after["release"]


def test_the_candidate_gets_its_share_beside_the_champion(states: Any) -> None:
    _, known = looked(states, ALONE)
    release = planned(states, known)
    assert release["variants"] == [
        {"name": "AllTraffic", "model": "champion", "weight": 0.9},
        {"name": "Candidate", "model": "new", "weight": 0.1},
    ]
    assert release["asked"] == "Candidate"
    assert '{"experiment": "promote"}' in release["sentence"]


def test_the_first_model_has_no_champion_to_be_tried_against(states: Any) -> None:
    _, known = looked(states, NONE)
    assert [one["model"] for one in planned(states, known)["variants"]] == ["new"]


def test_an_ordinary_execution_leaves_a_running_experiment_alone(states: Any) -> None:
    name, _ = looked(states, FOUND)
    assert name == "Experiment runs"


@pytest.mark.parametrize(("asked", "stays"), [("promote", "candidate"), ("withdraw", "champion")])
def test_an_experiment_ends_with_one_model_alone(states: Any, asked: str, stays: str) -> None:
    name, known = looked(states, FOUND, asked)
    assert name == "Create endpoint configuration"
    assert known["release"]["variants"] == [{"name": "AllTraffic", "model": stays, "weight": 1}]
    assert known["training"]["ModelArtifacts"]["S3ModelArtifacts"] == "s3://a-bucket/model.tar.gz"


def test_a_candidate_that_was_withdrawn_is_not_tried_again(states: Any) -> None:
    _, known = looked(states, FOUND, "withdraw")
    artifact = known["withdrawn"]["artifact"]
    later = {**known, "training": {"ModelArtifacts": {"S3ModelArtifacts": artifact}}}
    item = {"getItem": {"Item": {"artifact": {"S": artifact}}}}
    end = ["Withdrawn before", states["Was it withdrawn before?"]["Choices"][1]["Next"]]
    name, _, _ = walk(states, "Look up what was withdrawn", later, item, end)
    assert name == "Withdrawn before"
    new = {**known, "training": {"ModelArtifacts": {"S3ModelArtifacts": "s3://another"}}}
    name, _, _ = walk(states, "Look up what was withdrawn", new, item, end)
    assert name == end[1]


@pytest.mark.parametrize("responses", [ALONE, NONE])
def test_what_does_not_run_cannot_be_ended(states: Any, responses: Any) -> None:
    name, known = looked(states, responses, "promote")
    assert name == "No experiment"
    assert "asks to promote an experiment, but none runs" in cause(states[name], known)


def test_throttling_is_not_taken_for_an_endpoint_that_is_missing(states: Any) -> None:
    throttled = {"describeEndpoint": ("SageMaker.SageMakerException", "Rate exceeded")}
    name, _ = looked(states, throttled)
    assert name == "Experiment unknown"
