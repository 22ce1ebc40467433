"""Map runs: described, listed, and changed while they run. What they do is ``map_runs/``'s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from localaws.stepfunctions.map_runs.record import Counts, MapRun
from localaws.stepfunctions.operations import arns, errors, pages
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import moment, present

_LIMITS = {
    "maxConcurrency": "max_concurrency",
    "toleratedFailurePercentage": "tolerated_percentage",
    "toleratedFailureCount": "tolerated_count",
}


class MapRuns(Protocol):
    """Map runs, as far as they are changed while they are going on."""

    def update(
        self,
        arn: str,
        max_concurrency: int | None = None,
        tolerated_count: int | None = None,
        tolerated_percentage: float | None = None,
    ) -> None:
        """
        Raises:
            KeyError: it is not going on.
        """


class MapRunOperations:
    def __init__(self, ledger: Ledger, runs: MapRuns) -> None:
        self._ledger = ledger
        self._runs = runs

    def describe(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeMapRun."""
        run = self._run(caller, request)
        return present(
            mapRunArn=run.arn,
            executionArn=run.execution_arn,
            status=run.status,
            startDate=moment(run.started),
            stopDate=moment(run.stopped) if run.stopped is not None else None,
            maxConcurrency=run.max_concurrency,
            toleratedFailurePercentage=run.tolerated_percentage,
            toleratedFailureCount=run.tolerated_count,
            itemCounts=counts(run.items),
            executionCounts=counts(run.executions),
            redriveCount=run.redrive_count,
            redriveDate=moment(run.redriven) if run.redriven is not None else None,
        )

    def list(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListMapRuns of an execution, the latest first."""
        execution = self._ledger.execution(caller, request["executionArn"])
        shown, token = pages.page(
            self._ledger.records.map_runs(execution.arn),
            lambda run: pages.by_time(run.started, run.arn),
            request,
            ["map runs", execution.arn],
            newest_first=True,
        )
        return {"mapRuns": [_listed(each) for each in shown], **token}

    def update(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateMapRun: of one that runs."""
        limits = {_LIMITS[name]: value for name, value in request.items() if name in _LIMITS}
        if not limits:
            raise errors.validation(
                "At least one of maxConcurrency, toleratedFailurePercentage or "
                "toleratedFailureCount must be specified"
            )
        run = self._run(caller, request)
        try:
            self._runs.update(run.arn, **limits)
        except KeyError:
            raise errors.validation(f"The Map Run is {run.status} and cannot be updated") from None
        return {}

    def _run(self, caller: Caller, request: Mapping[str, Any]) -> MapRun:
        arn = arns.read(request["mapRunArn"], arns.MAP_RUN)
        run = self._ledger.records.map_run(arn.text) if caller.owns(arn) else None
        if run is None:
            raise errors.no_resource(arn.text)
        return run


def counts(of: Counts) -> dict[str, int]:
    """``pendingRedrive`` only where there is something."""
    shown = {
        "pending": of.pending,
        "running": of.running,
        "succeeded": of.succeeded,
        "failed": of.failed,
        "timedOut": of.timed_out,
        "aborted": of.aborted,
        "total": of.total,
        "resultsWritten": of.results_written,
    }
    return shown | ({"pendingRedrive": of.pending_redrive} if of.pending_redrive else {})


def _listed(run: MapRun) -> dict[str, Any]:
    return present(
        executionArn=run.execution_arn,
        mapRunArn=run.arn,
        stateMachineArn=run.state_machine_arn,
        startDate=moment(run.started),
        stopDate=moment(run.stopped) if run.stopped is not None else None,
    )
