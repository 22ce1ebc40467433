"""The queue of a mapping, read by the service's own API, as Lambda's pollers do."""

from __future__ import annotations

from typing import Any, Protocol

from botocore.exceptions import ClientError

from localaws.functions.sources.records import Message
from localaws.this_aws.clients import CLIENTS

_AT_ONCE = 10  # entries of DeleteMessageBatch


class Unreadable(Exception):
    """The queue is gone, or does not let us. The message says why."""


class Queue(Protocol):
    """A queue as a consumer uses it. Both raise ``Unreadable``."""

    def receive(self, most: int) -> list[Message]:
        """So many messages at most, without waiting for any."""
        ...

    def delete(self, handles: list[str]) -> None:
        """Delete the messages of these receipt handles."""
        ...


class SqsQueue:
    """The queue of an ARN."""

    def __init__(self, arn: str) -> None:
        _, _, _, self._region, self._account, self._name = arn.split(":")
        self._url: str | None = None

    def receive(self, most: int) -> list[Message]:
        """See ``Queue``."""
        everything = {"AttributeNames": ["All"], "MessageAttributeNames": ["All"]}
        answer = self._ask(
            "receive_message", MaxNumberOfMessages=most, WaitTimeSeconds=0, **everything
        )
        found: list[Message] = answer.get("Messages", [])
        return found

    def delete(self, handles: list[str]) -> None:
        """See ``Queue``."""
        for start in range(0, len(handles), _AT_ONCE):
            entries = [
                {"Id": str(number), "ReceiptHandle": handle}
                for number, handle in enumerate(handles[start : start + _AT_ONCE])
            ]
            self._ask("delete_message_batch", Entries=entries)

    def _ask(self, operation: str, **members: Any) -> Any:
        sqs: Any = CLIENTS.get("sqs", self._region)
        try:
            if self._url is None:
                self._url = sqs.get_queue_url(
                    QueueName=self._name, QueueOwnerAWSAccountId=self._account
                )["QueueUrl"]
            return getattr(sqs, operation)(QueueUrl=self._url, **members)
        except ClientError as error:
            raise Unreadable(str(error)) from error
