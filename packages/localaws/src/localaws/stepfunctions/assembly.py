"""Step Functions put together: what is kept, the engine that runs, what tasks call, the API in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from localaws.clock import Clock
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.engine.journal import Journal, MemoryJournal
from localaws.stepfunctions.execution import EXPRESS, Execution
from localaws.stepfunctions.language import machine
from localaws.stepfunctions.language.problem import Problem
from localaws.stepfunctions.operations.service import StepFunctions
from localaws.stepfunctions.store.records import StoredRecords
from localaws.stepfunctions.tasks.task import Integrations
from localaws.stepfunctions.map_runs.order import MapRuns


class StateMachines:
    """The service as long as the server runs; everything of it may be called from many threads."""

    def __init__(
        self, records: StoredRecords, clock: Clock, integrations: Integrations, map_runs: MapRuns
    ) -> None:
        self._records = records
        self._engine = Engine(self._journal, clock, integrations, map_runs)
        self._operations = StepFunctions(
            records, self._engine, clock, map_runs, _check, lambda _: {}
        )

    def call(
        self, account: str, region: str, operation: str, request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Do one operation, such as ``StartExecution``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        return self._operations.call(account, region, operation, request)

    def start_execution(self, arn: str, name: str, text: str) -> None:
        """Start an execution, for whoever is not asked over HTTP.

        Raises:
            Refusal: there is no such state machine, or it does not take the input.
        """
        _, _, _, region, account, *_ = arn.split(":")
        request = {"stateMachineArn": arn, "name": name, "input": text}
        self.call(account, region, "StartExecution", request)

    def start(self) -> None:
        """Go on with what ran when the server ended."""
        self._engine.resume(self._records.running())

    def stop(self) -> None:
        """Begin nothing more. What runs stays as it is in the store, which is closed."""
        self._engine.close()
        self._records.close()

    def _journal(self, execution: Execution) -> Journal:
        """An EXPRESS execution has no history: what it has done is known while it runs."""
        return MemoryJournal() if execution.type == EXPRESS else self._records


def _check(definition: str, machine_type: str) -> Sequence[Problem]:
    """What is wrong with a definition for a machine of that type."""
    return machine.read(definition)[1]
