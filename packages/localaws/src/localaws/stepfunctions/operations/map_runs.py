"""Map runs: described, listed, and changed while they run. What they do is ``map_runs/``'s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

from localaws.stepfunctions.map_run import RUNNING, Counts, MapRun
from localaws.stepfunctions.operations import arns, errors, pages
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import moment, present

_CHANGES = {
    "maxConcurrency": "max_concurrency",
    "toleratedFailurePercentage": "tolerated_failure_percentage",
    "toleratedFailureCount": "tolerated_failure_count",
}
_ALWAYS = ("pending", "running", "succeeded", "failed", "timed_out", "aborted", "total")
_WHERE_SOME = ("failures_not_redrivable", "pending_redrive")


class Changing(Protocol):
    """Map runs, as far as they are changed while they run."""

    def update(self, arn: str, changes: Mapping[str, Any]) -> None:
        """``changes`` by the names of ``MapRun``'s attributes; heeded from the next child on."""


class MapRunOperations:
    def __init__(self, ledger: Ledger, running: Changing) -> None:
        self._ledger = ledger
        self._running = running

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
            toleratedFailurePercentage=run.tolerated_failure_percentage,
            toleratedFailureCount=run.tolerated_failure_count,
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
        changes = {_CHANGES[name]: value for name, value in request.items() if name in _CHANGES}
        if not changes:
            raise errors.validation(
                "At least one of maxConcurrency, toleratedFailurePercentage or "
                "toleratedFailureCount must be specified"
            )
        with self._ledger.lock:
            run = self._run(caller, request)
            if run.status != RUNNING:
                raise errors.validation(f"The Map Run is {run.status} and cannot be updated")
            self._running.update(run.arn, changes)
        return {}

    def _run(self, caller: Caller, request: Mapping[str, Any]) -> MapRun:
        arn = arns.read(request["mapRunArn"], arns.MAP_RUN)
        run = self._ledger.records.map_run(arn.text) if caller.owns(arn) else None
        if run is None:
            raise errors.no_resource(arn.text)
        return run


def counts(of: Counts) -> dict[str, int]:
    """What has to do with redriving only where there is some."""
    numbers: dict[str, int] = asdict(of)
    names = [*_ALWAYS, "results_written", *(name for name in _WHERE_SOME if numbers[name])]
    return {_camel(name): numbers[name] for name in names}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _listed(run: MapRun) -> dict[str, Any]:
    return present(
        executionArn=run.execution_arn,
        mapRunArn=run.arn,
        stateMachineArn=run.machine_arn,
        startDate=moment(run.started),
        stopDate=moment(run.stopped) if run.stopped is not None else None,
    )
