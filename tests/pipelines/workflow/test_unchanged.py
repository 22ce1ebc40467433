"""Which executions end early, because nothing is new: what is released serves, or was refused before."""

import json
from dataclasses import replace
from typing import Any

import pytest

from localaws.stepfunctions.evaluation import jsonata
from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.policy import Approval, Capture, Experiment, Gate, Scaling
from pipelines.protection import Protection
from pipelines.workflow.state_machine import definition
from tests.pipelines.conftest import EXECUTION
from tools.graph import problems

ARTIFACT = "s3://a-bucket/runs/first/model.tar.gz"
REUSED = {"name": "Train", "reused_from": "arn:aws:states:::execution:machine:first"}
NEW = {"name": "Evaluate", "reused_from": None}


@pytest.fixture(scope="module")
def states(inputs: DeploymentInputs) -> dict[str, Any]:
    machine = definition(catalog.load("bank"), replace(inputs, table="a-table"))
    found: dict[str, Any] = machine["States"]
    return found


def value(text: str, given: dict[str, Any], result: Any = None) -> Any:
    context = {"Execution": EXECUTION}
    variables = {"states": {"input": given, "result": result, "context": context}}
    return jsonata.value(text[3:-3], variables)


def goes(state: dict[str, Any], given: dict[str, Any]) -> str:
    for choice in state["Choices"]:
        if value(choice["Condition"], given):
            return str(choice["Next"])
    return str(state["Default"])


