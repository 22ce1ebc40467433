"""One page of CloudWatch's console for a stack: its alarms, its executions, its endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Aws, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infrastructure.alarms import Watched
from infrastructure.settings import Settings

_WIDE, _HALF, _HIGH = 24, 12, 6


def dashboard(
    scope: Construct,
    settings: Settings,
    watched: Watched,
    alarms: Sequence[cloudwatch.CfnAlarm],
) -> cloudwatch.CfnDashboard:
    """Under the stack's name."""
    machine = ["StateMachineArn", watched.state_machine_arn]
    rows: list[list[dict[str, Any]]] = []
    if alarms:
        rows.append([_alarms([alarm.attr_arn for alarm in alarms])])
    rows.append(
        [
            _graph(
                "Executions",
                "Sum",
                3600,
                [
                    ["AWS/States", f"Executions{ending}", *machine, {"label": ending}]
                    for ending in ("Succeeded", "Failed", "TimedOut", "Aborted")
                ],
            ),
            _graph(
                "How long they took (ms)",
                "Maximum",
                3600,
                [["AWS/States", "ExecutionTime", *machine]],
            ),
        ]
    )
    if watched.variant_name is not None:
        variant = ["EndpointName", watched.endpoint_name, "VariantName", watched.variant_name]
        rows.append(
            [
                _graph(
                    "Invocations and errors",
                    "Sum",
                    300,
                    [
                        ["AWS/SageMaker", name, *variant]
                        for name in ("Invocations", "Invocation4XXErrors", "Invocation5XXErrors")
                    ],
                ),
                _graph(
                    "How long the model took to answer (\u00b5s)",
                    "p99",
                    300,
                    [
                        ["AWS/SageMaker", "ModelLatency", *variant, {"stat": each, "label": each}]
                        for each in ("p50", "p99")
                    ],
                ),
            ]
        )
    return cloudwatch.CfnDashboard(
        scope,
        "Dashboard",
        dashboard_name=settings.stack_name,
        dashboard_body=Stack.of(scope).to_json_string({"widgets": _placed(rows)}),
    )


def _placed(rows: Sequence[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The widgets of each row beside each other, the rows below each other."""
    found, y = [], 0
    for row in rows:
        x = 0
        for widget in row:
            found.append({**widget, "x": x, "y": y})
            x += int(widget["width"])
        y += max(int(widget["height"]) for widget in row)
    return found


def _alarms(arns: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "alarm",
        "width": _WIDE,
        "height": 3,
        "properties": {"title": "Alarms", "alarms": list(arns)},
    }


def _graph(title: str, statistic: str, period: int, metrics: list[list[Any]]) -> dict[str, Any]:
    return {
        "type": "metric",
        "width": _HALF,
        "height": _HIGH,
        "properties": {
            "title": title,
            "view": "timeSeries",
            "region": Aws.REGION,
            "stat": statistic,
            "period": period,
            "metrics": metrics,
        },
    }
