"""What may be a destination, and what it is told."""

from __future__ import annotations

import re

import pytest

from localaws.functions.asynchronous.destinations import check, destination, entry, key
from localaws.protocols.refusal import Refusal

FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:greet"


@pytest.mark.parametrize(
    ("arn", "service", "name"),
    [
        ("arn:aws:sqs:eu-west-1:000000000000:queue", "sqs", "queue"),
        ("arn:aws:sns:eu-west-1:000000000000:topic", "sns", "topic"),
        ("arn:aws:lambda:eu-west-1:000000000000:function:f:live", "lambda", "function:f:live"),
        ("arn:aws:events:eu-west-1:000000000000:event-bus/default", "events", "default"),
        ("arn:aws:s3:::bucket", "s3", "bucket"),
    ],
)
def test_five_services_can_be_one(arn: str, service: str, name: str) -> None:
    found = destination(arn)
    assert (found.service, found.name) == (service, name)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:dynamodb:eu-west-1:000000000000:table/t",
        "arn:aws:sqs:eu-west-1:000000000000:",
        "arn:aws:s3:::bucket/folder",
        "arn:aws:events:eu-west-1:000000000000:rule/default",
        "queue",
        "kafka://topic",
        "",
    ],
)
def test_nothing_else_can(arn: str) -> None:
    with pytest.raises(Refusal, match="is invalid"):
        destination(arn)


def test_a_bucket_takes_failures_only() -> None:
    check(None, "arn:aws:s3:::bucket", FUNCTION)
    with pytest.raises(Refusal, match="on failure only"):
        check("arn:aws:s3:::bucket", None, FUNCTION)


@pytest.mark.parametrize("arn", [FUNCTION, f"{FUNCTION}:live"])
def test_a_function_is_no_destination_of_its_own(arn: str) -> None:
    with pytest.raises(Refusal, match="for itself"):
        check(arn, None, FUNCTION)
    check(f"{FUNCTION}-other", None, FUNCTION)


def test_fifo_queues_and_topics_are_known_by_their_names() -> None:
    assert destination("arn:aws:sqs:eu-west-1:000000000000:q.fifo").is_fifo
    assert not destination("arn:aws:sqs:eu-west-1:000000000000:q").is_fifo


def test_a_bus_gets_both_arns() -> None:
    made = entry("{}", "RetriesExhausted", f"{FUNCTION}:$LATEST", "bus")
    assert made["DetailType"] == "Lambda Function Invocation Result - Failure"
    assert (made["Source"], made["Resources"]) == ("lambda", ["bus", f"{FUNCTION}:$LATEST"])
    assert entry("{}", "Success", "f", "bus")["DetailType"].endswith(" - Success")


def test_an_object_is_named_after_its_moment() -> None:
    assert re.fullmatch(
        r"aws/lambda/async/greet/2023/11/14/2023-11-14T22\.13\.20-[0-9a-f-]{36}",
        key("greet", 1_700_000_000),
    )
