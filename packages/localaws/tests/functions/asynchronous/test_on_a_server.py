"""Events of functions as clients find them: on a server whose clock is moved."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS

from ...waiting import until

TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}
SOURCE = """
import json, boto3

def fail(event, context):
    print("run for", context.aws_request_id)
    raise ValueError("no luck")

def again(event, context):
    print("run number", event["number"])
    payload = json.dumps({"number": event["number"] + 1})
    boto3.client("lambda").invoke(
        FunctionName=context.function_name, InvocationType="Event", Payload=payload
    )
"""


class Account:
    """Functions of one file, what they log, and what is counted of them."""

    def __init__(self, aws: EmbeddedAWS) -> None:
        self.aws = aws
        self.functions, self.queues = aws.client("lambda"), aws.client("sqs")
        self._logs, self._metrics = aws.client("logs"), aws.client("cloudwatch")
        role = aws.client("iam").create_role(
            RoleName="function", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        self._role = role["Role"]["Arn"]
        self._runs: Counter[str] = Counter()
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("app.py", SOURCE)
        self._code = code.getvalue()

    def make(self, name: str, **more: Any) -> None:
        self.functions.create_function(
            FunctionName=name,
            Role=self._role,
            Runtime=f"python3.{sys.version_info.minor}",
            Handler=f"app.{name}",
            Code={"ZipFile": self._code},
            Timeout=60,
            MemorySize=256,
            **more,
        )

    def send(self, name: str, payload: bytes = b"{}") -> str:
        """Send an event; its request id."""
        answer = self.functions.invoke(FunctionName=name, InvocationType="Event", Payload=payload)
        assert answer["StatusCode"] == 202
        return str(answer["ResponseMetadata"]["RequestId"])

    def lines(self, name: str, begin: str) -> list[str]:
        """What a function has written since its beginning."""
        try:
            found = self._logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
        except self._logs.exceptions.ResourceNotFoundException:
            return []
        return [each["message"] for each in found if each["message"].startswith(begin)]

    def wait_for_run(self, name: str) -> None:
        """Wait until a function has run once more than when one waited last."""
        self._runs[name] += 1
        until(lambda: len(self.lines(name, "REPORT")) == self._runs[name])

    def queue(self, name: str) -> str:
        """A new queue's ARN."""
        self.queues.create_queue(QueueName=name)
        return f"arn:aws:sqs:us-east-1:123456789012:{name}"

    def received(self, name: str) -> list[Any]:
        url = self.queues.get_queue_url(QueueName=name)["QueueUrl"]
        found = self.queues.receive_message(QueueUrl=url, MessageAttributeNames=["All"])
        return list(found.get("Messages", []))

    def counted(self, name: str, metric: str) -> float:
        now = datetime.now(UTC)
        found = self._metrics.get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName=metric,
            Dimensions=[
                {"Name": "FunctionName", "Value": name},
                {"Name": "Resource", "Value": name},
            ],
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(hours=1),
            Period=7200,
            Statistics=["Sum"],
        )
        return float(sum(each["Sum"] for each in found["Datapoints"]))


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    home = tmp_path_factory.mktemp("home")
    with EmbeddedAWS(home, options=["--movable-clock"]) as aws:
        yield Account(aws)


def test_a_failed_event_is_tried_thrice_and_then_told_of(account: Account) -> None:
    account.make("fail", DeadLetterConfig={"TargetArn": account.queue("dead")})
    account.functions.put_function_event_invoke_config(
        FunctionName="fail",
        DestinationConfig={"OnFailure": {"Destination": account.queue("failures")}},
    )
    request_id = account.send("fail", b'{"a": 1}')
    for pause in (60, 120):
        account.wait_for_run("fail")
        account.aws.move_clock(pause + 1)
    account.wait_for_run("fail")
    assert account.lines("fail", "run for") == [f"run for {request_id}"] * 3
    record = json.loads(until(lambda: account.received("failures"))[0]["Body"])
    assert record["requestContext"]["requestId"] == request_id
    assert record["requestContext"]["approximateInvokeCount"] == 3
    assert record["responsePayload"]["errorMessage"] == "no luck"
    (letter,) = until(lambda: account.received("dead"))
    assert letter["Body"] == '{"a": 1}'
    assert letter["MessageAttributes"]["ErrorMessage"]["StringValue"] == "no luck"
    until(lambda: account.counted("fail", "Errors") == 3)
    assert account.counted("fail", "AsyncEventsReceived") == 1


def test_a_function_that_calls_itself_for_ever_is_stopped(account: Account) -> None:
    account.make("again")
    account.send("again", b'{"number": 1}')
    until(lambda: account.counted("again", "RecursiveInvocationsDropped"))
    until(lambda: account.counted("again", "Invocations") == 16)  # the last one ends after that
    runs = sorted(int(line.split()[-1]) for line in account.lines("again", "run number"))
    assert runs == list(range(1, 17))
