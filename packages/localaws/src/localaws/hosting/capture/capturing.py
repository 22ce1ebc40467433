"""Collects the captured lines of one endpoint, and puts them into S3: batched, by variant.

A batch goes a minute after its first record, when it is large, and when the endpoint or the server ends;
AWS says only that capture can take a few minutes. Whatever S3 refuses is in the server's log: requests are
answered all the same, as on AWS.
"""

from __future__ import annotations

import logging
import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from localaws.clock import Clock, Timer
from localaws.hosting.capture import record
from localaws.hosting.capture.record import Invoked
from localaws.hosting.capture.settings import CaptureSettings
from localaws.this_aws import objects

_EVERY = 60.0  # seconds from the first record of a batch
_LARGEST = 4 << 20  # characters of a batch

log = logging.getLogger(__name__)


@dataclass
class _Batch:
    settings: CaptureSettings
    variant: str
    first: datetime
    lines: list[str] = field(default_factory=list)
    size: int = 0


class Capturing:
    """What is captured of one endpoint. Safe to use from many threads."""

    def __init__(self, endpoint: str, clock: Clock) -> None:
        self._endpoint = endpoint
        self._clock = clock
        self._batches: dict[tuple[str, int], _Batch] = {}
        self._timer: Timer | None = None
        self._lock = threading.Lock()

    def capture(self, settings: CaptureSettings, variant: str, invoked: Invoked) -> None:
        """Take an invocation of a variant."""
        said = record.line(settings, invoked)
        with self._lock:
            which = (variant, id(settings))
            if which not in self._batches:
                self._batches[which] = _Batch(settings, variant, invoked.moment)
            batch = self._batches[which]
            batch.lines.append(said)
            batch.size += len(said)
            if batch.size > _LARGEST:
                del self._batches[which]
            elif self._timer is None:
                self._timer = self._clock.after(_EVERY, self.flush)
        if batch.size > _LARGEST:
            self._put(batch)

    def flush(self) -> None:
        """Put what was taken so far."""
        with self._lock:
            batches, self._batches = list(self._batches.values()), {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        for batch in batches:
            self._put(batch)

    def _put(self, batch: _Batch) -> None:
        settings = batch.settings
        bucket, prefix = settings.destination.bucket, settings.destination.key
        key = record.key(prefix, self._endpoint, batch.variant, batch.first, str(uuid.uuid4()))
        content = "".join(f"{line}\n" for line in batch.lines).encode()
        try:
            objects.write(bucket, key, content, settings.key)
        except (objects.NoSuchBucket, objects.BadKey, objects.Denied) as error:
            log.warning(
                "%s: %d captured records are lost: %s", self._endpoint, len(batch.lines), error
            )
