"""A server is killed while executions are in every kind of place, and started again, with ``--keep`` and without."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.server.embedded import EmbeddedAWS

from .conftest import IMAGE, Machines

_HOUR = {"Type": "Wait", "Seconds": 3600, "End": True}
_SERVICE = "arn:aws:states:::"


class Killed:
    """Executions by their name, the token of a task, and servers on the same home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.arns: dict[str, str] = {}
        self.before: dict[str, list[str]] = {}
        self.token = self.bucket = self.role = ""
        self.machines: Machines

    def serve(self, *options: str) -> EmbeddedAWS:
        return EmbeddedAWS(self.home, options=["--parallel-jobs", "2", *options])

    def begin(self, name: str, until: str, states: dict[str, Any], given: Any = None) -> None:
        """Start an execution and wait until it is at the event."""
        self.arns[name] = self.machines.start(states, given)
        self.machines.await_event(self.arns[name], until)

    def kill(self) -> None:
        for name, arn in self.arns.items():
            self.before[name] = self.machines.events(arn)
        os.kill(self.machines.aws.pid, signal.SIGKILL)
        self.machines.aws.stop()

    def mend(self) -> None:
        """Make again what a kept account has no more, and what one execution missed."""
        client = self.machines.aws.client
        client("s3").create_bucket(Bucket=self.bucket)
        client("sqs").create_queue(QueueName="q-none")
        name = self.machines.role.rpartition("/")[2]
        trust = client("iam").get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        client("iam").create_role(
            RoleName=self.role.rpartition("/")[2], AssumeRolePolicyDocument=json.dumps(trust)
        )

    def goes_on(self, name: str) -> dict[str, Any]:
        """How it ended, once it has; whatever was seen of it before is still there."""
        done = self.machines.ended(self.arns[name])
        assert self.machines.events(self.arns[name])[: len(self.before[name])] == self.before[name]
        return done


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    home: Path = tmp_path_factory.mktemp("home")
    empty = tmp_path_factory.mktemp("tree")
    ImageStore(home).put(ImageConfig(entrypoint=("sh", "-c")), empty, tags=[IMAGE])
    killed = Killed(home)
    with killed.serve() as aws:
        killed.machines = Machines(aws, killed.home)
        _fill(killed)
        killed.kill()
    with killed.serve("--keep", "--movable-clock") as aws:
        killed.machines = Machines(aws, killed.home)
        killed.mend()
        yield killed


def _fill(killed: Killed) -> None:
    machines = killed.machines
    activities = {
        name: machines.client.create_activity(name=name)["activityArn"]
        for name in ("taken", "free")
    }
    queue = machines.aws.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    killed.bucket, killed.role = machines.bucket, machines.role
    each = {"StartAt": "W", "States": {"W": _HOUR}}
    send = {
        "Type": "Task",
        "Resource": f"{_SERVICE}sqs:sendMessage",
        "Parameters": {"QueueUrl": queue + "-none", "MessageBody": "b"},
        "End": True,
    }
    once_more = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 3600, "MaxAttempts": 1}
    killed.begin("no queue", "ExecutionFailed", {"T": send})
    killed.begin("wait", "WaitStateEntered", {"W": _HOUR}, {"a": 1})
    killed.begin("retry", "TaskFailed", {"T": {**send, "Retry": [once_more]}})
    killed.begin("job", "TaskSubmitted", {"T": machines.training("sleep 60")})
    caught = [{"ErrorEquals": ["States.TaskFailed"], "ResultPath": "$.error", "Next": "C"}]
    killed.begin(
        "caught job",
        "TaskSubmitted",
        {"T": machines.training("sleep 60", Catch=caught), "C": {"Type": "Pass", "End": True}},
    )
    killed.begin(
        "token",
        "TaskSubmitted",
        {
            "T": {
                "Type": "Task",
                "Resource": f"{_SERVICE}sqs:sendMessage.waitForTaskToken",
                "Parameters": {"QueueUrl": queue, "MessageBody.$": "$$.Task.Token"},
                "End": True,
            }
        },
    )
    received = machines.aws.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    killed.token = received[0]["Body"]
    for name, arn in activities.items():
        task = {"Type": "Task", "Resource": arn, "End": True}
        killed.begin(name, "ActivityScheduled", {"T": task}, name)
    machines.client.get_activity_task(activityArn=activities["taken"], workerName="w")
    machines.await_event(killed.arns["taken"], "ActivityStarted")
    killed.begin(
        "limited",
        "ActivityScheduled",
        {"T": {"Type": "Task", "Resource": activities["taken"], "TimeoutSeconds": 1, "End": True}},
    )
    killed.begin(
        "parallel",
        "WaitStateEntered",
        {
            "P": {
                "Type": "Parallel",
                "Branches": [
                    {"StartAt": "S", "States": {"S": {"Type": "Succeed"}}},
                    each,
                ],
                "End": True,
            }
        },
        7,
    )
    killed.begin(
        "map",
        "WaitStateEntered",
        {"M": {"Type": "Map", "MaxConcurrency": 2, "ItemProcessor": each, "End": True}},
        [1, 2, 3],
    )
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **each}
    killed.begin(
        "map run",
        "MapRunStarted",
        {"M": {"Type": "Map", "Label": "L", "ItemProcessor": processor, "End": True}},
        [1, 2],
    )
    killed.begin(
        "nested",
        "TaskSubmitted",
        {
            "N": {
                "Type": "Task",
                "Resource": f"{_SERVICE}states:startExecution.sync:2",
                "Parameters": {"StateMachineArn": machines.create({"W": _HOUR}), "Input": {"n": 1}},
                "ResultSelector": {"output.$": "$.Output"},
                "End": True,
            }
        },
    )


