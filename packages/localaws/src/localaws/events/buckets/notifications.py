"""Tells functions, queues, topics and the default event bus what happens to the objects of a bucket.

Nobody waits for it who could be told that it failed: that is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from moto.core.exceptions import ServiceException

from localaws.clock import Clock
from localaws.events import announcements
from localaws.events.buckets import admission
from localaws.events.buckets.admission import PRINCIPAL, CheckFunction
from localaws.events.buckets.detail import detail, detail_type
from localaws.events.buckets.happening import Happening
from localaws.events.buckets.record import message
from localaws.protocols.refusal import Refusal
from localaws.this_aws import bucket_changes, queues, topics
from localaws.this_aws.bucket_changes import BucketChange
from localaws.this_aws.invoking import InvokeFunction

log = logging.getLogger(__name__)

_SUBJECT = "Amazon S3 Notification"
_UNDELIVERED = (Refusal, ServiceException, ValueError)


@dataclass(frozen=True)
class Notifications:
    """``invoke`` sends an event to a function, by a principal for a source."""

    clock: Clock
    invoke: InvokeFunction
    check_function: CheckFunction

    def begin(self) -> None:
        """Hear of every change, and say which notifications a bucket may have. Call once."""
        check = partial(admission.check, check_function=self.check_function)
        bucket_changes.listen(self.tell, check)

    def tell(self, change: BucketChange) -> None:
        """Tell whoever the bucket's configuration names."""
        bucket = change.bucket
        configuration = bucket.notification_configuration
        if configuration is None:
            return
        account, region = bucket.account_id, bucket.region_name
        happening = Happening(change, self.clock.seconds(), account, region)
        for deliver, notifications in (
            (self._to_function, configuration.cloud_function),
            (_to_queue, configuration.queue),
            (_to_topic, configuration.topic),
        ):
            for each in notifications:
                if each.matches(f"s3:{change.name}", change.key):
                    self._deliver(deliver, each, happening)
        if configuration.event_bridge is not None:
            _to_event_bus(happening)

    def _deliver(
        self, deliver: Callable[[str, str, str], None], notification: Any, happening: Happening
    ) -> None:
        try:
            deliver(notification.arn, message(happening, notification.id), happening.arn)
        except _UNDELIVERED as error:
            name = happening.change.name
            log.warning("%s is not told %s of %s: %s", notification.arn, name, happening.arn, error)

    def _to_function(self, arn: str, text: str, source: str) -> None:
        self.invoke(arn, text.encode(), principal=PRINCIPAL, source=source)


def _to_queue(arn: str, text: str, _source: str) -> None:
    queues.send(arn, text)


def _to_topic(arn: str, text: str, _source: str) -> None:
    topics.publish(arn, text, _SUBJECT)


def _to_event_bus(happening: Happening) -> None:
    kind = detail_type(happening)
    if kind is not None:
        announcements.send(
            *(happening.account, happening.region, kind, happening.arn, detail(happening)),
            *(happening.moment, "aws.s3"),
        )
