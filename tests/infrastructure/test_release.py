"""What the settings make of a release: alarms, a function that asks, and the refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from infrastructure.settings import SettingsError

from .test_stack import definition

Synthesised = Callable[..., dict[str, Any]]
SCALES = {"endpoint-instance-type": "ml.m5.large"}
CANARY = {"release-traffic": "canary", "endpoint-instance-count": "2", "release-error-share": "0.1"}


def of_type(template: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [r["Properties"] for r in template["Resources"].values() if r["Type"] == kind]


def rollback(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    alarms = of_type(template, "AWS::CloudWatch::Alarm")
    return {one["AlarmName"]: one for one in alarms if "-release-" in str(one.get("AlarmName"))}


def test_the_alarms_that_take_a_canary_back_watch_the_endpoint(synthesised: Synthesised) -> None:
    template = synthesised(CANARY)
    alarms = rollback(template)
    assert set(alarms) == {"stepline-ner-dev-release-errors", "stepline-ner-dev-release-latency"}
    errors = alarms["stepline-ner-dev-release-errors"]
    assert {each["Name"]: each["Value"] for each in errors["Dimensions"]} == {
        "EndpointName": "stepline-ner-dev",
        "VariantName": "AllTraffic",
    }
    assert (errors["MetricName"], errors["Threshold"]) == ("Invocation5XXErrors", 0.1)
    asked = json.dumps(definition(template)["States"]["Update endpoint"])
    assert all(name in asked for name in alarms)


def test_all_the_traffic_at_once_needs_no_alarm(template: dict[str, Any]) -> None:
    assert rollback(template) == {}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"scaling-max-instances": "2"}, "with ml.t2.medium .* does not scale burstable instances"),
        (
            {**SCALES, "scaling-max-instances": "2", "endpoint-instance-count": "3"},
            "begins with 3 instances",
        ),
        ({"scaling-invocations-per-minute": "9"}, "stepline:scaling-max-instances: give both"),
        ({"monitoring-enabled": "true", "capture-percent": "0"}, "capture-percent is 0"),
        (
            {"monitoring-enabled": "true", "variant": "transformed"},
            "nothing is there to be compared",
        ),
        ({"release-traffic": "canary"}, "needs 2 or more, and it has 1"),
        ({**CANARY, "experiment-share": "0.1"}, "same variants"),
        ({**CANARY, "release-percent": "60"}, "must be 1 to 50 percent"),
        ({**CANARY, **SCALES, "scaling-max-instances": "4"}, "needs 2 or more, and it has 1"),
        ({"scaling-min-instances": "2"}, "stepline:scaling-max-instances: give both"),
        ({"scaling-min-instances": "3", "scaling-max-instances": "2"}, "got 3 to 2"),
        ({"release-traffic": "rolling"}, "one of all-at-once, canary, linear"),
    ],
)
def test_what_cannot_be_released_so_is_refused_with_a_sentence(
    synthesised: Synthesised, settings: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        synthesised(settings)


def test_a_pipeline_asked_in_json_has_no_function(template: dict[str, Any]) -> None:
    assert of_type(template, "AWS::Lambda::Function") == []


def test_one_asked_in_csv_has_one_that_may_ask_its_endpoint_alone(
    synthesised: Synthesised,
) -> None:
    template = synthesised({"pipeline": "bank"})
    (function,) = of_type(template, "AWS::Lambda::Function")
    assert function["FunctionName"] == "stepline-bank-dev-ask"
    assert "def handler" in function["Code"]["ZipFile"]
    assert len(function["Code"]["ZipFile"]) <= 4096  # what CloudFormation takes


def test_what_an_endpoint_is_asked_is_kept_as_the_settings_say(synthesised: Synthesised) -> None:
    states = definition(synthesised({"capture-percent": "7"}))["States"]
    captured = states["Create endpoint configuration"]["Arguments"]["DataCaptureConfig"]
    assert captured["InitialSamplingPercentage"] == 7
    nothing = definition(synthesised({"capture-percent": "0"}))["States"]
    assert "DataCaptureConfig" not in nothing["Create endpoint configuration"]["Arguments"]
