"""A task that asks an API and goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.stepfunctions.tasks.api_call import ApiCall
from localaws.stepfunctions.tasks.event_bus import EventBus
from localaws.stepfunctions.tasks.metadata import metadata
from localaws.stepfunctions.tasks.queue import Queue
from localaws.stepfunctions.tasks.task import TaskFailure
from packages.localaws.tests.stepfunctions.tasks.orders import EXECUTION, Aws, order

QUEUE = "http://localhost:4566/123456789012/q"


def test_an_sdk_integration_gives_the_response_alone() -> None:
    aws = Aws({"QueueUrl": QUEUE})
    asked = order("aws-sdk:sqs:getQueueUrl", {"QueueName": "q"})
    assert ApiCall(aws.requests(), Clock()).call(asked) == {"QueueUrl": QUEUE}
    assert aws.parameters == [{"QueueName": "q"}]


def test_an_optimised_integration_says_how_the_response_came() -> None:
    aws = Aws({"MD5OfMessageBody": "md5", "MessageId": "m"})
    asked = order("sqs:sendMessage", {"QueueUrl": QUEUE, "MessageBody": {"a": 1}})
    output = Queue(aws.requests(), Clock()).call(asked)
    assert aws.parameters == [{"QueueUrl": QUEUE, "MessageBody": '{"a":1}'}]
    assert (output["MD5OfMessageBody"], output["MessageId"]) == ("md5", "m")
    assert output["SdkHttpMetadata"]["HttpStatusCode"] == 200
    assert output["SdkResponseMetadata"] == {"RequestId": "request"}


def test_the_headers_are_those_of_the_service_on_aws() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    headers = metadata("sqs", "id", moment, "106")["SdkHttpMetadata"]["HttpHeaders"]
    assert headers == {
        "connection": "keep-alive",
        "x-amzn-RequestId": "id",
        "Content-Length": "106",
        "Date": "Fri, 02 Jan 2026 03:04:05 GMT",
        "Content-Type": "application/x-amz-json-1.0",
    }
    assert metadata("sns", "id", moment, None)["SdkHttpMetadata"]["HttpHeaders"][
        "Content-Type"
    ] == ("text/xml")
    assert (
        "x-amz-crc32" in metadata("dynamodb", "id", moment, "2")["SdkHttpMetadata"]["HttpHeaders"]
    )


@pytest.mark.parametrize(
    ("action", "error"),
    [
        ("sqs:sendMessage", "SQS.QueueDoesNotExistException"),
        ("aws-sdk:sqs:sendMessage", "Sqs.QueueDoesNotExistException"),
    ],
)
def test_a_refused_request_fails_the_task(action: str, error: str) -> None:
    aws = Aws({"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "None."}, status=400)
    with pytest.raises(TaskFailure, match="None") as failure:
        ApiCall(aws.requests(), Clock()).call(
            order(action, {"QueueUrl": QUEUE, "MessageBody": "x"})
        )
    assert failure.value.error == error


def test_what_the_sdk_would_not_send_fails_the_task() -> None:
    asked = order("aws-sdk:s3:listObjectsV2", {"Bucket": "no/bucket"})
    with pytest.raises(TaskFailure, match="Invalid bucket name") as failure:
        ApiCall(Aws().requests(), Clock()).call(asked)
    assert failure.value.error == "S3.SdkClientException"


@pytest.mark.parametrize("action", ["HeadObject", "HeadBucket"])
def test_a_refusal_without_a_word_is_that_there_is_none(action: str) -> None:
    arguments = {"Bucket": "bucket"} | ({"Key": "k"} if action == "HeadObject" else {})
    asked = order(f"aws-sdk:s3:{action[0].lower()}{action[1:]}", arguments)
    with pytest.raises(TaskFailure, match=r"^S3.NoSuch(Key|Bucket)Exception: null "):
        ApiCall(Aws(b"", status=404).requests(), Clock()).call(asked)


def test_the_url_of_a_queue_is_the_address_to_send_to() -> None:
    asked = order("sqs:sendMessage", {"QueueUrl": "http://no-such-queue", "MessageBody": "x"})
    with pytest.raises(TaskFailure) as failure:
        Queue(Aws().requests(), Clock()).call(asked)
    assert str(failure.value) == (
        "SQS.SdkClientException: Unable to execute HTTP request: no-such-queue: "
        "Name or service not known"
    )


def test_events_that_were_taken_are_told_without_metadata() -> None:
    response = {"FailedEntryCount": 0, "Entries": [{"EventId": "e"}]}
    aws = Aws(response)
    entry = {"Detail": {"a": 1}, "DetailType": "d", "Source": "s"}
    asked = order("events:putEvents", {"Entries": [entry]})
    assert EventBus(aws.requests(), Clock()).call(asked) == response
    own = [EXECUTION.machine_arn, EXECUTION.arn]
    assert aws.parameters == [{"Entries": [entry | {"Detail": '{"a":1}', "Resources": own}]}]


def test_resources_of_an_event_stay_before_those_of_the_execution() -> None:
    aws = Aws({"FailedEntryCount": 0, "Entries": []})
    asked = order("events:putEvents", {"Entries": [{"Resources": ["mine"]}, {"Detail": "d"}]})
    EventBus(aws.requests(), Clock()).call(asked)
    first, second = aws.parameters[0]["Entries"]
    assert first["Resources"] == ["mine", EXECUTION.machine_arn, EXECUTION.arn]
    assert second["Resources"] == [EXECUTION.machine_arn, EXECUTION.arn]


@pytest.mark.parametrize("entries", [None, "x", ["x"], [{"Resources": "x"}]])
def test_events_that_are_none_are_refused_by_their_fields(entries: Any) -> None:
    with pytest.raises(TaskFailure):
        EventBus(Aws({"FailedEntryCount": 1}).requests(), Clock()).call(
            order("events:putEvents", {"Entries": entries})
        )


def test_an_event_that_was_not_taken_fails_the_task() -> None:
    aws = Aws({"FailedEntryCount": 1, "Entries": [{"ErrorCode": "MalformedDetail"}]})
    asked = order("events:putEvents", {"Entries": [{"Detail": "no"}]})
    with pytest.raises(TaskFailure) as failure:
        EventBus(aws.requests(), Clock()).call(asked)
    assert failure.value.error == "EventBridge.FailedEntry"
    assert failure.value.cause == (
        '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"MalformedDetail"}]}'
    )


def test_a_task_of_another_role_asks_as_that_role() -> None:
    session = b"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>
      </AssumeRoleResult></AssumeRoleResponse>"""
    aws = Aws(session)
    role = {"RoleArn": "arn:aws:iam::210987654321:role/other"}
    asked = order("aws-sdk:sqs:deleteQueue", {"QueueUrl": QUEUE}, credentials=role)
    ApiCall(aws.requests(), Clock()).call(asked)
    assumed, deleted = aws.asked
    assert b"role%2Fother" in assumed.body
    assert "Credential=ASIAROLE/" in dict(deleted.headers)["Authorization"]


def test_a_role_that_cannot_be_assumed_fails_the_task() -> None:
    refused = b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>No</Message></Error></ErrorResponse>"
    role = {"RoleArn": "arn:aws:iam::210987654321:role/other"}
    asked = order("aws-sdk:sqs:deleteQueue", {"QueueUrl": QUEUE}, credentials=role)
    with pytest.raises(TaskFailure, match="is not authorized to assume the task state's role"):
        ApiCall(Aws(refused, status=403).requests(), Clock()).call(asked)
