"""CloudWatch log streams that take a container's lines as they come.

A job may print a million lines. moto keeps a Python object for each event and sorts them all for
every read; the streams made here keep finished blocks compressed and read only those asked for.
To clients they are streams like any other.
"""

from __future__ import annotations

import json
import re
import threading
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogGroup, LogStream, logs_backends

from localaws.clock import Clock
from localaws.this_aws.embedded_metrics import embedded
from localaws.this_aws.metrics import samples_of

_BLOCK_EVENTS = 1000
_BLOCK_CHARACTERS = 1 << 18
_PAGE_EVENTS = 10_000  # CloudWatch's limits on an answer and on an event
_PAGE_BYTES = 1 << 20
_EVENT_OVERHEAD = 26
_EVENT_CHARACTERS = (1 << 18) // 4 - _EVENT_OVERHEAD  # a character has 4 bytes of UTF-8 at most

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_OCTAL = {code: f"#{code:03o}" for code in (*range(0x20), 0x7F)}

_creation = threading.Lock()


def cleaned(line: str) -> str:
    """A line as SageMaker's logs show it: control characters as ``#`` and octal, a tab ``#011``."""
    return line.translate(_OCTAL) if _CONTROL.search(line) else line


@dataclass(frozen=True)
class Event:
    """One event, with the names that moto's readers use."""

    event_id: str
    timestamp: int  # milliseconds since 1970
    message: str

    @property
    def ingestion_time(self) -> int:
        return self.timestamp

    def to_response_dict(self) -> dict[str, Any]:
        return {
            "ingestionTime": self.timestamp,
            "message": self.message,
            "timestamp": self.timestamp,
        }

    def to_filter_dict(self) -> dict[str, Any]:
        return {"eventId": self.event_id, **self.to_response_dict()}


class Events:
    """The events of one stream in the order in which they came; safe to use from many threads."""

    def __init__(self, identity: int) -> None:
        self._identity = identity  # of the stream, to make event ids that no other stream has
        self._blocks: list[bytes] = []  # of _sizes[i] events each
        self._sizes: list[int] = []
        self._tail: list[tuple[int, str]] = []
        self._tail_characters = 0
        self._settled = 0  # how many events are in blocks
        self._lock = threading.Lock()
        self.first = 0
        self.last = 0

    def append(self, timestamp: int, message: str) -> None:
        with self._lock:
            if not len(self):
                self.first = timestamp
            self.last = timestamp
            self._tail.append((timestamp, message))
            self._tail_characters += len(message)
            if len(self._tail) >= _BLOCK_EVENTS or self._tail_characters >= _BLOCK_CHARACTERS:
                self._blocks.append(zlib.compress(json.dumps(self._tail).encode(), 1))
                self._sizes.append(len(self._tail))
                self._settled += len(self._tail)
                self._tail, self._tail_characters = [], 0

    def __iadd__(self, events: Iterable[Any]) -> Events:
        """What moto's PutLogEvents does to a stream."""
        for event in events:
            self.append(event.timestamp, event.message)
        return self

    def __len__(self) -> int:
        return self._settled + len(self._tail)

    def __iter__(self) -> Iterator[Event]:
        return self.since(0)

    def since(self, index: int) -> Iterator[Event]:
        """The events from the index-th on that are there at the time of the call."""
        with self._lock:
            blocks, sizes, tail = self._blocks[:], self._sizes[:], self._tail[:]
        position = 0
        for block, count in zip(blocks, sizes, strict=True):
            if position + count > index:
                pairs = json.loads(zlib.decompress(block))
                for offset in range(max(index - position, 0), count):
                    yield self._event(position + offset, *pairs[offset])
            position += count
        for offset in range(max(index - position, 0), len(tail)):
            yield self._event(position + offset, *tail[offset])

    def _event(self, index: int, timestamp: int, message: str) -> Event:
        return Event(f"{self._identity:08d}{index:024d}", timestamp, message)


