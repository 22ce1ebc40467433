"""SQS queues; a FIFO queue needs the group of its messages, and has to tell duplicates by their content."""

from __future__ import annotations

from moto.sqs.models import sqs_backends

from localaws.events import roles
from localaws.events.failure import INVALID_PARAMETER, DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.this_aws.arn import parse


def take(parcel: Parcel) -> None:
    """Send a message; raises what SQS raises."""
    roles.check_if_given(parcel)
    arn = parse(str(parcel.target["Arn"]))
    backend = sqs_backends[arn.account][arn.region]
    group = (parcel.target.get("SqsParameters") or {}).get("MessageGroupId")
    queue = backend.get_queue(arn.resource)
    if queue.fifo_queue and queue.attributes.get("ContentBasedDeduplication") != "true":
        raise DeliveryFailed(
            INVALID_PARAMETER,
            f"The queue {arn.resource} should either have ContentBasedDeduplication enabled or "
            "MessageDeduplicationId provided explicitly",
        )
    backend.send_message(queue_name=arn.resource, message_body=parcel.text, group_id=group)
