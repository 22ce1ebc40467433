"""Where the lines of a job's containers go: a log stream for each host, or for each of its containers."""

from __future__ import annotations

from collections.abc import Callable

from localaws.clock import Clock
from localaws.jobs.containers import OnLine
from localaws.this_aws import logs


class HostLogs:
    """The log streams of the hosts of one job; each is made when first asked for."""

    def __init__(self, account: str, region: str, group: str, job: str, clock: Clock) -> None:
        self._account = account
        self._region = region
        self._group = group
        self._job = job
        self._clock = clock
        self._streams: dict[str, logs.ContainerLog] = {}
        self._last_lines: dict[str, str] = {}
        self._began: dict[str, int] = {}  # when the first stream of a host was made

    def stream(self, host: str) -> logs.ContainerLog:
        """The one stream of a host: clients take their number for that of the hosts.

        Where a host has several containers, ``host/container`` has one of its own.
        """
        if host not in self._streams:
            of, _, container = host.partition("/")
            name = f"{self._stem(of)}/{container}" if container else self._stem(of)
            self._streams[host] = logs.open_stream(
                self._account, self._region, self._group, name, self._clock
            )
        return self._streams[host]

    def reader(self, host: str, see: Callable[[str], None]) -> OnLine:
        """What takes each line of a host: to its stream, and to ``see``."""
        stream = self.stream(host)

        def read(line: str) -> None:
            text = logs.cleaned(line)
            self._last_lines[host] = text
            stream.write(text)
            see(text)

        return read

    def tell(self, host: str, line: str) -> None:
        """Add a line to what this server tells of its work with a host, in the stream beside the host's."""
        name = f"{self._stem(host)}/data-log"
        if name not in self._streams:
            self._streams[name] = logs.open_stream(
                self._account, self._region, self._group, name, self._clock
            )
        moment = self._clock.now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        self._streams[name].write(f"{moment}:[sagemaker logs]: {logs.cleaned(line)}")

    def _stem(self, host: str) -> str:
        """What the names of a host's streams begin with."""
        began = self._began.setdefault(host, int(self._clock.seconds()))
        return f"{self._job}/{host}-{began}"

    def last_line(self, host: str) -> str:
        """The last line of a host so far."""
        return self._last_lines.get(host, "")
