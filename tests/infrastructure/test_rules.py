"""The template under the rules of others: cdk-nag's AwsSolutions and cfn-lint; and least privilege."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack, Validations
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks
from cfnlint import lint

from .test_stack import definition, literal, only

# Actions that know no resource, as AWS's service authorization reference has them.
WITHOUT_RESOURCE = {
    "cloudwatch:PutMetricData",
    "ecr:GetAuthorizationToken",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "sagemaker:ListEndpointConfigs",
    "sagemaker:ListEndpoints",
    "sagemaker:ListModels",
    "sagemaker:ListProcessingJobs",
    "sagemaker:ListTrainingJobs",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}


def statements(template: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::IAM::Policy":
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]:
                yield statement | {
                    key: statement[key] if isinstance(statement[key], list) else [statement[key]]
                    for key in ("Action", "Resource")
                }


def actions(template: dict[str, Any]) -> dict[str, set[str]]:
    """The resources of each action, literal."""
    found: dict[str, set[str]] = {}
    for statement in statements(template):
        for action in statement["Action"]:
            found.setdefault(action, set()).update(map(literal, statement["Resource"]))
    return found


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"data-buckets": "corpora", "retain": "false"},
        {"approval-required": "true", "approval-link": "true"},
    ],
)
def test_cdk_nag_finds_nothing_that_is_not_explained(
    make: Callable[..., Any], settings: dict[str, str]
) -> None:
    app, _ = make(settings)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()  # raises with the findings


def test_cdk_nag_would_find_something() -> None:
    app = App(builtin_cloud_formation_validation=False)
    s3.Bucket(Stack(app, "Careless"), "Open")
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    with pytest.raises(RuntimeError, match="AwsSolutions-S10"):
        app.synth()


def test_cfn_lint_finds_nothing(template: dict[str, Any]) -> None:
    assert lint(json.dumps(template), regions=["us-east-1"]) == []


def test_cfn_lint_finds_nothing_in_the_definition_without_tokens(template: dict[str, Any]) -> None:
    """cfn-lint looks into a literal definition only, not into the Fn::Join that tokens make."""
    machine = json.loads(json.dumps(only(template, "AWS::StepFunctions::StateMachine")))
    properties = machine["Properties"]
    properties["DefinitionString"] = json.dumps(definition(template))
    properties["RoleArn"] = literal(properties["RoleArn"])
    del properties["LoggingConfiguration"], machine["DependsOn"]
    text = json.dumps({"Resources": {"StateMachine": machine}})
    assert lint(text, regions=["us-east-1"]) == []


def test_no_role_has_a_policy_of_awss_own(template: dict[str, Any]) -> None:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::IAM::Role":
            assert set(resource["Properties"]) == {"AssumeRolePolicyDocument"}


def test_every_action_is_named_in_full(template: dict[str, Any]) -> None:
    assert not [action for action in actions(template) if "*" in action]


def test_only_actions_without_a_resource_have_all_of_them(template: dict[str, Any]) -> None:
    assert {name for name, on in actions(template).items() if "*" in on} == WITHOUT_RESOURCE


def test_a_wildcard_in_a_resource_comes_after_a_prefix_of_the_stacks_own(
    template: dict[str, Any],
) -> None:
    prefixes = {
        resource.removesuffix("*").split(":", 5)[-1]
        for on in actions(template).values()
        for resource in on - {"*"}
        if "*" in resource
    }
    bucket = next(
        name.lower() for name, r in template["Resources"].items() if r["Type"] == "AWS::S3::Bucket"
    )
    assert prefixes == {
        f"{bucket}/captured/",
        f"{bucket}/data/",
        f"{bucket}/pretrained/",
        f"{bucket}/runs/",
        "log-group:/aws/sagemaker/",
        "execution:stepline-ner-dev:",
        "model-package-group/stepline-ner-dev-",
        "model-package/stepline-ner-dev-*/",
        "endpoint/stepline-ner-dev-",
        "endpoint/",  # looked at: what any endpoint of the account uses is not deleted
        "endpoint-config/stepline-ner-dev-",
        "endpoint-config/",
        "model/stepline-ner-dev-",
        "processing-job/stepline-ner-dev-",
        "training-job/stepline-ner-dev-",
    }


def test_a_corpus_is_read_where_a_job_asks_the_model_about_it(
    template: dict[str, Any], synthesised: Callable[..., dict[str, Any]]
) -> None:
    transforming = synthesised({"variant": "transformed"})
    asked = definition(transforming)["States"]["Check input"]["Output"]
    assert "/corpus/" in asked
    for of, is_read in ((template, False), (transforming, True)):
        read = actions(of)["s3:GetObject"]
        assert any(resource.endswith("/corpus/*") for resource in read) == is_read


def test_nothing_is_written_but_runs_and_what_endpoints_capture(template: dict[str, Any]) -> None:
    resources = actions(template)["s3:PutObject"]
    assert {resource.rpartition("/")[0].rpartition("/")[2] for resource in resources} == {
        "runs",
        "captured",
    }


def test_no_endpoint_but_the_stacks_own_is_changed_or_asked(template: dict[str, Any]) -> None:
    for action in ("Create", "Update", "Delete", "Invoke"):
        for resource in actions(template)[f"sagemaker:{action}Endpoint"]:
            assert "stepline-ner-dev" in resource


def test_listing_for_jobs_is_limited_to_what_they_read(template: dict[str, Any]) -> None:
    for statement in statements(template):
        if statement["Action"] == ["s3:ListBucket"] and statement["Sid"].startswith("List"):
            assert statement["Condition"]["StringLike"]["s3:prefix"]


def test_the_execution_role_goes_to_sagemaker_only(template: dict[str, Any]) -> None:
    found = [s for s in statements(template) if "iam:PassRole" in s["Action"]]
    assert len(found) == 2  # of the retraining and of the monitoring
    for statement in found:
        assert statement["Condition"] == {
            "StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}
        }
        assert all("*" not in literal(resource) for resource in statement["Resource"])


def test_what_starts_executions_may_start_this_state_machine_and_do_nothing_else(
    template: dict[str, Any],
) -> None:
    machines = named(template, "AWS::StepFunctions::StateMachine")
    assert actions(template)["states:StartExecution"] == {name.lower() for name in machines}
    queue = {literal({"Fn::GetAtt": [name, "Arn"]}) for name in named(template, "AWS::SQS::Queue")}
    of_starters = {
        name.split("Policy")[0]: {
            action: {literal(statement["Resource"])}
            for statement in r["Properties"]["PolicyDocument"]["Statement"]
            for action in [statement["Action"]]
        }
        for name, r in template["Resources"].items()
        if r["Type"] == "AWS::IAM::Policy" and name.startswith(("ScheduleRole", "SchedulerRole"))
    }
    starts = {"states:StartExecution": {"statemachine"}}
    assert of_starters == {
        "ScheduleRole": starts,
        "SchedulerRole": starts | {"sqs:SendMessage": queue},
    }


def named(template: dict[str, Any], kind: str) -> list[str]:
    return [name for name, r in template["Resources"].items() if r["Type"] == kind]


def test_services_assume_roles_for_this_account_only(template: dict[str, Any]) -> None:
    services = set()
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::IAM::Role":
            (trust,) = resource["Properties"]["AssumeRolePolicyDocument"]["Statement"]
            services.add(trust["Principal"]["Service"])
            assert trust["Condition"] == {
                "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
            }
    assert services == {
        f"{service}.amazonaws.com" for service in ("sagemaker", "states", "events", "scheduler")
    }


def test_every_task_of_the_definition_has_its_right(template: dict[str, Any]) -> None:
    named = actions(template)
    for state in definition(template)["States"].values():
        if state["Type"] == "Task" and ":states:::sagemaker:" in state["Resource"]:
            operation = state["Resource"].split(":")[-1].removesuffix(".sync")
            assert f"sagemaker:{operation[0].upper()}{operation[1:]}" in named


def test_data_in_other_buckets_can_be_read_and_found(
    synthesised: Callable[..., dict[str, Any]],
) -> None:
    named = actions(synthesised({"data-buckets": "corpora"}))
    assert "arn:aws:s3:::corpora/*" in named["s3:GetObject"]
    assert "arn:aws:s3:::corpora" in named["s3:ListBucket"]
    assert not any("corpora" in resource for resource in named["s3:PutObject"])


def test_the_lint_of_a_broken_definition_is_not_empty(tmp_path: Path) -> None:
    broken = {"StartAt": "Missing", "States": {"Only": {"Type": "Pass"}}}
    properties = {"DefinitionString": json.dumps(broken), "RoleArn": "arn:aws:iam::1:role/r"}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    assert lint(json.dumps({"Resources": {"Machine": machine}}), regions=["us-east-1"])
