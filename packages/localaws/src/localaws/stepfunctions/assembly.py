"""Step Functions put together: what is kept, the engine, what tasks call, the API in front, who is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from localaws.clock import Clock
from localaws.sagemaker.service import SageMaker
from localaws.stepfunctions.admission import Admission
from localaws.stepfunctions.engine.definitions import parsed
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.engine.journal import Journal, MemoryJournal
from localaws.stepfunctions.engine.workers import Workers
from localaws.stepfunctions.execution import EXPRESS, STANDARD, Execution
from localaws.stepfunctions.language.references import variable_references
from localaws.stepfunctions.map_runs.distributed import DistributedMaps
from localaws.stepfunctions.map_runs.here import S3Here
from localaws.stepfunctions.mocks.integrations import MockedIntegrations
from localaws.stepfunctions.mocks.source import MockSource
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.service import StepFunctions
from localaws.stepfunctions.reports.reporter import Reporter
from localaws.stepfunctions.store.map_runs import StoredMapRuns
from localaws.stepfunctions.store.records import StoredRecords
from localaws.stepfunctions.tasks.function import Invoker
from localaws.stepfunctions.tasks.integrations import AllIntegrations
from localaws.stepfunctions.tasks.table import refusal
from localaws.stepfunctions.tasks.task import Integrations
from localaws.stepfunctions.test_state.operation import StateTests

MAP_WORKERS = 2


class StateMachines:
    """The service as long as the server runs. Everything of it may be called from many threads.

    Args:
        records: what is kept of this account.
        sagemakers: the SageMaker of a region.
        functions: who invokes functions.
        mocks: the mock file, if there is one.

    Raises:
        BadMockFile: it is none.
    """

    def __init__(
        self,
        records: StoredRecords,
        clock: Clock,
        sagemakers: Callable[[str], SageMaker],
        functions: Invoker,
        mocks: Path | None = None,
    ) -> None:
        self._records = records
        self._map_workers = Workers(MAP_WORKERS, "map runs")
        map_runs = DistributedMaps(
            StoredMapRuns(records), S3Here(), clock, records.execution, self._map_workers.do
        )
        source = None if mocks is None else MockSource.checked(mocks)
        services = AllIntegrations(sagemakers, _Nested(self), functions, clock)
        if source is None:
            self._engine = Engine(self._journal, clock, services, map_runs)
        else:
            mocked = MockedIntegrations(services, source)
            self._engine = Engine(
                self._journal, clock, mocked, map_runs, is_mocked=mocked.is_mocked
            )
        map_runs.serve(self._engine)
        self._reporter = Reporter(clock)
        self._engine.observers.append(self._reporter)
        self._operations = StepFunctions(
            records,
            self._engine,
            clock,
            map_runs,
            Admission(source).problems,
            lambda definition: variable_references(parsed(definition)),
            source,
            {"TestState": _test_state(clock, services)},
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
        """Start an execution, for whoever does not ask over HTTP.

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
        """Begin nothing more. What runs stays in the store as it is, to be gone on with."""
        self._engine.close()
        self._map_workers.close()
        self._reporter.close()
        self._records.close()

    def execution(self, arn: str) -> Execution | None:
        """An execution as it is by now."""
        return self._records.execution(arn)

    @property
    def engine(self) -> Engine:
        return self._engine

    def _journal(self, execution: Execution) -> Journal:
        """One of EXPRESS has no history: what it has done is known while it runs."""
        return MemoryJournal() if execution.type == EXPRESS else self._records


class _Nested:
    """The executions that a task may have started: they run on the engine that runs the task."""

    def __init__(self, machines: StateMachines) -> None:
        self._machines = machines

    def when_ended(self, arn: str, call: Callable[[Execution], None]) -> bool:
        return self._machines.engine.when_ended(arn, call)

    def abort(self, arn: str) -> None:
        self._machines.engine.abort(arn)

    def find(self, arn: str) -> Execution | None:
        return self._machines.execution(arn)


def _test_state(clock: Clock, services: Integrations) -> Callable[[Caller, Mapping[str, Any]], Any]:
    tests = StateTests(clock, services, lambda resource: refusal(resource, STANDARD))

    def test(caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        return tests.test(caller.account, caller.region, request)

    return test
