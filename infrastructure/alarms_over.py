"""The message that an alarm is over: an EventBridge rule on its change from ALARM to OK, which a new alarm's first OK is not.

Of an execution that failed or took too long nothing is over when the alarm is: those are not told of twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infrastructure.dead_letters import admit
from infrastructure.settings import Settings

_PASSING = ("ExecutionFailed", "ExecutionOverlong")


def tell_when_over(
    scope: Construct,
    settings: Settings,
    alarms: Sequence[cloudwatch.CfnAlarm],
    topic: sns.Topic,
    undelivered: sqs.Queue,
) -> events.CfnRule | None:
    """None where there is no such alarm."""
    lasting = [alarm.attr_arn for alarm in alarms if alarm.node.id not in _PASSING]
    if not lasting:
        return None
    rule = events.CfnRule(
        scope,
        "AlarmsOver",
        name=f"{settings.stack_name}-alarms-over",
        description="Tells that an alarm is over",
        event_pattern={
            "source": ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            "resources": lasting,
            "detail": {"state": {"value": ["OK"]}, "previousState": {"value": ["ALARM"]}},
        },
        targets=[
            events.CfnRule.TargetProperty(
                id="Topic",
                arn=topic.topic_arn,
                input_transformer=events.CfnRule.InputTransformerProperty(
                    input_paths_map={
                        "name": "$.detail.alarmName",
                        "about": "$.detail.configuration.description",
                        "since": "$.detail.previousState.timestamp",
                    },
                    input_template='"Alarm <name> is over; it began at <since>. It is the alarm for: <about>"',
                ),
                dead_letter_config=events.CfnRule.DeadLetterConfigProperty(
                    arn=undelivered.queue_arn
                ),
            )
        ],
    )
    admit(undelivered, rule)
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            sid="FromAlarmsOver",
            principals=[iam.ServicePrincipal("events.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"ArnEquals": {"aws:SourceArn": rule.attr_arn}},
        )
    )
    return rule
