"""The EventBridge rule that starts an execution when new data are complete: a marker such as `_SUCCESS` among them.

An object alone says nothing, since data come as many objects; a marker is written when all of them are there.
The execution reads what it reads by default, and its `started_by` names the marker.

The rule's logical ids are those of the scheduled rule of earlier releases (see `schedule`), which an update turns
into this one.
"""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infrastructure.dead_letters import admit
from infrastructure.settings import Settings
from infrastructure.statement import Statement, needs_rights, role
from pipelines.deployment_inputs import DATA


def new_data(
    scope: Construct,
    settings: Settings,
    *,
    bucket: s3.Bucket,
    machine: sfn.CfnStateMachine,
    undelivered: sqs.Queue,
) -> events.CfnRule:
    """One that is not enabled is deployed nevertheless, so that one can switch it on in the console."""
    starter = role(
        scope,
        "ScheduleRole",
        "events",
        [Statement("Start", ("states:StartExecution",), (machine.ref,))],
    )
    rule = events.CfnRule(
        scope,
        "Schedule",
        name=settings.stack_name,
        description="Starts the retraining when new data are complete",
        event_pattern=pattern(bucket.bucket_name, settings.new_data_markers),
        state="ENABLED" if settings.new_data_enabled else "DISABLED",
        targets=[
            events.CfnRule.TargetProperty(
                id="StateMachine",
                arn=machine.ref,
                role_arn=starter.role_arn,
                input_transformer=events.CfnRule.InputTransformerProperty(
                    input_paths_map={
                        "bucket": "$.detail.bucket.name",
                        "key": "$.detail.object.key",
                    },
                    input_template='{"started_by": "s3://<bucket>/<key>"}',
                ),
                retry_policy=events.CfnRule.RetryPolicyProperty(
                    maximum_event_age_in_seconds=3600, maximum_retry_attempts=10
                ),
                dead_letter_config=events.CfnRule.DeadLetterConfigProperty(
                    arn=undelivered.queue_arn
                ),
            )
        ],
    )
    needs_rights(rule, starter)
    admit(undelivered, rule)
    return rule


def pattern(bucket: str, markers: tuple[str, ...]) -> dict[str, Any]:
    """Objects of the bucket below data/, in any folder, whose last part is one of the markers."""
    return {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": {"name": [bucket]},
            "object": {"key": [key for marker in markers for key in _keys(marker)]},
        },
    }


def _keys(marker: str) -> list[Any]:
    """What EventBridge allows few of in a rule is wildcards: there are no more than are needed."""
    if marker.startswith("*"):
        return [{"wildcard": f"{DATA}{marker}"}]
    of_data = {"wildcard": f"{DATA}{marker}"} if "*" in marker else f"{DATA}{marker}"
    return [of_data, {"wildcard": f"{DATA}*/{marker}"}]
