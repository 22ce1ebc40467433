"""Says of every message that comes to a queue that it has come: sent by a client, a topic, a rule, a
bucket, or moved to a dead-letter queue.

moto's own event source mappings, which would invoke moto's functions, are left out.
"""

from __future__ import annotations

from moto.sqs import models

from localaws.moto_mends import guard
from localaws.this_aws import chain, queues

_ADD_MESSAGE = "508ef49a6583"


class Queue(models.Queue):  # type: ignore[misc]  # moto is untyped to mypy here
    """A queue that tells of its messages, each of which tells of the request that it came by."""

    def add_message(self, message: models.Message) -> None:
        _trace(message)
        super().add_message(message)
        queues.arrived(self.queue_arn)


def _trace(message: models.Message) -> None:
    """Give a new message the header of its request, as SQS does; it may have one given by its sender."""
    trace = chain.current()
    if trace and not message.approximate_receive_count and not message.system_attributes:
        message.system_attributes = {"AWSTraceHeader": {"DataType": "String", "StringValue": trace}}


def tell() -> None:
    """Make every new queue such a one. Call once, before the server serves.

    Raises:
        MotoHasChanged: moto's queue is not the one that this was written for.
    """
    if models.Queue is Queue:
        return
    guard.take(models.Queue, "add_message", _ADD_MESSAGE)
    guard.replace_everywhere(models.Queue, Queue)
