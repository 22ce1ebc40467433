"""What a state machine's role must be allowed, read off the definition itself.

A pipeline that makes no endpoint gets no right to make one, and a new kind of task in `pipelines/` that
nobody thought about here is an error at synth, not an AccessDenied in the middle of a run. Which role gets
the rights is said in `state_machine_role`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Right:
    """Some actions on one kind of resource. `kind` is "job:training-job", "named:model", "endpoint",
    "bucket", "rule:<the rule's name>", or what the stack has: "table", "topic", "executions", "package-group" with
    its "packages", "job-logs" (SageMaker's groups), "runs" (the objects of its executions), "repositories" (of its images), "function" (that asks
    the endpoint), "rollback-alarms"; "any:endpoint" and the like where whoever made it may not be asked; "retraining" (the state
    machine) and "metrics" of the monitoring; "all" where an action knows no resource, "scaling" where only a condition narrows it."""

    actions: tuple[str, ...]
    kind: str


class UnknownIntegration(Exception):
    """A task calls something whose rights are not listed here. For whoever writes pipelines."""


def _job(operation: str, resource: str, rule: str) -> tuple[Right, ...]:
    """A `.sync` job: Step Functions starts, tags, watches (through a managed rule and by asking) and stops it."""
    actions = tuple(f"sagemaker:{verb}{operation}" for verb in ("Create", "Describe", "Stop"))
    return (
        Right((*actions, "sagemaker:AddTags", "sagemaker:ListTags"), f"job:{resource}"),
        Right(
            ("events:DescribeRule", "events:PutRule", "events:PutTargets"),
            f"rule:StepFunctionsGetEventsForSageMaker{rule}JobsRule",
        ),
    )


def _on(kind: str, *operations: str) -> Right:
    return Right(tuple(f"sagemaker:{operation}" for operation in operations), kind)


def _scaling(operation: str) -> tuple[Right, ...]:
    """Application Auto Scaling asks what it scales, changes it, and makes its alarms, in its caller's name."""
    return (
        Right((f"application-autoscaling:{operation}",), "scaling"),
        _on("endpoint", "DescribeEndpoint", "UpdateEndpointWeightsAndCapacities"),
        _on(_ENDPOINT_CONFIG, "DescribeEndpointConfig"),
        Right(
            tuple(
                f"cloudwatch:{verb}"
                for verb in ("DeleteAlarms", "DescribeAlarms", "PutMetricAlarm")
            ),
            "scaling-alarms",
        ),
        Right(("iam:CreateServiceLinkedRole",), "scaling-role"),
    )


_ENDPOINT_CONFIG = "named:endpoint-config"

