"""The peer: milliseconds of a state in moto's own interpreter, for the machine in the first argument.

Run with the peers' packages on the path, as moto's interpreter needs a parser that nothing else does.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

import boto3
from moto import mock_aws

EXECUTIONS = 5


def main(definition: str) -> None:
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        states = boto3.client(
            "stepfunctions", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
        )
        arn = states.create_state_machine(
            name="peer", definition=definition, roleArn="arn:aws:iam::123456789012:role/peer"
        )["stateMachineArn"]
        took = []
        for number in range(EXECUTIONS):
            begun = time.perf_counter()
            run = states.start_execution(
                stateMachineArn=arn, name=f"run-{number}", input='{"a":[1,2,3]}'
            )["executionArn"]
            while (found := states.describe_execution(executionArn=run))["status"] == "RUNNING":
                time.sleep(0.001)
            if found["status"] != "SUCCEEDED":
                raise RuntimeError(found["status"])
            took.append((time.perf_counter() - begun) * 1e3)
    print(statistics.median(took) / len(json.loads(definition)["States"]))


if __name__ == "__main__":
    main(sys.argv[1])
