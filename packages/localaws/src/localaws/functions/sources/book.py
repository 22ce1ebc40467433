"""All event source mappings of a server, each with the consumer that reads for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from localaws.clock import Clock
from localaws.functions.errors import nothing_there
from localaws.functions.functions import Functions
from localaws.functions.sources.consumer import Consumer
from localaws.functions.sources.filters import Compile, check, passes
from localaws.functions.sources.mapping import EventSourceMapping
from localaws.functions.sources.queue import Queue, SqsQueue
from localaws.protocols.refusal import Refusal

log = logging.getLogger(__name__)


class Sources:
    """The mappings. Safe to use from many threads."""

    def __init__(
        self,
        functions: Functions,
        clock: Clock,
        compile_pattern: Compile,
        queue: Callable[[str], Queue] = SqsQueue,
    ) -> None:
        """
        Args:
            compile_pattern: makes a test of an event pattern, see ``filters``.
            queue: the queue of an ARN.
        """
        self._functions = functions
        self._clock = clock
        self._compile = compile_pattern
        self._queue = queue
        self._changing = threading.Lock()
        self._mappings: dict[str, EventSourceMapping] = {}  # by UUID
        self._consumers: dict[str, Consumer] = {}
        self._work = ThreadPoolExecutor(1, thread_name_prefix="event-sources")

    def get(self, uuid: str) -> EventSourceMapping:
        """One.

        Raises:
            Refusal: there is none (ResourceNotFoundException).
        """
        found = self._mappings.get(uuid)
        if found is None:
            raise nothing_there()
        return found

    def all(self, account: str, region: str) -> list[EventSourceMapping]:
        """Those of one account and region, the oldest first."""
        found = list(self._mappings.values())
        return [each for each in found if (each.account, each.region) == (account, region)]

    def add(self, mapping: EventSourceMapping) -> None:
        """Keep a new one, and read its queue from now on.

        Raises:
            Refusal: a filter is no pattern, or the function has this source already.
        """
        check(mapping.filters, self._compile)
        with self._changing:
            self._check_other(mapping)
            self._mappings[mapping.uuid] = mapping
            self._read(mapping)

    def change(self, mapping: EventSourceMapping) -> None:
        """Replace one by what it is now.

        Raises:
            Refusal: there is none any more, or as for ``add``.
        """
        check(mapping.filters, self._compile)
        with self._changing:
            self.get(mapping.uuid)
            self._check_other(mapping)
            self._mappings[mapping.uuid] = mapping
            self._read(mapping)

    def tag(self, mapping: EventSourceMapping) -> None:
        """Replace one by itself with other tags, which its consumer need not know.

        Raises:
            Refusal: there is none any more.
        """
        with self._changing:
            self.get(mapping.uuid)
            self._mappings[mapping.uuid] = mapping

    def remove(self, uuid: str) -> EventSourceMapping:
        """Read for it no more.

        Raises:
            Refusal: there is none.
        """
        with self._changing:
            found = self.get(uuid)
            del self._mappings[uuid]
            self._stop(uuid)
        return found

    def close(self) -> None:
        """Read nothing any more; returns when nobody is reading."""
        with self._changing:
            for uuid in list(self._consumers):
                self._stop(uuid)
        self._work.shutdown(cancel_futures=True)

    def _check_other(self, mapping: EventSourceMapping) -> None:
        for each in self._mappings.values():
            same = (each.function, each.source) == (mapping.function, mapping.source)
            if same and each.uuid != mapping.uuid:
                name = mapping.function.split(":")[6]
                raise Refusal(
                    "ResourceConflictException",
                    f'An event source mapping with SQS arn (" {mapping.source} ") and function '
                    f'(" {name} ") already exists. Please update or delete the existing mapping '
                    f"with UUID {each.uuid}",
                    409,
                )

    def _read(self, mapping: EventSourceMapping) -> None:
        self._stop(mapping.uuid)
        if mapping.enabled:
            consumer = self._consumers[mapping.uuid] = Consumer(
                mapping,
                passes(mapping.filters, self._compile),
                self._queue(mapping.source),
                self._functions,
                self._clock,
                self._submit,
            )
            consumer.start()

    def _stop(self, uuid: str) -> None:
        consumer = self._consumers.pop(uuid, None)
        if consumer is not None:
            consumer.stop()

    def _submit(self, call: Callable[[], None]) -> None:
        def work() -> None:
            try:
                call()
            except Exception:
                log.exception("an event source failed")

        try:
            self._work.submit(work)
        except RuntimeError:  # it is closed
            return
