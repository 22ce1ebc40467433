"""Tells destinations and dead-letter queues how an event ended. Its threads may wait.

What cannot be told is counted and logged, and not tried again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from localaws.functions.asynchronous.destinations import Destination, destination, entry, key
from localaws.functions.asynchronous.record import (
    dead_letter_attributes,
    destination_record,
    without_payloads,
)
from localaws.functions.asynchronous.told import Told
from localaws.functions.functions import Call
from localaws.functions.metrics import Measure, Measured
from localaws.protocols.refusal import Refusal
from localaws.this_aws import chain

log = logging.getLogger(__name__)

_LARGEST_MESSAGE = 262_144  # bytes that a topic takes

Send = Callable[[Call], str]
_FAILURES = (ClientError, BotoCoreError, Refusal)


class Clients(Protocol):
    """Clients of this AWS."""

    def get(self, service: str, region: str) -> Any:
        """boto3's client of a service in a region."""


class NotDelivered(Exception):
    """A destination does not take it. The message says why."""


class Telling:
    """Tells of the events of one server."""

    def __init__(self, clients: Clients, send: Send, measure: Measure) -> None:
        """``send`` sends an event to a function."""
        self._clients = clients
        self._send = send
        self._measure = measure

    def __call__(self, told: Told) -> None:
        """Tell the destination, and the dead-letter queue where it failed."""
        with chain.belonging_to(told.invocation.trace):
            if told.destination is not None:
                self._try(told, "DestinationDeliveryFailures", told.destination, self._deliver)
            if told.dead_letter is not None:
                self._try(told, "DeadLetterErrors", told.dead_letter, self._bury)

    def _try(
        self, told: Told, metric: str, arn: str, tell: Callable[[Told, Destination], None]
    ) -> None:
        try:
            to = destination(arn)
            if to.is_fifo:
                raise NotDelivered("nothing is delivered to a FIFO queue or topic")
            tell(told, to)
        except (*_FAILURES, NotDelivered) as error:
            log.warning(
                "the event %s of %s could not be sent to %s: %s",
                *(told.invocation.id, told.invocation.function, arn, error),
            )
            self._measure(Measured(told.invocation, told.moment, {metric: 1}))

    def _deliver(self, told: Told, to: Destination) -> None:
        whole = destination_record(
            *(told.invocation, told.outcome, told.condition, told.attempts, told.moment)
        )
        record = _text(whole)
        if to.service == "sns" and told.condition != "Success" and len(record) > _LARGEST_MESSAGE:
            record = _text(without_payloads(whole))
        match to.service:
            case "sqs":
                self._to_queue(to, record, {})
            case "sns":
                self._to_topic(to, record, {})
            case "lambda":
                payload, trace = record.encode(), told.invocation.trace
                self._send(Call(to.account, to.region, to.arn, payload, trace=trace))
            case "events":
                self._to_bus(to, told, record)
            case "s3":
                region = told.invocation.target.region
                self._clients.get("s3", region).put_object(
                    Bucket=to.name,
                    Key=key(told.invocation.function, told.moment),
                    Body=record.encode(),
                    ContentType="application/json",
                )

    def _bury(self, told: Told, to: Destination) -> None:
        """Send the event as it was."""
        attributes = dead_letter_attributes(told.invocation, told.outcome)
        body = told.invocation.payload.decode(errors="replace")
        if to.service == "sqs":
            self._to_queue(to, body, attributes)
        elif to.service == "sns":
            self._to_topic(to, body, attributes)
        else:
            raise NotDelivered("a dead-letter queue is a queue or a topic")

    def _to_queue(self, to: Destination, text: str, attributes: Mapping[str, str]) -> None:
        queue = self._clients.get("sqs", to.region)
        url = queue.get_queue_url(QueueName=to.name, QueueOwnerAWSAccountId=to.account)["QueueUrl"]
        queue.send_message(QueueUrl=url, MessageBody=text, MessageAttributes=_typed(attributes))

    def _to_topic(self, to: Destination, text: str, attributes: Mapping[str, str]) -> None:
        topic = self._clients.get("sns", to.region)
        topic.publish(TopicArn=to.arn, Message=text, MessageAttributes=_typed(attributes))

    def _to_bus(self, to: Destination, told: Told, record: str) -> None:
        made = entry(record, told.condition, told.invocation.target.qualified_arn, to.arn)
        answer = self._clients.get("events", to.region).put_events(Entries=[made])
        if answer.get("FailedEntryCount"):
            raise NotDelivered(str(answer["Entries"][0].get("ErrorMessage")))


def _text(record: Mapping[str, Any]) -> str:
    return json.dumps(record, separators=(",", ":"))


def _typed(attributes: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """As SQS and SNS have message attributes; the one number is the error's code."""
    return {
        name: {"DataType": "Number" if name == "ErrorCode" else "String", "StringValue": value}
        for name, value in attributes.items()
        if value
    }
