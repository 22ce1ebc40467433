"""Publishes what lies in queues at the end of each minute, so that an alarm on a dead-letter queue rings.

"Available CloudWatch metrics for Amazon SQS" in the developer guide: the metrics that say Approximate, by
QueueName, of a queue that holds messages or did within six hours. What is sent, received and deleted is not
counted. Works on moto's store.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.sqs.models import Queue, sqs_backends

from localaws.clock import Clock, Timer
from localaws.this_aws import metrics
from localaws.this_aws.metrics import Datum

log = logging.getLogger(__name__)

_MINUTE = 60
_ACTIVE = 6 * 60 * _MINUTE
_BEFORE = 0.001  # seconds: alarms look when the minute is over
_MOST_MINUTES = 60  # after the clock was moved: the clock waits meanwhile
_MOST_MESSAGES = 100_000  # each counted once for every minute


@dataclass(frozen=True)
class Held:
    """A message in a queue, by its moments: when it was sent, and until when nobody can receive it."""

    sent: float
    delayed_until: float
    hidden_until: float


def data(name: str, held: Sequence[Held], moment: float) -> Iterator[Datum]:
    """What a queue with these messages has published of the minute that ends at a moment."""
    there = [each for each in held if each.sent < moment]
    delayed = sum(each.delayed_until > moment for each in there)
    hidden = sum(each.delayed_until <= moment < each.hidden_until for each in there)
    oldest = max((moment - each.sent for each in there), default=0.0)
    time = datetime.fromtimestamp(moment - _MINUTE, UTC)
    for metric, value, unit in (
        ("ApproximateNumberOfMessagesVisible", len(there) - delayed - hidden, "Count"),
        ("ApproximateNumberOfMessagesNotVisible", hidden, "Count"),
        ("ApproximateNumberOfMessagesDelayed", delayed, "Count"),
        ("ApproximateAgeOfOldestMessage", math.floor(oldest), "Seconds"),
    ):
        yield Datum(metric, float(value), time, {"QueueName": name}, unit)


class QueueMetrics:
    """Looks at all queues when a minute ends, also at those minutes that the clock was moved over."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timer: Timer | None = None
        self._active: dict[str, float] = {}  # until when, by the queue's ARN

    def start(self) -> None:
        """Wait for the end of the minute."""
        self._wait(_minutes(self._clock.seconds()))

    def stop(self) -> None:
        """Wait no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _wait(self, published: float) -> None:
        end = published + _MINUTE
        self._timer = self._clock.at(end - _BEFORE, lambda: self._look(end))

    def _look(self, first: float) -> None:
        last = max(first, _minutes(self._clock.seconds() + 2 * _BEFORE))
        active: dict[str, float] = {}
        try:
            for account, regions in list(sqs_backends.items()):
                for region, backend in list(regions.items()):
                    for queue in list(backend.queues.values()):
                        held = _held(queue, last)
                        until = self._active.get(queue.queue_arn, first + _ACTIVE)
                        active[queue.queue_arn] = until = last + _ACTIVE if held else until
                        begin = max(first, last - _most(held) * _MINUTE)
                        for end in range(int(begin), int(min(last, until)) + 1, _MINUTE):
                            metrics.put(account, region, "AWS/SQS", data(queue.name, held, end))
        except Exception:
            log.exception("the metrics of queues could not be published")
        self._active = active
        self._wait(last)


def _held(queue: Queue, now: float) -> list[Held]:
    """The messages of a queue but for those that are older than it keeps them."""
    oldest = now - float(queue.message_retention_period)
    messages = ((each.sent_timestamp / 1000, each) for each in list(queue._messages))
    return [
        Held(sent, each.delayed_until / 1000, each.visible_at / 1000)
        for sent, each in messages
        if sent > oldest
    ]


def _most(held: Sequence[Held]) -> int:
    """Minutes that are looked at in a queue after the clock was moved: the fewer, the more it holds."""
    return min(_MOST_MINUTES, _MOST_MESSAGES // (len(held) or 1))


def _minutes(moment: float) -> float:
    """The beginning of the minute that a moment is in."""
    return float(math.floor(moment / _MINUTE) * _MINUTE)
