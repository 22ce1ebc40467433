"""What AWS admits of a stack whose names are the longest that the settings admit, with everything on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from pipelines import catalog

from .test_protection import ALL
from .test_stack import literal

PIPELINE, STAGE = "p" * 20, "s" * 12
NAMES = {  # of service quotas and API references
    "AWS::CloudWatch::Alarm": ("AlarmName", 255),
    "AWS::CloudWatch::Dashboard": ("DashboardName", 255),
    "AWS::Events::Rule": ("Name", 64),
    "AWS::Lambda::Function": ("FunctionName", 64),
    "AWS::Logs::LogGroup": ("LogGroupName", 512),
    "AWS::SNS::Topic": ("DisplayName", 100),
    "AWS::SQS::Queue": ("QueueName", 80),
    "AWS::SageMaker::ModelPackageGroup": ("ModelPackageGroupName", 63),
    "AWS::Scheduler::Schedule": ("Name", 64),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", 80),
}
DEFINITION_BYTES, TEMPLATE_BYTES = 1_048_576, 1_000_000
LONGEST_STATE_NAME = 80
POLICY_CHARACTERS = 10_240
"""Of a role's own policies together, white space left out."""


@pytest.fixture(scope="module")
def largest(
    synthesised: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """clicks has the most states; with iris' smoke test it has the function that asks as well."""
    root = tmp_path_factory.mktemp("largest")
    (root / "processing" / PIPELINE).mkdir(parents=True)
    (root / "processing" / PIPELINE / "__main__.py").write_text("print('impressions')\n")
    pipeline = dataclasses.replace(
        catalog.load("clicks"), name=PIPELINE, smoke_tests=catalog.load("iris").smoke_tests
    )
    settings = {
        **ALL,
        "pipeline": PIPELINE,
        "stage": STAGE,
        "training-spot": "false",  # its algorithm may train for longer than it waits for instances
        "monitoring-enabled": "true",
        "release-traffic": "canary",
        "endpoint-instance-type": "ml.m5.large",
        "endpoint-instance-count": 2,
        "scaling-min-instances": 2,
        "scaling-max-instances": 4,
    }
    return synthesised(settings, pipeline=pipeline, root=root)


def test_every_name_is_short_enough(largest: dict[str, Any]) -> None:
    found = {
        (r["Type"], literal(r["Properties"][NAMES[r["Type"]][0]]))
        for r in largest["Resources"].values()
        if r["Type"] in NAMES
    }
    assert {kind for kind, _ in found} == set(NAMES)
    assert [(kind, name) for kind, name in found if len(name) > NAMES[kind][1]] == []


def test_definitions_stay_below_half_of_what_step_functions_takes(largest: dict[str, Any]) -> None:
    """The retraining is the largest, with about 245 kB and 200 states."""
    texts = definitions(largest)
    assert len(texts) == 4
    assert max(map(len, texts)) < DEFINITION_BYTES / 2


def test_so_does_the_template_of_what_cloudformation_takes(largest: dict[str, Any]) -> None:
    """With about 385 kB."""
    assert len(json.dumps(largest)) < TEMPLATE_BYTES / 2


def test_states_have_names_that_step_functions_takes(largest: dict[str, Any]) -> None:
    for text in definitions(largest):
        assert max(map(len, json.loads(text)["States"])) <= LONGEST_STATE_NAME


def test_policies_of_a_role_fit_into_it(largest: dict[str, Any]) -> None:
    sizes: dict[str, int] = {}
    for resource in largest["Resources"].values():
        if resource["Type"] == "AWS::IAM::Policy":
            (role,) = (literal(role) for role in resource["Properties"]["Roles"])
            sizes[role] = sizes.get(role, 0) + characters(resource["Properties"]["PolicyDocument"])
    assert max(sizes.values()) < POLICY_CHARACTERS


def definitions(template: dict[str, Any]) -> list[str]:
    return [
        literal(r["Properties"]["DefinitionString"])
        for r in template["Resources"].values()
        if r["Type"] == "AWS::StepFunctions::StateMachine"
    ]


def characters(policy: dict[str, Any]) -> int:
    """Of a policy's JSON, with what stands in for its references."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(one) for one in value]
        if isinstance(value, dict) and not {"Ref", "Fn::GetAtt", "Fn::Join", "Fn::Sub"} & set(
            value
        ):
            return {key: plain(one) for key, one in value.items()}
        return literal(value) if isinstance(value, dict) else value

    return len(json.dumps(plain(policy), separators=(",", ":")))
