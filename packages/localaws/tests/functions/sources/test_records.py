"""What a function sees of a message."""

from __future__ import annotations

import json

from localaws.functions.sources.records import event, record

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:work"
MESSAGE = {
    "MessageId": "m",
    "ReceiptHandle": "r",
    "Body": "größer",
    "MD5OfBody": "5",
    "Attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1520621625029"},
}


def test_it_is_what_the_guide_shows() -> None:
    assert record(MESSAGE, QUEUE) == {
        "messageId": "m",
        "receiptHandle": "r",
        "body": "größer",
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1520621625029"},
        "messageAttributes": {},
        "md5OfBody": "5",
        "eventSource": "aws:sqs",
        "eventSourceARN": QUEUE,
        "awsRegion": "eu-west-1",
    }


def test_attributes_have_their_type_and_bytes_are_in_base64() -> None:
    attributes = {
        "number": {"DataType": "Number", "StringValue": "7"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    found = record(
        MESSAGE | {"MessageAttributes": attributes, "MD5OfMessageAttributes": "6"}, QUEUE
    )
    empty: dict[str, list[str]] = {"stringListValues": [], "binaryListValues": []}
    assert found["messageAttributes"] == {
        "number": {"stringValue": "7", **empty, "dataType": "Number"},
        "bytes": {"binaryValue": "AP8=", **empty, "dataType": "Binary"},
    }
    assert found["md5OfMessageAttributes"] == "6"


def test_an_event_has_all_records() -> None:
    assert json.loads(event([record(MESSAGE, QUEUE)]))["Records"][0]["body"] == "größer"
