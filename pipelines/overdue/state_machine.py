"""The state machine that measures what is overdue, in the order in which its states run."""

from typing import Any

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import in_a_row
from pipelines.sdk.jsonata import expression
from pipelines.sdk.machine import Machine
from pipelines.sdk.states import Call, with_also
from pipelines.workflow import retries

NAMESPACE = "Stepline/Retraining"
"""Of the metrics below, by StateMachineArn."""
HOURS_RUNNING = "HoursRunning"
"""For how long the execution has been running that began first; 0 where none runs."""
DAYS_SINCE_SUCCESS = "DaysSinceSuccess"
"""Since the last execution that ended well, or since the state machine was made where there is none."""
_LIMIT_SECONDS = 600
_IN, _GOT = "$states.input", "$states.result"


def definition(inputs: DeploymentInputs, retraining_arn: str) -> dict[str, Any]:
    """In Amazon States Language. Calls nothing and needs no credentials."""
    since = jsonata.block(
        {"last": f"{_GOT}.Executions[0].StopDate"},
        with_also("since", f"$exists($last) ? $last : {_IN}.made"),
    )
    row = in_a_row(
        _ask(
            "When was it made?",
            "describeStateMachine",
            {"StateMachineArn": retraining_arn},
            "Its first days count, too.",
            jsonata.mapping({"made": f"{_GOT}.CreationDate"}),
        ),
        _ask(
            "When did one succeed?",
            "listExecutions",
            {"StateMachineArn": retraining_arn, "StatusFilter": "SUCCEEDED", "MaxResults": 1},
            "Step Functions lists the latest first, and remembers 90 days.",
            since,
        ),
        _ask(
            "Which run?",
            "listExecutions",
            {"StateMachineArn": retraining_arn, "StatusFilter": "RUNNING", "MaxResults": 100},
            "One has the turn; others are about to be skipped.",
            with_also("begun", f"[{_GOT}.Executions.$toMillis(StartDate)]"),
        ),
        _put(retraining_arn),
        upstream.Succeed("Measured"),
    )
    return Machine(
        row,
        inputs.region,
        comment=f"Measures what is overdue in {retraining_arn.rpartition(':')[2]}.",
        timeout_seconds=_LIMIT_SECONDS,
    ).to_dict()


def _ask(name: str, action: str, arguments: dict[str, Any], comment: str, output: str) -> Call:
    call = Call(name, "sfn", action, arguments, comment, output=output)
    call.add_retry(retries.of_a_poll("Sfn"))
    return call


def _put(retraining_arn: str) -> Call:
    values = {
        HOURS_RUNNING: f"$count({_IN}.begun) > 0 ? ($millis() - $min({_IN}.begun)) / 3600000 : 0",
        DAYS_SINCE_SUCCESS: f"($millis() - $toMillis({_IN}.since)) / 86400000",
    }
    call = Call(
        "Raise metrics",
        "cloudwatch",
        "putMetricData",
        {
            "Namespace": NAMESPACE,
            "MetricData": [
                {
                    "MetricName": name,
                    "Value": expression(value),
                    "Dimensions": [{"Name": "StateMachineArn", "Value": retraining_arn}],
                }
                for name, value in values.items()
            ],
        },
        "For the alarms.",
    )
    call.add_retry(retries.of_a_poll("CloudWatch"))
    return call
