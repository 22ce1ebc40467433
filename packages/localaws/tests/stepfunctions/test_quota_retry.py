"""A retry after a quota was exceeded: it is named as on AWS, and succeeds when there is room again."""

from __future__ import annotations

import json
from typing import Any

from .conftest import LIMITED, Machines

ERROR = "SageMaker.ResourceLimitExceededException"


def limited(state: dict[str, Any]) -> dict[str, Any]:
    """The state with an instance of the type of which the account may have one."""
    state["Parameters"]["ResourceConfig"]["InstanceType"] = LIMITED
    return state


def test_a_retry_gets_through_when_the_first_job_has_ended(machines: Machines) -> None:
    blocker = limited(machines.training("trap 'exit 0' TERM; while :; do sleep 0.1; done"))
    machines.sagemaker.create_training_job(**blocker["Parameters"])
    retry = [{"ErrorEquals": [ERROR], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 60}]
    execution = machines.start({"Train": limited(machines.training("true", Retry=retry))})
    machines.await_event(execution, "TaskFailed")
    history = machines.client.get_execution_history(executionArn=execution)["events"]
    [failed] = [e["taskFailedEventDetails"] for e in history if e["type"] == "TaskFailed"][:1]
    assert failed["error"] == ERROR
    assert failed["cause"].startswith(
        f"The account-level service limit '{LIMITED} for training job usage' is 1 Instances, with "
        "current utilization of 1 Instances and a request delta of 1 Instances. "
    )
    assert "Status Code: 400; Error Code: ResourceLimitExceeded;" in failed["cause"]
    machines.sagemaker.stop_training_job(TrainingJobName=blocker["Parameters"]["TrainingJobName"])
    ended = machines.ended(execution)
    assert ended["status"] == "SUCCEEDED", json.dumps(ended, default=str)
    assert ended["output"]["TrainingJobStatus"] == "Completed"