class ContainerLog(LogStream):  # type: ignore[misc]  # moto is untyped to mypy here
    """A log stream that a container's lines are written to."""

    def __init__(self, group: LogGroup, name: str, clock: Clock) -> None:
        super().__init__(group, name)
        self._clock = clock
        self.events = Events(LogStream._log_ids)

    def write(self, line: str) -> None:
        """Add a line, ``cleaned`` before; empty ones are left out, very long ones divided."""
        moment = int(self._clock.seconds() * 1000)
        for start in range(0, len(line), _EVENT_CHARACTERS):
            self.put(moment, line[start : start + _EVENT_CHARACTERS])

    def put(self, moment: int, message: str) -> None:
        """Add one event (milliseconds since 1970); it is no earlier than the one before it."""
        self.stored_bytes += len(message) + _EVENT_OVERHEAD
        self.events.append(max(moment, self.events.last), message)
        if found := embedded(message, moment / 1000):
            samples_of(self.log_group.account_id, self.log_group.region).add(found)

    def _update(self) -> None:
        """moto's hook before a stream is described."""
        if len(self.events):
            self.first_event_timestamp = self.events.first
            self.last_event_timestamp = self.events.last
            moment = datetime.fromtimestamp(self.events.last / 1000, UTC)
            self.last_ingestion_time = moment.replace(tzinfo=None)

    def get_log_events(
        self,
        start_time: Any,
        end_time: Any,
        limit: Any,
        next_token: str | None,
        start_from_head: Any,
    ) -> tuple[list[dict[str, Any]], str, str]:
        """A page of events and the tokens of the pages before and after it.

        A token names a direction and an event's index, ``f/…`` and ``b/…``, as moto's do.
        """
        wanted = min(int(limit or _PAGE_EVENTS), _PAGE_EVENTS)
        source: Any = self.events
        if start_time or end_time:
            low, high = start_time or 0, end_time or float("inf")
            source = [event for event in self.events if low <= event.timestamp <= high]
        count = len(source)
        direction, index = _token(next_token)
        if direction == "f" or (direction is None and start_from_head):
            first = index + 1 if direction else 0
            page = _fitting(_from(source, first), wanted)
        else:
            end = index if direction else count
            first = max(end - wanted, 0)
            page = list(
                reversed(
                    _fitting(reversed(list(islice(_from(source, first), end - first))), wanted)
                )
            )
            first = end - len(page)
        forward = first + len(page) - 1 if page else min(first, count) - 1
        events = [event.to_response_dict() for event in page]
        return events, f"b/{first:056d}", f"f/{forward:056d}"


def _from(source: Any, index: int) -> Iterator[Event]:
    return source.since(index) if isinstance(source, Events) else iter(source[index:])


def _fitting(events: Iterable[Event], wanted: int) -> list[Event]:
    """As many of the events, from the first on, as one answer may hold; always one at least."""
    page: list[Event] = []
    room = _PAGE_BYTES
    for event in islice(events, wanted):
        room -= len(event.message.encode()) + _EVENT_OVERHEAD
        if room < 0 and page:
            break
        page.append(event)
    return page


def _token(token: str | None) -> tuple[str | None, int]:
    if token is None:
        return None, 0
    found = re.fullmatch(r"([fb])/(-?\d+)", token)
    if not found:
        raise InvalidParameterException("The specified nextToken is invalid.")
    return found.group(1), int(found.group(2))


def open_stream(account: str, region: str, group: str, stream: str, clock: Clock) -> ContainerLog:
    """Make a new log stream, and its group where that is missing; lines have the clock's time."""
    backend = logs_backends[account][region]
    with _creation:
        if group not in backend.groups:
            backend.create_log_group(group, {})
        log_group = backend.groups[group]
        log = ContainerLog(log_group, stream, clock)
        # Replaced, not changed: moto iterates over it for clients while jobs come and go.
        log_group.streams = {**log_group.streams, stream: log}
    return log