# What comes after `arn:<partition>:states:::` in a task's Resource, and what it needs.
_INTEGRATIONS: Mapping[str, tuple[Right, ...]] = {
    "sagemaker:createProcessingJob.sync": _job("ProcessingJob", "processing-job", "Processing"),
    "sagemaker:createTrainingJob.sync": _job("TrainingJob", "training-job", "Training"),
    "sagemaker:createTransformJob.sync": _job("TransformJob", "transform-job", "Transform"),
    "sagemaker:createHyperParameterTuningJob.sync": _job(
        "HyperParameterTuningJob", "hyper-parameter-tuning-job", "Tuning"
    ),
    "sagemaker:createModel": (_on("named:model", "CreateModel", "AddTags"),),
    "sagemaker:createEndpointConfig": (_on(_ENDPOINT_CONFIG, "CreateEndpointConfig", "AddTags"),),
    "sagemaker:createEndpoint": (
        _on("endpoint", "CreateEndpoint", "AddTags"),
        _on(_ENDPOINT_CONFIG, "CreateEndpoint"),
    ),
    "sagemaker:updateEndpoint": (
        _on("endpoint", "UpdateEndpoint"),
        _on(_ENDPOINT_CONFIG, "UpdateEndpoint"),
    ),
    # Both integrations of an operation need the same; the SDK's knows the younger members of its request.
    "aws-sdk:sagemaker:createEndpointConfig": (
        _on(_ENDPOINT_CONFIG, "CreateEndpointConfig", "AddTags"),
    ),
    "aws-sdk:sagemaker:updateEndpoint": (
        _on("endpoint", "UpdateEndpoint"),
        _on(_ENDPOINT_CONFIG, "UpdateEndpoint"),
    ),
    "aws-sdk:sagemakerruntime:invokeEndpoint": (_on("endpoint", "InvokeEndpoint"),),
    "lambda:invoke": (Right(("lambda:InvokeFunction",), "function"),),
    "aws-sdk:cloudwatch:describeAlarms": (
        Right(("cloudwatch:DescribeAlarms",), "rollback-alarms"),
    ),
    # Nothing is deleted that an endpoint uses, whoever made that.
    "aws-sdk:sagemaker:listEndpoints": (
        _on("all", "ListEndpoints"),
        _on("any:endpoint", "DescribeEndpoint"),
        _on("any:endpoint-config", "DescribeEndpointConfig"),
    ),
    "aws-sdk:sagemaker:listEndpointConfigs": (_on("all", "ListEndpointConfigs"),),
    "aws-sdk:sagemaker:listModels": (_on("all", "ListModels"),),
    "aws-sdk:sagemaker:deleteEndpointConfig": (_on(_ENDPOINT_CONFIG, "DeleteEndpointConfig"),),
    "aws-sdk:sagemaker:deleteModel": (_on("named:model", "DeleteModel"),),
    "aws-sdk:applicationautoscaling:registerScalableTarget": _scaling("RegisterScalableTarget"),
    "aws-sdk:applicationautoscaling:putScalingPolicy": _scaling("PutScalingPolicy"),
    "aws-sdk:applicationautoscaling:deregisterScalableTarget": _scaling("DeregisterScalableTarget"),
    "aws-sdk:sagemaker:describeHyperParameterTuningJob": (
        _on("job:hyper-parameter-tuning-job", "DescribeHyperParameterTuningJob"),
    ),
    "aws-sdk:sagemaker:listTrainingJobsForHyperParameterTuningJob": (
        _on("job:hyper-parameter-tuning-job", "ListTrainingJobsForHyperParameterTuningJob"),
    ),
    "aws-sdk:sagemaker:listHyperParameterTuningJobs": (_on("all", "ListHyperParameterTuningJobs"),),
    "aws-sdk:sagemaker:describeEndpoint": (_on("endpoint", "DescribeEndpoint"),),
    "aws-sdk:sagemaker:describeEndpointConfig": (_on(_ENDPOINT_CONFIG, "DescribeEndpointConfig"),),
    "aws-sdk:sagemaker:describeModel": (_on("named:model", "DescribeModel"),),
    "aws-sdk:sagemaker:listTags": (_on("named:model", "ListTags"),),
    "aws-sdk:sagemaker:deleteEndpoint": (_on("endpoint", "DeleteEndpoint"),),
    "aws-sdk:sagemaker:createModelPackage": (
        _on("package-group", "CreateModelPackage"),
        _on("packages", "CreateModelPackage"),
    ),
    "aws-sdk:dynamodb:putItem.waitForTaskToken": (Right(("dynamodb:PutItem",), "table"),),
    "aws-sdk:dynamodb:updateItem": (Right(("dynamodb:UpdateItem",), "table"),),
    "aws-sdk:dynamodb:deleteItem": (Right(("dynamodb:DeleteItem",), "table"),),
    "aws-sdk:sfn:describeExecution": (Right(("states:DescribeExecution",), "executions"),),
    "aws-sdk:sfn:stopExecution": (Right(("states:StopExecution",), "executions"),),
    "aws-sdk:cloudwatchlogs:describeLogGroups": (),  # the role may do it for the delivery of its own log
    "aws-sdk:cloudwatchlogs:putRetentionPolicy": (Right(("logs:PutRetentionPolicy",), "job-logs"),),
    "aws-sdk:sns:publish": (Right(("sns:Publish",), "topic"),),
    **{
        f"aws-sdk:sagemaker:list{kind}Jobs": (_on("all", f"List{kind}Jobs"),)
        for kind in ("Processing", "Training", "Transform")
    },
    "aws-sdk:sagemaker:describeProcessingJob": (
        _on("job:processing-job", "DescribeProcessingJob"),
    ),
    "aws-sdk:sagemaker:describeTrainingJob": (_on("job:training-job", "DescribeTrainingJob"),),
    "aws-sdk:sagemaker:describeTransformJob": (_on("job:transform-job", "DescribeTransformJob"),),
    "aws-sdk:ecr:describeImages": (Right(("ecr:DescribeImages",), "repositories"),),
    "aws-sdk:cloudwatch:putMetricData": (Right(("cloudwatch:PutMetricData",), "metrics"),),
    # Of the retraining's state machine, by what looks whether something is overdue.
    "aws-sdk:sfn:describeStateMachine": (Right(("states:DescribeStateMachine",), "retraining"),),
    "aws-sdk:sfn:listExecutions": (Right(("states:ListExecutions",), "retraining"),),
    "aws-sdk:sfn:startExecution": (Right(("states:StartExecution",), "retraining"),),
    "aws-sdk:s3:listObjectsV2": (Right(("s3:ListBucket",), "bucket"),),
    "aws-sdk:s3:listObjectVersions": (Right(("s3:ListBucketVersions",), "bucket"),),
    "aws-sdk:s3:getObject": (Right(("s3:GetObject",), "runs"),),
    "aws-sdk:s3:putObject": (Right(("s3:PutObject",), "runs"),),
    "aws-sdk:dynamodb:getItem": (Right(("dynamodb:GetItem",), "table"),),
    "aws-sdk:dynamodb:transactGetItems": (Right(("dynamodb:GetItem",), "table"),),
    "aws-sdk:dynamodb:transactWriteItems": (Right(("dynamodb:PutItem",), "table"),),
    "aws-sdk:dynamodb:putItem": (Right(("dynamodb:PutItem",), "table"),),
}


def tasks(definition: Mapping[str, Any]) -> Iterator[str]:
    """The Resource of every task, those inside Map and Parallel states included."""
    for state in definition.get("States", {}).values():
        if state["Type"] == "Task":
            yield state["Resource"]
        for inner in (
            *state.get("Branches", ()),
            state.get("ItemProcessor"),
            state.get("Iterator"),
        ):
            if inner is not None:
                yield from tasks(inner)


def needed(definition: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The actions by kind of resource, both in alphabetical order.

    Raises UnknownIntegration for a task that calls anything else.
    """
    by_kind: dict[str, set[str]] = {}
    for resource in tasks(definition):
        integration = resource.split(":states:::", 1)[-1]
        if integration not in _INTEGRATIONS:
            raise UnknownIntegration(
                f"A task calls {integration}, and infrastructure/rights.py does not say which rights it needs."
            )
        for right in _INTEGRATIONS[integration]:
            by_kind.setdefault(right.kind, set()).update(right.actions)
    return {kind: tuple(sorted(actions)) for kind, actions in sorted(by_kind.items())}
