"""Sends to targets: at once, again by their retry policies, and in the end to their dead-letter queues.

The first attempt is made by whoever sends, unless the target lets one wait; those that follow wait on the
server's clock, where no thread is held. Nothing of it outlives the server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from localaws.clock import Clock
from localaws.events import dead_letters
from localaws.events.failure import THROTTLING, DeliveryFailed
from localaws.events.parcel import Ended, Outcome, Sending
from localaws.events.retry import Again, RetryPolicy
from localaws.events.targets import Targets

_WORKERS = 8

log = logging.getLogger(__name__)


class Deliveries:
    """The deliveries of one server."""

    def __init__(self, targets: Targets, clock: Clock) -> None:
        self._targets = targets
        self._clock = clock
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="event delivery")
        self._closed = False

    def send(self, sending: Sending) -> None:
        """Deliver it. Nothing is raised: nobody waits for it who could be told."""
        began = self._clock.seconds()
        if self._targets.lets_wait(sending.target):
            self._hand_on(lambda: self._attempt(sending, 1, began))
        else:
            self._attempt(sending, 1, began)

    def later(self, moment: float, work: Callable[[], None]) -> None:
        """Have something done at a moment (seconds since 1970) of the clock."""
        self._clock.at(moment, lambda: self._hand_on(work))

    def close(self) -> None:
        """Try nothing more. Whoever is being tried ends by himself: a function when functions do."""
        self._closed = True
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _attempt(self, sending: Sending, number: int, began: float) -> None:
        sending.count(Outcome.ATTEMPTED)
        if number > 1:
            sending.count(Outcome.RETRIED)
        try:
            self._targets.take(sending.parcel(number))
        except DeliveryFailed as failure:
            self._failed(sending, number, began, failure)
        except Exception:  # a mistake of ours: whoever sends does not fail by it
            log.exception("%s was not delivered to %s", sending.sender, sending.target["Arn"])
        else:
            sending.count(Outcome.TAKEN)

    def _failed(self, sending: Sending, number: int, began: float, failure: DeliveryFailed) -> None:
        sending.count(Outcome.THROTTLED if failure.code == THROTTLING else Outcome.FAILED)
        condition = None
        if failure.retriable:
            follows = RetryPolicy.of(sending.target).after(number, self._clock.seconds() - began)
            if isinstance(follows, Again):
                log.info(
                    "%s was not delivered to %s, attempt %d: %s",
                    *(sending.sender, sending.target["Arn"], number, failure.message),
                )
                self.later(
                    self._clock.seconds() + follows.seconds,
                    lambda: self._attempt(sending, number + 1, began),
                )
                return
            condition = follows.condition
        self._drop(sending, Ended(failure.code, failure.message, number - 1, condition))

    def _drop(self, sending: Sending, ended: Ended) -> None:
        arn = sending.target["Arn"]
        log.error("%s was not delivered to %s: %s", sending.sender, arn, ended.message)
        sending.count(Outcome.DROPPED)
        queue = (sending.target.get("DeadLetterConfig") or {}).get("Arn")
        if not queue:
            return
        try:
            dead_letters.post(queue, sending.letter(ended))
        except DeliveryFailed as error:
            log.error("%s took no dead letter of %s: %s", queue, sending.sender, error)
            sending.count(Outcome.LOST_LETTER)
        else:
            sending.count(Outcome.DEAD_LETTER)

    def _hand_on(self, work: Callable[[], None]) -> None:
        if self._closed:
            return
        try:
            self._workers.submit(work)
        except RuntimeError:  # closed in this very moment
            log.info("a delivery is given up: the server ends")
