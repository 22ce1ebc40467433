"""Defect: the logging configuration of a state machine is kept and nothing is ever logged.

moto has the code that turns an execution's history into log events, and never calls it; it would fail
on the times, which are text by then. Here the events go to the log group as the configuration says.

Upstream: docs/moto-issues/execution_logging.md
"""

from __future__ import annotations

import json
import logging
from typing import Any

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import logs_backends
from moto.stepfunctions.parser.asl.eval.event.logging import (
    CloudWatchLoggingConfiguration,
    CloudWatchLoggingSession,
)
from moto.stepfunctions.parser.backend.execution import Execution

from localaws.moto_mends import guard
from localaws.moto_mends.interpreter.execution_identity import milliseconds

_PUBLISH = "9f0e0281fc04"
_WORKER = "f17fabafaabd"

log = logging.getLogger(__name__)


def apply() -> None:
    guard.take(CloudWatchLoggingSession, "publish_history_log", _PUBLISH)
    worker = guard.take(Execution, "_get_start_execution_worker", _WORKER)

    def _get_start_execution_worker(self: Any) -> Any:
        self._cloud_watch_logging_session = session(
            self.exec_arn, self.state_machine_arn, self.state_machine.loggingConfiguration
        )
        return worker(self)

    Execution._get_start_execution_worker = _get_start_execution_worker
    CloudWatchLoggingSession.publish_history_log = _publish


def session(
    execution: str, machine: str, configuration: dict[str, Any]
) -> CloudWatchLoggingSession | None:
    """Where an execution logs to; None where its state machine logs nothing."""
    whole = {"includeExecutionData": False, **configuration}
    made = CloudWatchLoggingConfiguration.from_logging_configuration(machine, whole)
    return None if made is None else CloudWatchLoggingSession(execution, made)


def _publish(self: Any, history_log: dict[str, Any]) -> None:
    """Put one event. A log group that is gone loses it, as on AWS; the execution goes on."""
    where = self.configuration
    backend = logs_backends[where.log_account_id][where.log_region]
    moment = milliseconds(history_log["event_timestamp"])
    event = {
        "timestamp": moment,
        "message": json.dumps({**history_log, "event_timestamp": str(moment)}, default=str),
    }
    try:
        if where.log_stream_name not in backend.groups[where.log_group_name].streams:
            backend.create_log_stream(where.log_group_name, where.log_stream_name)
        backend.put_log_events(where.log_group_name, where.log_stream_name, [event])
    except (KeyError, ResourceNotFoundException):
        log.debug("the log group %s is gone", where.log_group_name)
