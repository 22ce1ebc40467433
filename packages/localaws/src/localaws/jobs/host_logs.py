"""Where the lines of a job's containers go: a log stream for each host."""

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

    def stream(self, host: str) -> logs.ContainerLog:
        """The one stream of a host: clients take their number for that of the hosts."""
        if host not in self._streams:
            name = f"{self._job}/{host}-{int(self._clock.seconds())}"
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
        name = f"{self.stream(host).log_stream_name}/data-log"
        if name not in self._streams:
            self._streams[name] = logs.open_stream(
                self._account, self._region, self._group, name, self._clock
            )
        moment = self._clock.now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        self._streams[name].write(f"{moment}:[sagemaker logs]: {logs.cleaned(line)}")

    def last_line(self, host: str) -> str:
        """The last line of a host so far."""
        return self._last_lines.get(host, "")
