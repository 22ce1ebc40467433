"""SageMaker's log groups: those that say nothing of how long they keep are told, and no others."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.calls import said
from tests.pipelines.workflow.walking import walk

GROUP = "/aws/sagemaker/TrainingJobs"


@pytest.fixture(scope="module")
def states(tree: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    found: dict[str, Any] = definition(tree, replace(inputs, job_log_days=30))["States"]
    return found


@pytest.fixture(scope="module")
def inner(states: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = states["Keep logs of jobs"]["ItemProcessor"]["States"]
    return found


def test_the_groups_are_those_of_jobs_and_of_the_executions_endpoint(
    states: dict[str, Any],
) -> None:
    known = {"config": {"endpoint": {"name": "irises"}}}
    assert said(states["Keep logs of jobs"]["Items"], known) == [
        "/aws/sagemaker/ProcessingJobs",
        "/aws/sagemaker/TrainingJobs",
        "/aws/sagemaker/TransformJobs",
        "/aws/sagemaker/Endpoints/irises",
    ]


@pytest.mark.parametrize(
    ("groups", "is_set"),
    [
        ([{"LogGroupName": GROUP}], True),
        ([{"LogGroupName": GROUP, "RetentionInDays": 7}], False),
        ([{"LogGroupName": f"{GROUP}Other"}], False),
        ([], False),
        ([{"LogGroupName": f"{GROUP}Other", "RetentionInDays": 1}, {"LogGroupName": GROUP}], True),
    ],
)
def test_a_group_of_which_nobody_has_said_it_is_told_how_long(
    inner: dict[str, Any], groups: list[dict[str, Any]], is_set: bool
) -> None:
    look = inner["Look at log group"]
    known = said(look["Output"], GROUP, result={"LogGroups": groups})
    assert known == {"name": GROUP, "open": is_set}
    name, _, _ = walk(inner, "Has nobody said how long?", known, {}, ("Set retention", "Kept"))
    assert name == ("Set retention" if is_set else "Kept")
    sent = inner["Set retention"]["Arguments"]
    assert sent["RetentionInDays"] == 30
    assert said(sent["LogGroupName"], known) == GROUP


def test_what_goes_wrong_fails_nothing(states: dict[str, Any], inner: dict[str, Any]) -> None:
    for name in ("Look at log group", "Set retention"):
        assert inner[name]["Catch"][0]["Next"] == "Kept"
    (catcher,) = states["Keep logs of jobs"]["Catch"]
    assert states[catcher["Next"]]["Next"] == states["Keep logs of jobs"]["Next"]


def test_by_default_nothing_is_said(tree: Pipeline, inputs: DeploymentInputs) -> None:
    assert "Keep logs of jobs" not in definition(tree, inputs)["States"]
