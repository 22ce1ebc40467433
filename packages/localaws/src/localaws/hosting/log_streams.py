"""The CloudWatch log of one endpoint: a stream for each instance."""

from __future__ import annotations

import threading

from localaws.clock import Clock
from localaws.this_aws import logs


def group_of(endpoint: str) -> str:
    """The log group of an endpoint."""
    return f"/aws/sagemaker/Endpoints/{endpoint}"


class EndpointLog:
    """Takes the lines of an endpoint's containers. Safe to use from many threads."""

    def __init__(self, account: str, region: str, endpoint: str, clock: Clock) -> None:
        self._account = account
        self._region = region
        self._group = group_of(endpoint)
        self._clock = clock
        self._streams: dict[str, logs.ContainerLog] = {}
        self._lock = threading.Lock()

    def open(self, stream: str) -> None:
        """Make the log stream of an instance that starts."""
        opened = logs.open_stream(self._account, self._region, self._group, stream, self._clock)
        with self._lock:
            self._streams[stream] = opened

    def write(self, stream: str, line: str) -> None:
        """Add a line to a stream that is open."""
        with self._lock:
            log = self._streams[stream]
        log.write(logs.cleaned(line))
