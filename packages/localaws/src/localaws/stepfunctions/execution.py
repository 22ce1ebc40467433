"""An execution as the API describes it: what was started, and how it ended. What it does is its history's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RUNNING, SUCCEEDED, FAILED = "RUNNING", "SUCCEEDED", "FAILED"
TIMED_OUT, ABORTED, PENDING_REDRIVE = "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"
STANDARD, EXPRESS = "STANDARD", "EXPRESS"
REDRIVABLE, NOT_REDRIVABLE, BY_MAP_RUN = "REDRIVABLE", "NOT_REDRIVABLE", "REDRIVABLE_BY_MAP_RUN"


@dataclass(frozen=True)
class Execution:
    """Moments are seconds since 1970 of the server's clock; ``input`` and ``output`` are JSON texts.

    Attributes:
        machine_arn: the state machine without version or alias; of a distributed Map's child,
            ``…:stateMachine:Name/Label``.
        definition: what it runs, whatever becomes of the state machine meanwhile.
        processor: of a distributed Map's child, the name of the Map state whose processor it runs.
        map_run_arn: of a distributed Map's child, the map run that it belongs to.
        item: of a child, ``{"Index": …, "Value": …}`` as ``$$.Map.Item`` has it.
        mock_case: the name of the test case whose mocked responses its tasks get.
        logging: the machine's LoggingConfiguration when it was started.
    """

    arn: str
    name: str
    machine_arn: str
    role_arn: str
    definition: str
    input: str
    started: float
    type: str = STANDARD
    revision_id: str = ""
    version_arn: str | None = None
    alias_arn: str | None = None
    status: str = RUNNING
    stopped: float | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None
    trace_header: str | None = None
    redrive_count: int = 0
    redriven: float | None = None
    processor: str | None = None
    map_run_arn: str | None = None
    item: Mapping[str, Any] | None = None
    mock_case: str | None = None
    logging: Mapping[str, Any] | None = None

    @property
    def region(self) -> str:
        return self.arn.split(":")[3]

    @property
    def account(self) -> str:
        return self.arn.split(":")[4]

    @property
    def machine_name(self) -> str:
        """Of a distributed Map's child, that of the machine which has the Map."""
        return self.machine_arn.split(":")[6].partition("/")[0]


def redrive_status(execution: Execution) -> tuple[str, str | None]:
    """``redriveStatus`` by the execution's own, and the reason where it is NOT_REDRIVABLE."""
    if execution.status in (RUNNING, SUCCEEDED, PENDING_REDRIVE):
        return NOT_REDRIVABLE, f"Execution is {execution.status} and cannot be redriven"
    return (BY_MAP_RUN if execution.map_run_arn is not None else REDRIVABLE), None
