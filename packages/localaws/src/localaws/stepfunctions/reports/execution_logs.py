"""Writes log entries to the log group of the machine, one stream for each machine.

A log group that is gone loses what is written, as on AWS; the execution goes on.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from moto.logs.models import logs_backends

from localaws.clock import Clock
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.reports import log_entries
from localaws.stepfunctions.reports.log_entries import Destination
from localaws.this_aws.logs import ContainerLog, open_stream


class ExecutionLogs:
    """One thread writes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._streams: dict[tuple[str, str, str, str], ContainerLog] = {}

    def write(self, execution: Execution, events: Sequence[Event]) -> None:
        """Log further events of an execution, as its LoggingConfiguration says."""
        to = log_entries.destination(execution.logging)
        if to is None:
            return
        entries = list(log_entries.entries(execution, events, to))
        stream = self._stream(execution, to) if entries else None
        if stream is not None:
            for moment, message in entries:
                stream.put(moment, message)

    def _stream(self, execution: Execution, to: Destination) -> ContainerLog | None:
        group = logs_backends[to.account][to.region].groups.get(to.group)
        if group is None:
            return None
        machine = execution.machine_name
        key = (to.account, to.region, to.group, machine)
        stream = self._streams.get(key)
        if stream is None or group.streams.get(stream.log_stream_name) is not stream:
            began = datetime.fromtimestamp(execution.started, UTC)
            name = f"states/{machine}/{began:%Y-%m-%d-%H-%M}/{uuid.uuid4().hex[:8]}"
            stream = open_stream(to.account, to.region, to.group, name, self._clock)
            self._streams[key] = stream
        return stream
