"""What a queue holds, for those in this process who read queues: no HTTP, and nobody waits in a thread.

Works on moto's SQS store directly. Services send here; messages are received and deleted by the service's
own API (``clients``), and here is told when that is worth while. Who puts a message into a queue says so by
``arrived``, which ``messages.arrivals`` sees to.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from moto.sqs.models import Queue, sqs_backends

from localaws.this_aws.arn import parse, whole

log = logging.getLogger(__name__)

Call = Callable[[], None]

_listening: dict[str, list[Call]] = {}
_changing = threading.Lock()


def listen(arn: str, call: Call) -> Callable[[], None]:
    """Have ``call`` called, which is short, when a message comes to a queue. Returns what ends that."""
    with _changing:
        _listening[arn] = [*_listening.get(arn, ()), call]

    def forget() -> None:
        with _changing:
            left = [each for each in _listening.get(arn, ()) if each is not call]
            if left:
                _listening[arn] = left
            else:
                _listening.pop(arn, None)

    return forget


def arrived(arn: str) -> None:
    """Say that a message has come to a queue."""
    for call in _listening.get(arn, ()):
        try:
            call()
        except Exception:
            log.exception("who listens to %s failed", arn)


def send(arn: str, body: str, **members: Any) -> None:
    """Send a message to the queue of an ARN as a service of this AWS does; raises what SQS raises, and ValueError.

    Args:
        members: what else moto's ``send_message`` takes: attributes, the group.
    """
    queue = whole(arn)
    backend = sqs_backends[queue.account][queue.region]
    backend.send_message(queue_name=queue.resource, message_body=body, **members)


def visibility_timeout(arn: str) -> int | None:
    """The queue's VisibilityTimeout in seconds; None where there is no such queue."""
    queue = _queue(arn)
    return None if queue is None else int(queue.visibility_timeout)


def next_moment(arn: str, now: float) -> float | None:
    """When the next message that nobody can receive now can be received; None where there is none.

    Args:
        now: seconds since 1970.
    """
    queue = _queue(arn)
    if queue is None:
        return None
    moments = [
        max(message.visible_at, message.delayed_until) / 1000 for message in list(queue._messages)
    ]
    return min((each for each in moments if each >= now), default=None)


def _queue(arn: str) -> Queue | None:
    found = parse(arn)
    if not found.account:
        return None
    return sqs_backends[found.account][found.region].queues.get(found.resource)
