"""The alarms that take a release back while its traffic comes in parts: errors of the endpoint, and its latency.

The endpoint is made by executions, but its name is known. Both alarms see the old and the new model together: a
share of failed invocations that is small enough for the old model alone is passed as soon as the new one's part
fails. They are evaluated each minute; without invocations nothing is wrong.
"""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infrastructure.settings import Settings
from pipelines.definition import Pipeline
from pipelines.policy import Release

_ENDS = ("release-errors", "release-latency")


def names(stack_name: str, release: Release) -> tuple[str, ...]:
    """What the alarms are called; there are none where all the traffic comes at once."""
    return tuple(f"{stack_name}-{end}" for end in _ENDS) if release.in_parts else ()


def rollback_alarms(
    scope: Construct, settings: Settings, pipeline: Pipeline, release: Release
) -> tuple[str, ...]:
    """Makes them; their names."""
    made = names(settings.stack_name, release)
    if not made:
        return made
    errors, latency = made
    endpoint_name = settings.endpoint.name or settings.stack_name
    dimensions = [
        cloudwatch.CfnAlarm.DimensionProperty(name="EndpointName", value=endpoint_name),
        cloudwatch.CfnAlarm.DimensionProperty(name="VariantName", value=pipeline.serving.variant),
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
        alarm_name=errors,
        alarm_description=f"{release.most_errors:.3g} of the invocations or more failed: a release is taken back.",
        metric_name="Invocation5XXErrors",
        statistic="Average",
        threshold=release.most_errors,
        **shared,
    )
    cloudwatch.CfnAlarm(
        scope,
        "ReleaseLatency",
        alarm_name=latency,
        alarm_description=f"One in a hundred answers took {release.longest_milliseconds} ms or more: a release is taken back.",
        metric_name="ModelLatency",  # in microseconds
        extended_statistic="p99",
        threshold=release.longest_milliseconds * 1000,
        **shared,
    )
    return made
