"""What executions cost: a state with its events kept, many at once, many that wait, large Maps, a start.

Everything is asked of a running server through boto3, but for the first two rows, which ask the engine
itself. The peer of the first is moto's own interpreter, on the same machine in the same run.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.table import Row, below
from localaws.clock import Clock
from localaws.server.embedded import EmbeddedAWS
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language import machine
from localaws.stepfunctions.store import generations

PEER = Path(__file__).parent / "moto_interpreter.py"
STATES, AT_ONCE, WAITING = 10, 1_000, 5_000
ROLE = "arn:aws:iam::123456789012:role/benchmark"
_PREFIX = "arn:aws:states:us-east-1:123456789012"


def rows() -> Iterator[Row]:
    ours = _pass_state_milliseconds()
    yield below("a JSONPath Pass state, its events kept", ours, 0.5, "ms")
    yield _against_moto(ours)
    yield below("parsing 70 states", _parse_milliseconds(70), 10, "ms")
    with tempfile.TemporaryDirectory() as home:
        with EmbeddedAWS(home=Path(home)) as aws:
            yield from _at_once(aws)
        yield _start(Path(home))
        with EmbeddedAWS(home=Path(home)) as aws:
            yield from _waiting(aws)
    with tempfile.TemporaryDirectory() as home, EmbeddedAWS(home=Path(home)) as aws:
        yield from _maps(aws)


class _NoTasks:
    def integration(self, *_: object) -> Any:
        raise NotImplementedError

    def start(self, *_: object) -> None:
        raise NotImplementedError

    def stop(self, *_: object) -> None:
        raise NotImplementedError


def _chain(count: int) -> dict[str, Any]:
    def state(number: int) -> dict[str, Any]:
        following = {"End": True} if number == count - 1 else {"Next": f"S{number + 1}"}
        return {"Type": "Pass", "Parameters": {"a.$": "$.a", "n": number}, **following}

    return {"StartAt": "S0", "States": {f"S{number}": state(number) for number in range(count)}}


def _pass_state_milliseconds(executions: int = 50, states: int = 100) -> float:
    definition = json.dumps(_chain(states))
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        records = generations.begin(Path(folder), False, clock.seconds())
        engine = Engine(lambda _: records, clock, _NoTasks(), _NoTasks())
        took = []
        for number in range(executions):
            over = threading.Event()
            begun = time.perf_counter()
            engine.start(
                Execution(
                    f"{_PREFIX}:execution:m:{number}",
                    str(number),
                    f"{_PREFIX}:stateMachine:m",
                    ROLE,
                    definition,
                    '{"a":[1,2,3]}',
                    clock.seconds(),
                ),
                lambda _, over=over: over.set(),  # type: ignore[misc]
            )
            over.wait()
            took.append((time.perf_counter() - begun) / states * 1e3)
        engine.close()
    return statistics.median(took)


def _against_moto(ours: float) -> Row:
    peer = subprocess.run(
        [sys.executable, str(PEER), json.dumps(_chain(STATES))],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent / ".benchkit")},
        check=True,
        capture_output=True,
        text=True,
    )
    theirs = float(peer.stdout)
    return Row(
        "the same state, against moto's interpreter",
        f"{ours:.3g} ms",
        f"moto {theirs:.3g} ms, no slower",
        ours / theirs,
        ours <= theirs,
    )


def _rich(count: int) -> dict[str, Any]:
    """Task states as pipelines have them: payload templates, intrinsic functions, Retry and Catch."""

    def state(number: int) -> dict[str, Any]:
        return {
            "Type": "Task",
            "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
            "Parameters": {
                "TrainingJobName.$": f"States.Format('job-{number}-{{}}', $$.Execution.Name)",
                "InputDataConfig": [{"ChannelName": "train", "S3Uri.$": f"$.s{number}[0].uri"}],
            },
            "ResultPath": f"$.results.s{number}",
            "Retry": [{"ErrorEquals": ["SageMaker.AmazonSageMakerException"], "MaxAttempts": 2}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}],
            "Next": f"S{number + 1}" if number + 1 < count - 1 else "Failed",
        }

    states = {f"S{number}": state(number) for number in range(count - 1)}
    return {"StartAt": "S0", "States": {**states, "Failed": {"Type": "Fail"}}}


def _parse_milliseconds(states: int) -> float:
    text = json.dumps(_rich(states))
    took = []
    for _ in range(20):
        begun = time.perf_counter()
        machine.read(text)
        took.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(took)


def _at_once(aws: EmbeddedAWS) -> Iterator[Row]:
    states = aws.client("stepfunctions")
    arn = _machine(aws, "chain", _chain(STATES))
    begun = time.perf_counter()
    _start_many(states, arn, AT_ONCE)
    _all_ended(states, arn, AT_ONCE)
    rate = AT_ONCE * STATES / (time.perf_counter() - begun)
    yield Row(
        f"{AT_ONCE:,} executions at once: states/s",
        f"{rate:.0f}/s",
        "at least 500/s",
        500 / rate,
        rate >= 500,
    )
    one = states.list_executions(stateMachineArn=arn, maxResults=1)["executions"][0]
    events = states.get_execution_history(executionArn=one["executionArn"])["events"]
    if len(events) != 2 * STATES + 2:
        raise RuntimeError(f"a history has {len(events)} events")
    yield below("the server after them: resident", _resident_mib(aws), 300, "MiB")


def _waiting(aws: EmbeddedAWS) -> Iterator[Row]:
    states = aws.client("stepfunctions")
    wait = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 86_400, "End": True}}}
    arn = _machine(aws, "wait", wait)
    before = _resident_mib(aws)
    _start_many(states, arn, WAITING)
    time.sleep(2)
    yield below(
        f"{WAITING:,} executions in Wait: more resident", _resident_mib(aws) - before, 150, "MiB"
    )
    used = _cpu_seconds(aws)
    time.sleep(5)
    yield below("their processor time", (_cpu_seconds(aws) - used) / 5 * 100, 5, "%")


def _start(home: Path) -> Row:
    """On a home that has the executions of the row above."""
    begun = time.perf_counter()
    with EmbeddedAWS(home=home):
        took = time.perf_counter() - begun
    return below(f"start with {AT_ONCE:,} stored executions", took, 2, "s")


def _maps(aws: EmbeddedAWS) -> Iterator[Row]:
    states = aws.client("stepfunctions")
    inner = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    inline = {"Type": "Map", "ItemProcessor": inner, "End": True}
    arn = _machine(aws, "inline", {"StartAt": "M", "States": {"M": inline}})
    items = json.dumps(list(range(10_000)))
    begun = time.perf_counter()
    states.start_execution(stateMachineArn=arn, input=items)
    _all_ended(states, arn, 1)
    yield below("inline Map of 10,000 items", time.perf_counter() - begun, 60, "s")
    yield from _distributed(aws, inner)


def _distributed(aws: EmbeddedAWS, inner: dict[str, Any]) -> Iterator[Row]:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="items")
    rows = "\n".join(f"{number},name {number}" for number in range(100_000))
    s3.put_object(Bucket="items", Key="items.csv", Body=f"id,name\n{rows}\n".encode())
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    distributed = {
        "Type": "Map",
        "ItemProcessor": {"ProcessorConfig": config, **inner},
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            "Parameters": {"Bucket": "items", "Key": "items.csv"},
        },
        "ResultPath": None,
        "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": {"Bucket": "items", "Prefix": "results"},
        },
        "End": True,
    }
    states = aws.client("stepfunctions")
    arn = _machine(aws, "distributed", {"StartAt": "M", "States": {"M": distributed}})
    begun = time.perf_counter()
    states.start_execution(stateMachineArn=arn)
    most = 0.0
    while states.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]:
        most = max(most, _resident_mib(aws))
        time.sleep(0.5)
    took = time.perf_counter() - begun
    found = states.list_executions(stateMachineArn=arn)["executions"][0]
    if found["status"] != "SUCCEEDED":
        raise RuntimeError(f"the distributed Map {found['status']}")
    yield below("distributed Map of 100,000 rows of CSV", took, 600, "s")
    yield below("the server meanwhile: resident at most", most, 600, "MiB")


def _machine(aws: EmbeddedAWS, name: str, definition: dict[str, Any]) -> str:
    made = aws.client("stepfunctions").create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=_role(aws)
    )
    arn: str = made["stateMachineArn"]
    return arn


def _role(aws: EmbeddedAWS) -> str:
    iam = aws.client("iam")
    try:
        arn: str = iam.get_role(RoleName="benchmark")["Role"]["Arn"]
    except iam.exceptions.NoSuchEntityException:
        trust = {"Service": ["states.amazonaws.com"]}
        statement = {"Effect": "Allow", "Principal": trust, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        arn = iam.create_role(RoleName="benchmark", AssumeRolePolicyDocument=document)["Role"][
            "Arn"
        ]
    return arn


def _start_many(states: Any, arn: str, count: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(
            lambda _: states.start_execution(stateMachineArn=arn, input='{"a":[1,2,3]}'),
            range(count),
        ):
            pass


def _all_ended(states: Any, arn: str, count: int) -> None:
    while states.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]:
        time.sleep(0.05)
    pages = states.get_paginator("list_executions").paginate(stateMachineArn=arn)
    found = [each["status"] for page in pages for each in page["executions"]]
    if found != ["SUCCEEDED"] * count:
        raise RuntimeError(
            f"{len(found)} executions, of which {found.count('SUCCEEDED')} succeeded"
        )


def _resident_mib(aws: EmbeddedAWS) -> float:
    for line in Path(f"/proc/{aws.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the server says nothing of its memory")


def _cpu_seconds(aws: EmbeddedAWS) -> float:
    fields = Path(f"/proc/{aws.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
