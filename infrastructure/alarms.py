"""What tells somebody that a pipeline left alone is not well: alarms on its executions and on its endpoint.

Each sends a message to the stack's topic when it begins to ring. That it is over is told by `alarms_over`, and not by an
action of the alarm: CloudWatch does that for every new alarm as well, once it has its first data, and of an execution that
failed nothing is over when five minutes have passed. Alarms that take a release back are in `rollback_alarms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infrastructure.settings import Settings
from pipelines.overdue.state_machine import DAYS_SINCE_SUCCESS, HOURS_RUNNING, NAMESPACE

_STATES = "AWS/States"
_ENDPOINTS = "AWS/SageMaker"
_MINUTE, _HOUR = 60, 3600
_HOURS_UNSEEN = 3
"""For so long the measuring of what is overdue may be out of order before somebody is told."""


@dataclass(frozen=True)
class Watched:
    """What a stack's alarms and its dashboard look at."""

    state_machine_arn: str
    endpoint_name: str
    variant_name: str | None
    """The endpoint's; None: the pipeline serves none, and nobody looks at an endpoint."""


def watch(
    scope: Construct, settings: Settings, watched: Watched, topic_arn: str
) -> list[cloudwatch.CfnAlarm]:
    """None where `stepline:alarms-enabled` is false."""
    if not settings.alarms.enabled:
        return []
    made = _Alarms(scope, settings, topic_arn)
    of_machine = {"StateMachineArn": watched.state_machine_arn}
    ended_badly = ("ExecutionsFailed", "ExecutionsTimedOut")
    found = [
        made.alarm(
            "ExecutionFailed",
            "An execution failed, or was given up.",
            metrics=[
                # Of metrics without data a sum of both would have none: a SUM of what there is has.
                _expression("failed", f"SUM([{', '.join(each.lower() for each in ended_badly)}])"),
                *(
                    _metric(each, _STATES, each, of_machine, "Sum", 5 * _MINUTE, shown=False)
                    for each in ended_badly
                ),
            ],
            threshold=1,
        )
    ]
    if (hours := settings.alarms.overlong_hours) is not None:
        found.append(
            made.alarm(
                "ExecutionOverlong",
                f"An execution has been running for more than {hours} hours.",
                metrics=[
                    _metric(
                        HOURS_RUNNING, NAMESPACE, HOURS_RUNNING, of_machine, "Maximum", 5 * _MINUTE
                    )
                ],
                threshold=hours,
                over=True,
            )
        )
    if (days := settings.alarms.days_without_success) is not None:
        found.append(
            made.alarm(
                "NoSuccess",
                f"No execution succeeded for {days} days, or nobody could look for {_HOURS_UNSEEN} hours.",
                metrics=[
                    _metric(
                        DAYS_SINCE_SUCCESS,
                        NAMESPACE,
                        DAYS_SINCE_SUCCESS,
                        of_machine,
                        "Minimum",
                        _HOUR,
                    )
                ],
                threshold=days,
                periods=_HOURS_UNSEEN,
                missing="breaching",
            )
        )
    if watched.variant_name is not None:
        found += _of_endpoint(made, settings, watched.endpoint_name, watched.variant_name)
    return found


def _of_endpoint(
    made: _Alarms, settings: Settings, endpoint_name: str, variant_name: str
) -> list[cloudwatch.CfnAlarm]:
    of_variant = {"EndpointName": endpoint_name, "VariantName": variant_name}
    share, longest = settings.alarms.error_share, settings.alarms.latency_milliseconds
    parts = ("Invocation5XXErrors", "Invocations")
    return [
        made.alarm(
            "EndpointErrors",
            f"More than {share:.1%} of the endpoint's invocations failed, and not by the request's fault.",
            metrics=[
                _expression("share", f"{parts[0].lower()} / {parts[1].lower()}"),
                *(
                    _metric(each, _ENDPOINTS, each, of_variant, "Sum", _MINUTE, shown=False)
                    for each in parts
                ),
            ],
            threshold=share,
            periods=5,
            of=3,
            over=True,
        ),
        made.alarm(
            "EndpointLatency",
            f"The model's slowest answers (the 99th percentile) took longer than {longest} ms.",
            metrics=[
                _metric("ModelLatency", _ENDPOINTS, "ModelLatency", of_variant, "p99", _MINUTE)
            ],
            threshold=longest * 1000,  # microseconds
            periods=5,
            of=3,
            over=True,
        ),
    ]


def _metric(
    id: str,
    namespace: str,
    name: str,
    dimensions: Mapping[str, str],
    statistic: str,
    period: int,
    shown: bool = True,
) -> cloudwatch.CfnAlarm.MetricDataQueryProperty:
    return cloudwatch.CfnAlarm.MetricDataQueryProperty(
        id=id.lower(),
        metric_stat=cloudwatch.CfnAlarm.MetricStatProperty(
            metric=cloudwatch.CfnAlarm.MetricProperty(
                namespace=namespace,
                metric_name=name,
                dimensions=[
                    cloudwatch.CfnAlarm.DimensionProperty(name=key, value=value)
                    for key, value in dimensions.items()
                ],
            ),
            period=period,
            stat=statistic,
        ),
        return_data=shown,
    )


def _expression(id: str, code: str) -> cloudwatch.CfnAlarm.MetricDataQueryProperty:
    return cloudwatch.CfnAlarm.MetricDataQueryProperty(id=id, expression=code, return_data=True)


class _Alarms:
    """What the alarms of a stack have in common."""

    def __init__(self, scope: Construct, settings: Settings, topic_arn: str) -> None:
        self._scope = scope
        self._settings = settings
        self._topic_arn = topic_arn

    def alarm(
        self,
        name: str,
        description: str,
        *,
        metrics: list[cloudwatch.CfnAlarm.MetricDataQueryProperty],
        threshold: float,
        periods: int = 1,
        of: int | None = None,
        over: bool = False,
        missing: str = "notBreaching",
    ) -> cloudwatch.CfnAlarm:
        """of: how many of the periods are enough. over: more than the threshold; else at least."""
        return cloudwatch.CfnAlarm(
            self._scope,
            name,
            alarm_name=f"{self._settings.stack_name}-{name}",
            alarm_description=description,
            metrics=metrics,
            comparison_operator="GreaterThanThreshold" if over else "GreaterThanOrEqualToThreshold",
            threshold=threshold,
            evaluation_periods=periods,
            datapoints_to_alarm=of or periods,
            treat_missing_data=missing,
            alarm_actions=[self._topic_arn],
        )