def test_what_waited_for_a_moment_waits_on(killed: Killed) -> None:
    described = killed.machines.client.describe_execution(executionArn=killed.arns["wait"])
    assert described["status"] == "RUNNING"
    assert killed.machines.events(killed.arns["wait"])[-1] == "WaitStateEntered"


def test_a_limit_that_was_reached_meanwhile_is_reached(killed: Killed) -> None:
    done = killed.goes_on("limited")
    assert (done["status"], done["error"]) == ("FAILED", "States.Timeout")


def test_a_job_that_died_fails_its_state(killed: Killed) -> None:
    done = killed.goes_on("job")
    assert (done["status"], done["error"]) == ("FAILED", "States.TaskFailed")
    assert json.loads(done["cause"])["TrainingJobStatus"] == "Failed"
    error = killed.goes_on("caught job")["output"]["error"]
    assert error["Error"] == "States.TaskFailed"


def test_what_failed_is_redriven_once_the_account_has_what_it_needs(killed: Killed) -> None:
    client, arn = killed.machines.client, killed.arns["no queue"]
    assert client.describe_execution(executionArn=arn)["redriveStatus"] == "REDRIVABLE"
    client.redrive_execution(executionArn=arn)
    done = killed.goes_on("no queue")
    assert (done["status"], done["redriveCount"]) == ("SUCCEEDED", 1)


def test_a_job_that_died_is_run_again_by_a_redrive(killed: Killed) -> None:
    arn = killed.arns["job"]
    killed.goes_on("job")
    killed.machines.client.redrive_execution(executionArn=arn)
    redriven = len(killed.before["job"])
    deadline = time.monotonic() + 30
    while "TaskSubmitted" not in (seen := killed.machines.events(arn)[redriven:]):
        assert time.monotonic() < deadline, seen
        time.sleep(0.02)
    killed.machines.client.stop_execution(executionArn=arn)


def test_a_token_is_of_use(killed: Killed) -> None:
    killed.machines.client.send_task_success(taskToken=killed.token, output='"yes"')
    assert killed.goes_on("token")["output"] == "yes"


def test_an_activitys_task_is_waited_for(killed: Killed) -> None:
    client = killed.machines.client
    activity = "arn:aws:states:us-east-1:123456789012:activity:free"
    task = client.get_activity_task(activityArn=activity)
    assert json.loads(task["input"]) == "free"
    client.send_task_success(taskToken=task["taskToken"], output="1")
    assert killed.goes_on("free")["output"] == 1
    assert client.describe_execution(executionArn=killed.arns["taken"])["status"] == "RUNNING"


def test_what_waited_for_an_hour_has_ended_after_it(killed: Killed) -> None:
    killed.machines.aws.move_clock(3601)
    assert killed.goes_on("wait")["output"] == {"a": 1}
    assert killed.goes_on("retry")["status"] == "SUCCEEDED"
    assert killed.machines.events(killed.arns["retry"]).count("TaskScheduled") == 2
    assert killed.goes_on("parallel")["output"] == [7, 7]
    assert killed.goes_on("nested")["output"] == {"output": {"n": 1}}
    assert killed.goes_on("map run")["output"] == [1, 2]
    killed.machines.await_event(killed.arns["map"], "MapIterationSucceeded")
    killed.machines.aws.move_clock(3601)
    assert killed.goes_on("map")["output"] == [1, 2, 3]


def test_a_plain_start_is_a_fresh_account_with_histories_to_read(killed: Killed) -> None:
    killed.kill()
    with killed.serve() as aws:
        killed.machines = Machines(aws, killed.home)
        client = killed.machines.client
        assert client.list_state_machines()["stateMachines"] == []
        assert killed.goes_on("wait")["status"] == "SUCCEEDED"
        ran = killed.goes_on("taken")
        assert (ran["status"], ran["error"]) == ("ABORTED", "LocalAWS.Stopped")
        with pytest.raises(client.exceptions.ExecutionNotRedrivable):
            client.redrive_execution(executionArn=killed.arns["taken"])
