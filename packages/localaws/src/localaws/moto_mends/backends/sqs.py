"""Whoever sends to a queue of moto's while somebody deletes from it can lose the message: nothing is locked,
and a deletion writes back the list that it read. A change of any attribute takes a queue's policy away; what
was deleted is no longer known as a duplicate; a message stays for ever after its retention period, and holds
back those behind it; sequence numbers are dice; who may use a queue for dead letters is dropped; a queue takes
256 KiB and no more; any key will do; each message that is sent looks at all the others.

Upstream: docs/moto-issues/queues.md, docs/moto-issues/customer_keys.md
"""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.core import utils
from moto.sqs import models
from moto.sqs.exceptions import InvalidParameterValue, SQSException
from moto.sqs.models import Message, Queue, SQSBackend

from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

_LARGEST = 1024 * 1024  # bytes of a message, since August 2025
_KNOWN_FOR = 300_000  # milliseconds in which a FIFO queue takes no message twice
_LOOKS_EVERY = (
    0.25  # seconds: a message becomes visible again, or the clock is moved, without a word
)

models.MAXIMUM_MESSAGE_LENGTH = models.MAXIMUM_MESSAGE_SIZE_ATTR_UPPER_BOUND = _LARGEST


class Queues(SQSBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """SQS. One at a time changes what is in the queues of an account and region."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)

    def create_queue(self, name: str, tags: dict[str, str] | None = None, **kwargs: Any) -> Queue:
        with self._lock:
            self._check_dead_letters(name, kwargs)
            made = super().create_queue(name, tags, **kwargs)
            vars(made).setdefault("recent", {})
            return made

    def get_queue_attributes(self, queue_name: str, attribute_names: list[str]) -> dict[str, Any]:
        with self._current(queue_name) as queue:
            asked = [name for name in attribute_names if name != "RedriveAllowPolicy"]
            found: dict[str, Any] = super().get_queue_attributes(queue_name, asked)
            allowed = getattr(queue, "redrive_allow_policy", None)
            if allowed and {"All", "RedriveAllowPolicy"} & set(attribute_names):
                found["RedriveAllowPolicy"] = allowed
            return found

    def set_queue_attributes(self, queue_name: str, attributes: dict[str, Any]) -> Queue:
        with self._lock:
            self._check_dead_letters(queue_name, attributes)
            policy = self.get_queue(queue_name).policy
            policy_too = {} if "Policy" in attributes else {"Policy": policy}
            return super().set_queue_attributes(queue_name, attributes | policy_too)

    def send_message(
        self,
        queue_name: str,
        message_body: str,
        message_attributes: dict[str, Any] | None = None,
        delay_seconds: int | None = None,
        deduplication_id: str | None = None,
        group_id: str | None = None,
        system_attributes: dict[str, Any] | None = None,
        validate_group_id: bool = True,
    ) -> Message:
        with self._current(queue_name) as queue:
            self._check_key(queue, keys.ENCRYPTING)
            key = _identity(queue, message_body, deduplication_id, group_id)
            if key in queue.recent:
                return queue.recent[key]
            if not queue.fifo_queue:
                return self._sent(
                    *(queue, message_body, message_attributes, delay_seconds),
                    *(group_id, system_attributes),
                )
            made = super().send_message(
                *(queue_name, message_body, message_attributes, delay_seconds),
                *(deduplication_id, group_id, system_attributes, validate_group_id),
            )
            made.sequence_number = f"{next(self._numbers):020d}"
            queue.recent[key] = made
            return made

    def _sent(
        self,
        queue: Any,
        body: str,
        attributes: dict[str, Any] | None,
        delay_seconds: int | None,
        group_id: str | None,
        system_attributes: dict[str, Any] | None,
    ) -> Message:
        """A message of a standard queue; moto counts all others, several times over, to send one."""
        delay = int(queue.delay_seconds if delay_seconds is None else delay_seconds)
        self._validate_message(queue, message_body=body, delay_seconds=delay)
        if delay > models.MAXIMUM_MESSAGE_DELAY:
            raise InvalidParameterValue(
                f"Value {delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be "
                f">= 0 and <= {models.MAXIMUM_MESSAGE_DELAY}."
            )
        made = Message(str(uuid.uuid4()), body, system_attributes)
        made.group_id = group_id
        made.message_attributes = attributes or {}
        made.mark_sent(delay_seconds=delay)
        queue.add_message(made)
        return made

    def receive_message(
        self,
        queue_name: str,
        count: int,
        wait_seconds_timeout: int,
        visibility_timeout: int,
        message_attribute_names: list[str] | None = None,
    ) -> list[Message]:
        until = utils.unix_time() + wait_seconds_timeout
        while True:
            with self._current(queue_name) as queue:
                self._check_key(queue, keys.DECRYPTING)
                found: list[Message] = super().receive_message(
                    queue_name, count, 0, visibility_timeout, message_attribute_names
                )
            left = until - utils.unix_time()
            if found or left <= 0:
                return found
            with queue._messages_lock:
                queue._messages_lock.wait(min(left, _LOOKS_EVERY))

    def delete_message(self, queue_name: str, receipt_handle: str) -> None:
        with self._lock:
            super().delete_message(queue_name, receipt_handle)

    def change_message_visibility(
        self, queue_name: str, receipt_handle: str, visibility_timeout: int
    ) -> None:
        with self._lock:
            super().change_message_visibility(queue_name, receipt_handle, visibility_timeout)

    def purge_queue(self, queue_name: str) -> None:
        with self._lock:
            super().purge_queue(queue_name)

    @contextmanager
    def _current(self, name: str) -> Iterator[Any]:
        """A queue, nobody else's meanwhile, without what has grown too old."""
        with self._lock:
            queue = self.get_queue(name)
            now = utils.unix_time_millis()
            oldest = now - queue.message_retention_period * 1000
            gone = [each for each in queue._messages if each.sent_timestamp <= oldest]
            if gone:
                queue._messages = [each for each in queue._messages if each not in gone]
                queue._pending_messages.difference_update(gone)
            queue.recent = {
                key: message
                for key, message in getattr(queue, "recent", {}).items()
                if now - message.sent_timestamp < _KNOWN_FOR
            }
            yield queue

    def _check_key(self, queue: Any, action: str) -> None:
        """See that the key can be used that a queue is encrypted with, if it is with one.

        Raises:
            SQSException: it cannot.
        """
        try:
            keys.check(queue.kms_master_key_id, self.account_id, self.region_name, action)
        except KeyUnusable as error:
            raise SQSException(f"Kms{error.fault}", str(error)) from error

    def _check_dead_letters(self, name: str, attributes: dict[str, Any]) -> None:
        """See that a queue may send its dead letters where it wants to.

        Raises:
            InvalidParameterValue: that queue does not take them.
        """
        try:
            target = json.loads(attributes.get("RedrivePolicy") or "{}").get("deadLetterTargetArn")
        except (ValueError, TypeError, AttributeError):
            return  # moto says what is wrong with it
        queue = next((each for each in self.queues.values() if each.queue_arn == target), None)
        allowed = json.loads(getattr(queue, "redrive_allow_policy", None) or "{}")
        source = f"arn:aws:sqs:{self.region_name}:{self.account_id}:{name}"
        match allowed.get("redrivePermission", "allowAll"):
            case "allowAll":
                return
            case "byQueue" if source in allowed.get("sourceQueueArns", []):
                return
        raise InvalidParameterValue(
            f"Value {attributes['RedrivePolicy']} for parameter RedrivePolicy is invalid. Reason: "
            "Queue does not have permission to use it as a dead letter queue."
        )


def _identity(
    queue: Any, body: str, deduplication_id: str | None, group_id: str | None
) -> tuple[str | None, str] | None:
    """By what a FIFO queue knows a message that it has had before."""
    if not queue.fifo_queue:
        return None
    if deduplication_id is None and not queue.content_based_deduplication:
        return None
    identity = deduplication_id or hashlib.sha256(body.encode()).hexdigest()
    by_group = queue.deduplication_scope == "messageGroup"
    return (group_id if by_group else None), identity
