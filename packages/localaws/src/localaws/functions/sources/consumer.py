"""Reads the queue of one event source mapping and has the function invoked with what it finds.

All of it happens in one thread that all consumers share (``Work``); nobody waits: a consumer is told when
a message comes, has itself called when a hidden one can be received again, and hears of the end of an
invocation. A message whose invocation fails is let be, so that it comes back when the queue's
visibility timeout is over, and goes to the dead-letter queue when the redrive policy says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from localaws.clock import Clock, Timer
from localaws.functions.execution.executor import Throttled
from localaws.functions.execution.invocation import Outcome
from localaws.functions.functions import Call, Functions
from localaws.functions.sources.batch import done
from localaws.functions.sources.filters import Passes
from localaws.functions.sources.gathering import Gathered
from localaws.functions.sources.mapping import EventSourceMapping
from localaws.functions.sources.queue import Queue, Unreadable
from localaws.functions.sources.records import Message, event, record
from localaws.protocols.refusal import Refusal
from localaws.this_aws import queues

log = logging.getLogger(__name__)

AT_FIRST = 5  # batches at once, where nobody says how many: AWS begins with as many
_LOOK_AGAIN = 5.0  # seconds, for what nobody is told of
_AFTER = 0.001  # a message is visible again after the moment that it has, not at it
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds before a throttled batch is tried again

Submit = Callable[[Callable[[], None]], None]  # have it done in the thread of all consumers


@dataclass
class _Batch:
    """Messages with which the function is invoked."""

    messages: list[Message]
    until: float  # when they come back to the queue
    throttles: int = 0


class Consumer:
    """One. ``start`` and ``stop`` are called from any thread, everything else is the shared one's."""

    def __init__(
        self,
        mapping: EventSourceMapping,
        passes: Passes,
        queue: Queue,
        functions: Functions,
        clock: Clock,
        submit: Submit,
    ) -> None:
        self._mapping = mapping
        self._passes = passes
        self._queue = queue
        self._functions = functions
        self._clock = clock
        self._submit = submit
        self._gathered = Gathered(mapping.batch, mapping.window)
        self._running = 0
        self._stopped = False
        self._asked = False  # to look, and has not yet
        self._timer: Timer | None = None
        self._forget: Callable[[], None] = lambda: None

    def start(self) -> None:
        self._forget = queues.listen(self._mapping.source, self._ask)
        self._ask()

    def stop(self) -> None:
        """Read no more; the invocations that run end as they would have."""
        self._stopped = True
        self._forget()
        timer = self._timer
        if timer is not None:
            timer.cancel()

    def _ask(self) -> None:
        """Have the queue looked at, once."""
        if not self._asked and not self._stopped:
            self._asked = True
            self._submit(self._look)

    def _look(self) -> None:
        self._asked = False
        if self._stopped:
            return
        try:
            self._read()
        except Unreadable as error:
            log.warning("%s cannot be read: %s", self._mapping.source, error)
        finally:
            self._look_later()

    def _read(self) -> None:
        """Receive and invoke, as long as there is something and somebody may be invoked."""
        while self._running < (self._mapping.most or AT_FIRST):
            room = self._gathered.room
            found = self._queue.receive(min(room, 10)) if room else []
            now = self._clock.seconds()
            for message, size in self._wanted(found):
                self._gathered.add(message, size, now)
            if self._gathered.is_ready(now, is_last=len(found) == 0):
                self._invoke(self._batch(now))
            elif not found:
                return

    def _wanted(self, found: list[Message]) -> list[tuple[Message, int]]:
        """The messages that pass the filters, with the sizes of their records; the others are deleted."""
        wanted: list[tuple[Message, int]] = []
        dropped: list[str] = []
        for message in found:
            made = record(message, self._mapping.source)
            if self._passes(made):
                wanted.append((message, len(event([made]))))
            else:
                dropped.append(message["ReceiptHandle"])
        self._queue.delete(dropped)
        return wanted

    def _batch(self, now: float) -> _Batch:
        hidden = queues.visibility_timeout(self._mapping.source) or 0
        since = self._gathered.since or now
        return _Batch(self._gathered.take(), since + hidden)

    def _invoke(self, batch: _Batch) -> None:
        self._running += 1
        self._try(batch)

    def _try(self, batch: _Batch) -> None:
        mapping = self._mapping
        payload = event(record(each, mapping.source) for each in batch.messages)
        call = Call(mapping.account, mapping.region, mapping.function, payload, trace=_trace(batch))

        def report(outcome: Outcome) -> None:
            self._submit(lambda: self._ended(batch, outcome))

        try:
            self._functions.invoke(call, report)
        except Throttled:
            self._try_later(batch)
        except Refusal as refusal:
            log.warning("%s is not invoked by %s: %s", mapping.function, mapping.source, refusal)
            self._over()

    def _try_later(self, batch: _Batch) -> None:
        """The function is not let in: once more, unless the messages are back in the queue by then."""
        pause = min(_FIRST_PAUSE * 2**batch.throttles, _LONGEST_PAUSE)
        batch.throttles += 1
        if self._stopped or self._clock.seconds() + pause >= batch.until:
            self._over()
            return
        self._clock.after(pause, lambda: self._submit(lambda: self._try(batch)))

    def _ended(self, batch: _Batch, outcome: Outcome) -> None:
        handles = {each["MessageId"]: each["ReceiptHandle"] for each in batch.messages}
        finished = done(list(handles), outcome, self._mapping.reports_failures)
        try:
            self._queue.delete([handles[each] for each in handles if each in finished])
        except Unreadable as error:
            log.warning("messages of %s are not deleted: %s", self._mapping.source, error)
        self._over()

    def _over(self) -> None:
        self._running -= 1
        self._ask()

    def _look_later(self) -> None:
        """Have the queue looked at when something can have changed of which nobody is told."""
        if self._timer is not None:
            self._timer.cancel()
        now = self._clock.seconds()
        moments = [queues.next_moment(self._mapping.source, now), self._gathered.until]
        coming = [each for each in moments if each is not None and each > now]
        soonest = min(coming, default=now + _LOOK_AGAIN)
        if not self._stopped:
            self._timer = self._clock.at(min(soonest + _AFTER, now + _LOOK_AGAIN), self._ask)


def _trace(batch: _Batch) -> str:
    """The X-Ray header of the first message that has one: it tells who invoked whom."""
    found: list[Any] = [
        (each.get("Attributes") or {}).get("AWSTraceHeader") for each in batch.messages
    ]
    return next((each for each in found if each), "")
