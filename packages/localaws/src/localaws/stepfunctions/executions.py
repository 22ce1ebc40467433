"""The running executions, when the server ends."""

from __future__ import annotations

from datetime import UTC, datetime

from moto.stepfunctions.parser.models import stepfunctions_parser_backends


def abandon_executions() -> None:
    """Let no running execution start anything more; the server is about to end."""
    for regions in list(stepfunctions_parser_backends.values()):
        for backend in list(regions.values()):
            for machine in list(backend.state_machines):
                for execution in list(machine.executions):
                    if execution.status == "RUNNING" and execution.exec_worker.env is not None:
                        execution.stop(
                            stop_date=datetime.now(UTC),
                            error="LocalAWS.Stopped",
                            cause="The embedded AWS was stopped.",
                        )
