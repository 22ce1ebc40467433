"""Destinations and dead-letter queues are told by the services' own APIs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.functions.asynchronous.telling import Telling
from localaws.functions.asynchronous.told import Told
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import Code, Configuration
from localaws.functions.functions import Call
from localaws.functions.metrics import Measured
from localaws.functions.versions import Target
from localaws.protocols.refusal import Refusal
from localaws.this_aws import chain

ARN = "arn:aws:lambda:eu-west-1:000000000000:function:greet"
INVOCATION = Invocation(
    *("id", "greet", Target(ARN, "$LATEST", Configuration("r", Code("", 0))), b'{"a":1}'),
    trace="Root=1-2-3",
)
FAILED = Outcome(b'{"errorType":"X","errorMessage":"no"}', "$LATEST", "Unhandled", "X")
QUEUE = "arn:aws:sqs:eu-west-1:000000000000:queue"
TOPIC = "arn:aws:sns:us-east-1:000000000000:topic"
BUS = "arn:aws:events:eu-west-1:000000000000:event-bus/own"


class StandInClients:
    """Notes what is asked of which service; a request may be refused."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, Any], str]] = []
        self.refused = False
        self.answer: dict[str, Any] = {"QueueUrl": "http://queue"}

    def get(self, service: str, region: str) -> Any:
        clients = self

        class Client:
            def __getattr__(self, operation: str) -> Any:
                def ask(**request: Any) -> dict[str, Any]:
                    clients.asked.append(
                        (f"{service}:{region}", operation, request, chain.current())
                    )
                    if clients.refused:
                        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "x")
                    return clients.answer

                return ask

        return Client()


class Setting:
    def __init__(self) -> None:
        self.clients = StandInClients()
        self.sent: list[Call] = []
        self.counted: Counter[str] = Counter()
        self.telling = Telling(self.clients, self._send, self._count)

    def tell(
        self,
        destination: str | None = None,
        dead_letter: str | None = None,
        outcome: Outcome = FAILED,
    ) -> None:
        told = Told(INVOCATION, outcome, "RetriesExhausted", 3, 0, destination, dead_letter)
        self.telling(told)

    def last(self) -> tuple[str, str, dict[str, Any]]:
        return self.clients.asked[-1][:3]

    def _send(self, call: Call) -> str:
        if call.function.endswith("gone"):
            raise Refusal("ResourceNotFoundException", "no", 404)
        self.sent.append(call)
        return "id"

    def _count(self, measured: Measured) -> None:
        self.counted.update(measured.values.keys())


@pytest.fixture
def setting() -> Setting:
    return Setting()


def test_a_queue_gets_the_record(setting: Setting) -> None:
    setting.tell(QUEUE)
    service, operation, request = setting.last()
    assert (service, operation, request["QueueUrl"]) == (
        *("sqs:eu-west-1", "send_message", "http://queue"),
    )
    record = json.loads(request["MessageBody"])
    assert (record["requestPayload"], record["responsePayload"]["errorType"]) == ({"a": 1}, "X")


def test_a_topic_gets_it_in_its_own_region(setting: Setting) -> None:
    setting.tell(TOPIC)
    service, operation, request = setting.last()
    assert (service, operation, request["TopicArn"]) == ("sns:us-east-1", "publish", TOPIC)
    assert json.loads(request["Message"])["requestContext"]["condition"] == "RetriesExhausted"


def test_a_record_that_is_too_large_for_a_topic_goes_without_its_payloads(
    setting: Setting,
) -> None:
    setting.tell(TOPIC, outcome=replace(FAILED, payload=b'"' + b"x" * 300_000 + b'"'))
    record = json.loads(setting.last()[2]["Message"])
    assert record["requestContext"]["requestId"] == "id"
    assert not {"requestPayload", "responsePayload"} & set(record)


def test_a_bus_gets_it_as_the_detail(setting: Setting) -> None:
    setting.tell(BUS)
    (made,) = setting.last()[2]["Entries"]
    assert made["EventBusName"] == BUS
    assert json.loads(made["Detail"])["requestContext"]["requestId"] == "id"


def test_a_bus_that_takes_it_not_is_counted(setting: Setting) -> None:
    setting.clients.answer = {"FailedEntryCount": 1, "Entries": [{"ErrorMessage": "too large"}]}
    setting.tell(BUS)
    assert setting.counted == {"DestinationDeliveryFailures": 1}


def test_a_bucket_gets_an_object(setting: Setting) -> None:
    setting.tell("arn:aws:s3:::bucket")
    service, operation, request = setting.last()
    assert (service, operation, request["Bucket"]) == ("s3:eu-west-1", "put_object", "bucket")
    assert request["Key"].startswith("aws/lambda/async/greet/1970/01/01/")


def test_a_function_gets_it_in_the_same_chain(setting: Setting) -> None:
    setting.tell(ARN + "-next")
    (call,) = setting.sent
    assert (call.function, call.trace) == (ARN + "-next", "Root=1-2-3")
    assert json.loads(call.payload)["version"] == "1.0"


def test_what_others_are_told_belongs_to_the_chain(setting: Setting) -> None:
    setting.tell(QUEUE)
    assert {each[3] for each in setting.clients.asked} == {"Root=1-2-3"}
    assert chain.current() == ""


@pytest.mark.parametrize(
    ("arn", "body"), [(QUEUE, "MessageBody"), (TOPIC, "Message")], ids=["queue", "topic"]
)
def test_a_dead_letter_is_the_event_with_three_attributes(
    setting: Setting, arn: str, body: str
) -> None:
    setting.tell(dead_letter=arn)
    request = setting.last()[2]
    assert request[body] == '{"a":1}'
    assert request["MessageAttributes"] == {
        "RequestID": {"DataType": "String", "StringValue": "id"},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": "no"},
    }


def test_both_are_told(setting: Setting) -> None:
    setting.tell(QUEUE, TOPIC)
    assert [each[1] for each in setting.clients.asked] == [
        "get_queue_url",
        "send_message",
        "publish",
    ]


def test_a_destination_that_fails_keeps_the_dead_letter_queue_from_nothing(
    setting: Setting,
) -> None:
    setting.clients.refused = True
    setting.tell(QUEUE, TOPIC)
    assert setting.counted == {"DestinationDeliveryFailures": 1, "DeadLetterErrors": 1}


@pytest.mark.parametrize(
    "arn", [QUEUE + ".fifo", TOPIC + ".fifo", ARN + "-gone", "arn:aws:iam::1:role/x"]
)
def test_what_takes_no_record_is_counted(setting: Setting, arn: str) -> None:
    setting.tell(arn)
    assert setting.counted == {"DestinationDeliveryFailures": 1}
    assert not setting.sent
