"""What functions cost: a cold start, a warm invocation, and twenty of them in one Parallel at once.

Asked of a running server through boto3. What a request takes that is checked and runs nothing (a dry
run) is taken off a warm invocation, each measured beside the other.
"""

from __future__ import annotations

import io
import json
import statistics
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.table import Row, below
from localaws.server.embedded import EmbeddedAWS

COLD, WARM, AT_ONCE, SECONDS = 10, 500, 20, 1.0
SOURCE = """import time

def handler(event, context):
    time.sleep(event)
    return event
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home, EmbeddedAWS(home=Path(home)) as aws:
        role, code = _role(aws), _zip()
        functions = [_create(aws, role, code, f"f{number}") for number in range(AT_ONCE)]
        _invoke(aws, functions[0], 0)  # boto3 for functions is made with the first of a home
        colds = [_invoke(aws, name, 0) for name in functions[1 : COLD + 1]]
        yield below("Python function: cold", statistics.median(colds), 150, "ms")
        warms, bare = [], []
        for _ in range(WARM):
            bare.append(_invoke(aws, functions[0], 0, "DryRun"))
            warms.append(_invoke(aws, functions[0], 0))
        beyond = statistics.median(warms) - statistics.median(bare)
        yield below("warm, beyond the handler and a request", beyond, 3, "ms")
        yield _parallel(aws, role, functions)


def _parallel(aws: EmbeddedAWS, role: str, functions: list[str]) -> Row:
    """The most that each may take beside its own second: a cold start on a core that it shares."""
    branches = [
        {
            "StartAt": name,
            "States": {
                name: {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": {"FunctionName": name, "Payload": SECONDS},
                    "End": True,
                }
            },
        }
        for name in functions
    ]
    definition = {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": branches}}}
    definition["States"]["P"]["End"] = True  # type: ignore[index]
    states = aws.client("stepfunctions")
    machine = states.create_state_machine(
        name="parallel", definition=json.dumps(definition), roleArn=role
    )
    begun = time.perf_counter()
    execution = states.start_execution(stateMachineArn=machine["stateMachineArn"])
    while (found := states.describe_execution(executionArn=execution["executionArn"]))[
        "status"
    ] == "RUNNING":
        time.sleep(0.02)
    took = time.perf_counter() - begun
    if found["status"] != "SUCCEEDED":
        raise RuntimeError(f"the execution {found['status']}: {found.get('cause')}")
    return below(f"{AT_ONCE} functions of {SECONDS:g} s in one Parallel", took, 5, "s")


def _invoke(aws: EmbeddedAWS, name: str, payload: float, kind: str = "RequestResponse") -> float:
    """Milliseconds from the request to its response."""
    client = aws.client("lambda")
    begun = time.perf_counter()
    found = client.invoke(FunctionName=name, Payload=json.dumps(payload), InvocationType=kind)
    answer = found["Payload"].read()
    took = (time.perf_counter() - begun) * 1e3
    if "FunctionError" in found:
        raise RuntimeError(answer.decode())
    return took


def _create(aws: EmbeddedAWS, role: str, code: bytes, name: str) -> str:
    aws.client("lambda").create_function(
        FunctionName=name,
        Role=role,
        Runtime="python3.12",
        Handler="app.handler",
        Code={"ZipFile": code},
        Timeout=30,
    )
    return name


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("app.py", SOURCE)
    return out.getvalue()


def _role(aws: EmbeddedAWS) -> str:
    trust = {"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]}
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": trust, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = aws.client("iam").create_role(
        RoleName="benchmark-functions", AssumeRolePolicyDocument=document
    )
    arn: str = made["Role"]["Arn"]
    return arn


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