def released(states: dict[str, Any], **machines: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data of an execution in which all is reused, and the item of the release before it."""
    given = {
        "config": {
            "endpoint": {
                "name": "e",
                "instance_type": "ml.m5.large",
                "instance_count": 1,
                **machines,
            }
        },
        "names": {"run": "first"},
        "steps": {"preprocess": REUSED, "train": REUSED},
        "training": {"ModelArtifacts": {"S3ModelArtifacts": ARTIFACT}},
        "champion": {"artifact": ARTIFACT, "configuration": "first"},
    }
    item = states["Keep release"]["Arguments"]["Item"]
    return given, {name: {"S": value(one["S"], given)} for name, one in item.items()}


def looked_up(states: dict[str, Any], given: dict[str, Any], item: dict[str, Any]) -> Any:
    return value(states["Look up the last release"]["Output"], given, {"Item": item})


def test_what_serves_already_is_left_as_it_is(states: Any) -> None:
    given, item = released(states)
    assert goes(states["Is anything new?"], given) == "Look up the last release"
    after = looked_up(states, given, item)
    assert goes(states["Is it served already?"], after) == "Leave all as it is"
    said = value(states["Leave all as it is"]["Output"], after)["outcome"]
    assert said == {
        "name": "Unchanged",
        "sentence": "Nothing has changed since execution first: endpoint e serves its model already.",
    }


def test_where_a_step_ran_or_nothing_serves_it_is_not_looked_up(states: Any) -> None:
    given, _ = released(states)
    going_on = "Is the champion to be read?"
    assert goes(states["Is anything new?"], {**given, "steps": {"a": REUSED, "b": NEW}}) == going_on
    assert goes(states["Is anything new?"], {**given, "champion": {}}) == going_on
    assert goes(states["Is anything new?"], {**given, "steps": {"train": NEW}}) == going_on


@pytest.mark.parametrize(
    "changed",
    [
        {"champion": {"artifact": ARTIFACT, "configuration": "another"}},
        {"champion": {"artifact": "s3://another.tar.gz", "configuration": "first"}},
    ],
)
def test_what_somebody_else_put_there_is_replaced(states: Any, changed: dict[str, Any]) -> None:
    given, item = released(states)
    after = looked_up(states, {**given, **changed}, item)
    assert goes(states["Is it served already?"], after) == "Is the champion to be read?"


def test_the_same_model_on_other_machines_is_released(states: Any) -> None:
    _, item = released(states)
    given, _ = released(states, instance_count=2)
    after = looked_up(states, given, item)
    assert goes(states["Is it served already?"], after) == "Is the champion to be read?"


def test_the_same_model_served_otherwise_is_released(inputs: DeploymentInputs) -> None:
    """By its description, or by the deployment's settings."""
    bank = catalog.load("bank")
    deployed = replace(inputs, table="a-table", endpoint=Fleet("ml.m5.large", 1))
    variations = [
        (bank, deployed),
        (replace(bank, serving=replace(bank.serving, environment={"WORKERS": "2"})), deployed),
        (bank, replace(deployed, protection=Protection(isolated=True))),
        (bank, replace(deployed, capture=Capture(percent=50))),
        (bank, replace(deployed, scaling=Scaling(most_instances=4))),
        (bank, replace(deployed, experiment=Experiment(0.1))),
    ]
    fingerprints = [
        released(definition(pipeline, each)["States"])[1]["fingerprint"]["S"]
        for pipeline, each in variations
    ]
    assert len(set(fingerprints)) == len(variations)


def test_a_table_that_knows_no_release_ends_nothing(states: Any) -> None:
    given, _ = released(states)
    after = value(states["Look up the last release"]["Output"], given, {})
    assert goes(states["Is it served already?"], after) == "Is the champion to be read?"


@pytest.mark.parametrize("outcome", ["Refused", "Rejected"])
def test_a_refusal_is_noted_and_ends_the_same_again(states: Any, outcome: str) -> None:
    fingerprint = {**REUSED, "fingerprint": "f"}
    given = {
        "steps": {"train": REUSED, "evaluate": fingerprint},
        "outcome": {"name": outcome, "sentence": "Refused: too bad."},
    }
    assert goes(states["Was the model refused?"], given) == "Keep refusal"
    item = states["Keep refusal"]["Arguments"]["Item"]
    noted = {name: {"S": value(item[name]["S"], given)} for name in ("sk", "execution", "sentence")}
    assert goes(states["Is the evaluation new?"], given) == "Look up refusals"
    key = states["Look up refusals"]["Arguments"]["Key"]
    assert value(key["sk"]["S"], given) == noted["sk"]["S"]
    after = value(states["Look up refusals"]["Output"], given, {"Item": noted})
    assert goes(states["Was it refused before?"], after) == "Refused before"
    said = value(states["Refused before"]["Output"], after)["outcome"]["sentence"]
    assert said == "Nothing has changed since execution first: Refused: too bad."


@pytest.mark.parametrize("outcome", ["In service", "Unchanged", "Forgotten"])
def test_what_nobody_refused_is_no_refusal(states: Any, outcome: str) -> None:
    given = {"steps": {"evaluate": {"fingerprint": "f"}}, "outcome": {"name": outcome}}
    assert goes(states["Was the model refused?"], given) != "Keep refusal"


def test_what_is_new_was_not_refused_before(states: Any) -> None:
    given = {"steps": {"train": REUSED, "evaluate": {**NEW, "fingerprint": "f"}}}
    assert goes(states["Is the evaluation new?"], given) != "Look up refusals"
    known = {**given, "before": {}}
    assert goes(states["Was it refused before?"], known) != "Refused before"


def test_other_numbers_of_the_gate_decide_anew(inputs: DeploymentInputs) -> None:
    given = {"steps": {"evaluate": {"fingerprint": "f"}}}
    gated = replace(catalog.load("bank"), gate=Gate("auc", floor=0.7))
    machines = [
        definition(gated, replace(inputs, table="t", gate_floor=floor)) for floor in (0.5, 0.6)
    ]
    looks = [machine["States"]["Look up refusals"]["Arguments"] for machine in machines]
    assert len({value(look["Key"]["sk"]["S"], given) for look in looks}) == 2


def test_where_a_human_is_asked_what_the_gate_alone_refused_is_decided_anew(
    inputs: DeploymentInputs,
) -> None:
    given = {"steps": {"evaluate": {"fingerprint": "f"}}}
    keys = {
        value(
            definition(
                catalog.load("bank"), replace(inputs, table="t", topic_arn="arn", approval=asked)
            )["States"]["Look up refusals"]["Arguments"]["Key"]["sk"]["S"],
            given,
        )
        for asked in (None, Approval())
    }
    assert len(keys) == 2


@pytest.mark.parametrize("name", [*catalog.names()])
def test_a_definition_with_a_table_is_sound(inputs: DeploymentInputs, name: str) -> None:
    machine = definition(catalog.load(name), replace(inputs, table="a-table"))
    assert problems(machine) == []
    assert len(json.dumps(machine)) < 500_000  # of the 1,048,576 bytes that Step Functions takes
