"""UpdateEndpoint's request: in parts, as the policy says, and what an alarm's rollback is told by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.policy import STARTING_SECONDS, Release, Scaling
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.calls import request
from tests.pipelines.workflow.walking import cause, walk

SCALES = Fleet("ml.m5.large", 2)
KNOWN = {
    "config": {"endpoint": {"name": "an-endpoint", "instance_type": "ml.m5.large"}},
    "names": {"run": "new"},
    "release": {"variants": [{"name": "AllTraffic"}]},
    "endpoint": {
        "EndpointName": "an-endpoint",
        "EndpointStatus": "InService",
        "EndpointConfigName": "old",
        "ProductionVariants": [{"VariantName": "AllTraffic"}],
    },
    "deadline": 0,
}


def states(inputs: DeploymentInputs, **otherwise: Any) -> dict[str, Any]:
    found: dict[str, Any] = definition(catalog.load("iris"), replace(inputs, **otherwise))["States"]
    return found


def test_all_at_once_is_what_sagemaker_does_by_itself(inputs: DeploymentInputs) -> None:
    asked = request(states(inputs)["Update endpoint"], KNOWN)
    assert asked == {"EndpointName": "an-endpoint", "EndpointConfigName": "new"}


@pytest.mark.parametrize(
    ("traffic", "member"), [("canary", "CanarySize"), ("linear", "LinearStepSize")]
)
def test_traffic_comes_in_parts_while_alarms_are_watched(
    inputs: DeploymentInputs, traffic: Any, member: str
) -> None:
    release = Release(traffic, 20, wait_seconds=60, termination_wait_seconds=30)
    machine = states(inputs, release=release, rollback_alarms=("errors", "latency"))
    config = request(machine["Update endpoint"], KNOWN)["DeploymentConfig"]
    routing = config["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
    assert routing["Type"] == traffic.upper()
    assert routing["WaitIntervalInSeconds"] == 60
    assert routing[member] == {"Type": "CAPACITY_PERCENT", "Value": 20}
    limit = config["BlueGreenUpdatePolicy"]["MaximumExecutionTimeoutInSeconds"]
    assert limit == release.bakes_seconds + STARTING_SECONDS
    alarms = config["AutoRollbackConfiguration"]["Alarms"]
    assert [alarm["AlarmName"] for alarm in alarms] == ["errors", "latency"]


def test_other_variants_come_at_once(inputs: DeploymentInputs) -> None:
    both = {"ProductionVariants": [{"VariantName": "AllTraffic"}, {"VariantName": "Candidate"}]}
    known = {**KNOWN, "endpoint": {**KNOWN["endpoint"], **both}}  # type: ignore[dict-item]
    asked = request(states(inputs, release=Release("canary"))["Update endpoint"], known)
    routing = asked["DeploymentConfig"]["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
    assert routing["Type"] == "ALL_AT_ONCE"


def test_an_update_that_an_alarm_took_back_names_it(inputs: DeploymentInputs) -> None:
    machine = states(inputs, release=Release("canary"), rollback_alarms=("errors",))
    rang = {"MetricAlarms": [{"AlarmName": "errors", "StateReason": "Threshold Crossed"}]}
    name, known, _ = walk(machine, "Is it in service?", KNOWN, {"describeAlarms": rang}, [])
    assert name == "Endpoint not in service"
    assert "In the state ALARM: errors (Threshold Crossed)." in cause(machine[name], known)


def test_the_number_that_scaling_came_to_is_kept_and_the_type_changes_unscaled(
    inputs: DeploymentInputs,
) -> None:
    machine = states(inputs, endpoint=SCALES, scaling=Scaling(4, 2))
    asked = request(machine["Update endpoint"], KNOWN)
    assert asked["RetainAllVariantProperties"] is True
    changed = {one["VariantPropertyType"] for one in asked["ExcludeRetainedVariantProperties"]}
    assert changed == {"DesiredWeight", "DataCaptureConfig"}
    responses = {
        "describeEndpointConfig": {"ProductionVariants": [{"InstanceType": "ml.c5.large"}]},
        "deregisterScalableTarget": ("ApplicationAutoScaling.ObjectNotFoundException", "none"),
    }
    end = ["Update endpoint"]
    _, _, walked = walk(machine, "Look at the instance type", KNOWN, responses, end)
    assert walked[-1] == "Stop scaling"
    same = {"describeEndpointConfig": {"ProductionVariants": [{"InstanceType": "ml.m5.large"}]}}
    _, _, walked = walk(machine, "Look at the instance type", KNOWN, same, end)
    assert "Stop scaling" not in walked


def test_what_scales_is_registered_by_its_variant(inputs: DeploymentInputs) -> None:
    machine = states(inputs, endpoint=SCALES, scaling=Scaling(4, 2, 70))
    asked = machine["Register what scales"]["Arguments"]
    assert (asked["MinCapacity"], asked["MaxCapacity"]) == (2, 4)
    policy = machine["Scale by invocations"]["Arguments"]
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 70
    assert "variant/AllTraffic" in asked["ResourceId"]
