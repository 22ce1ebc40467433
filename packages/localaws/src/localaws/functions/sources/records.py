"""The event that a function gets of a queue's messages. Pure.

Lambda's developer guide, "Using Lambda with Amazon SQS", shows it for standard and FIFO queues.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

Message = Mapping[str, Any]  # as ReceiveMessage shows it
Record = dict[str, Any]


def record(message: Message, source: str) -> Record:
    """One message of the queue ``source``, an ARN."""
    made: Record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes") or {}),
        "messageAttributes": {
            name: _attribute(value)
            for name, value in (message.get("MessageAttributes") or {}).items()
        },
    }
    if message.get("MD5OfMessageAttributes"):
        made["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
    return made | {
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": source,
        "awsRegion": source.split(":")[3],
    }


def event(records: Iterable[Record]) -> bytes:
    """The payload of one invocation."""
    return json.dumps({"Records": list(records)}, ensure_ascii=False).encode()


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if value.get("StringValue") is not None:
        shown["stringValue"] = value["StringValue"]
    if value.get("BinaryValue") is not None:
        shown["binaryValue"] = base64.b64encode(value["BinaryValue"]).decode()
    return shown | {
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": value["DataType"],
    }
