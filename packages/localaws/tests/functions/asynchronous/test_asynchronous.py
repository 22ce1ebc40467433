"""What becomes of an event that nobody waits for, and who is told."""

from __future__ import annotations

import pytest

from localaws.functions.asynchronous.policy import Again, Attempted, Over, after
from localaws.functions.asynchronous.record import dead_letter_attributes, destination_record
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import Code, Configuration, EventConfig
from localaws.functions.versions import Target

ARN = "arn:aws:lambda:eu-west-1:000000000000:function:greet"
INVOCATION = Invocation(
    "id", "greet", Target(ARN, "$LATEST", Configuration("r", Code("", 0))), b'{"a":1}'
)
FAILED = Outcome(b'{"errorType":"X","errorMessage":"no"}', "$LATEST", "Unhandled", "X")


@pytest.mark.parametrize(
    ("event", "then"),
    [
        (Attempted("succeeded", 0, 0, 1), Over("Success")),
        (Attempted("failed", 1, 0, 1), Again(60)),
        (Attempted("failed", 2, 0, 61), Again(120)),
        (Attempted("failed", 3, 0, 181), Over("RetriesExhausted")),
        (Attempted("throttled", 0, 1, 0), Again(1)),
        (Attempted("throttled", 0, 5, 16), Again(16)),
        (Attempted("throttled", 0, 50, 16), Again(300)),
        (Attempted("throttled", 0, 1, 21_600), Over("EventAgeExceeded")),
        (Attempted("throttled", 0, 1, 0, zero=True), Over("ZeroReservedConcurrency")),
    ],
)
def test_an_event_is_tried_again_as_the_guide_says(event: Attempted, then: Again | Over) -> None:
    assert after(event, EventConfig()) == then


def test_its_configuration_says_how_often_and_how_long() -> None:
    assert after(Attempted("failed", 1, 0, 1), EventConfig(attempts=0)) == Over("RetriesExhausted")
    assert after(Attempted("failed", 1, 0, 1), EventConfig(age=60)) == Over("EventAgeExceeded")


def test_a_destination_gets_both_payloads() -> None:
    assert destination_record(INVOCATION, FAILED, "RetriesExhausted", 3, 0) == {
        "version": "1.0",
        "timestamp": "1970-01-01T00:00:00.000Z",
        "requestContext": {
            "requestId": "id",
            "functionArn": f"{ARN}:$LATEST",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 3,
        },
        "requestPayload": {"a": 1},
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "responsePayload": {"errorType": "X", "errorMessage": "no"},
    }


def test_an_event_that_never_got_in_has_no_response() -> None:
    record = destination_record(INVOCATION, None, "EventAgeExceeded", 0, 0)
    assert "responseContext" not in record
    assert dead_letter_attributes(INVOCATION, None)["ErrorCode"] == "429"


def test_a_dead_letter_has_the_message() -> None:
    assert dead_letter_attributes(INVOCATION, FAILED) == {
        "RequestID": "id",
        "ErrorCode": "200",
        "ErrorMessage": "no",
    }
