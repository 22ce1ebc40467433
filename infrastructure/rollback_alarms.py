"""The alarms that take a release back while its traffic comes in parts: errors of the endpoint, and its latency.

The endpoint is made by executions, but its name is known. Both alarms see the old and the new model together: a
share of failed invocations that is small enough for the old model alone is passed as soon as the new one's part
fails. They are evaluated each minute; without invocations nothing is wrong.
"""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from pipelines.policy import Release

ERRORS, LATENCY = "release-errors", "release-latency"


def names(stack_name: str, release: Release) -> tuple[str, ...]:
    """What the alarms are called; there are none where all the traffic comes at once."""
    return tuple(f"{stack_name}-{end}" for end in (ERRORS, LATENCY)) if release.in_parts else ()


def rollback_alarms(
    scope: Construct, *, stack_name: str, release: Release, endpoint_name: str, variant: str
) -> None:
    """Makes those that `names` says."""
    if not release.in_parts:
        return
    dimensions = [
        cloudwatch.CfnAlarm.DimensionProperty(name="EndpointName", value=endpoint_name),
        cloudwatch.CfnAlarm.DimensionProperty(name="VariantName", value=variant),
    ]
    shared: dict[str, Any] = {
        "namespace": "AWS/SageMaker",
        "dimensions": dimensions,
        "period": 60,
        "evaluation_periods": 1,
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "treat_missing_data": "notBreaching",
    }
    cloudwatch.CfnAlarm(
        scope,
        "ReleaseErrors",
        alarm_name=f"{stack_name}-{ERRORS}",
        alarm_description=f"{release.most_errors:.3g} of the invocations or more failed: a release is taken back.",
        metric_name="Invocation5XXErrors",
        statistic="Average",
        threshold=release.most_errors,
        **shared,
    )
    cloudwatch.CfnAlarm(
        scope,
        "ReleaseLatency",
        alarm_name=f"{stack_name}-{LATENCY}",
        alarm_description=f"One in a hundred answers took {release.longest_milliseconds} ms or more: a release is taken back.",
        metric_name="ModelLatency",  # in microseconds
        extended_statistic="p99",
        threshold=release.longest_milliseconds * 1000,
        **shared,
    )
