"""Dead letters: what is written of a delivery that failed for good, and its posting to an SQS queue.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html and
https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html name the attributes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from localaws.events.failure import failure_of
from localaws.events.parcel import Ended, Letter
from localaws.this_aws import queues


def of_rule(rule: str, target: str, event: Mapping[str, Any], ended: Ended) -> Letter:
    """A rule's: the event as it was, whatever the target would have got of it."""
    return Letter(json.dumps(event), {"RULE_ARN": rule} | _attributes(target, ended))


def of_schedule(
    schedule: str, target: str, moment: str, execution: str, text: str, ended: Ended
) -> Letter:
    """A schedule's that was due at a moment: the input that its target would have got."""
    attributes = _attributes(target, ended) | {
        "SCHEDULE_ARN": schedule,
        "SCHEDULED_TIME": moment,
        "EXECUTION_ID": execution,
        "IS_PAYLOAD_TRUNCATED": "false",
    }
    return Letter(text, attributes)


def post(queue: str, letter: Letter) -> None:
    """Send it to a queue of that ARN.

    Raises:
        DeliveryFailed: the queue does not take it.
    """
    try:
        queues.send(queue, letter.body, message_attributes=_typed(letter.attributes))
    except Exception as error:
        raise failure_of(error) from error


def _attributes(target: str, ended: Ended) -> dict[str, str]:
    attributes = {
        "TARGET_ARN": target,
        "ERROR_CODE": ended.code,
        "ERROR_MESSAGE": ended.message or ended.code,
        "RETRY_ATTEMPTS": str(ended.retries),
    }
    if ended.condition is not None:
        attributes["EXHAUSTED_RETRY_CONDITION"] = ended.condition
    return attributes


def _typed(attributes: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """As moto's SQS keeps them."""
    return {
        name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
    }
