"""How a map run ends: what its state gets, once no child runs any more and none is to be started."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.stepfunctions.evaluation.failure import EvaluationFailure
from localaws.stepfunctions.execution import FAILED, SUCCEEDED
from localaws.stepfunctions.map_runs import preparing, results, tolerance, writing
from localaws.stepfunctions.map_runs.order import MapRunOrder
from localaws.stepfunctions.map_runs.store import every_child
from localaws.stepfunctions.map_runs.tally import Tally
from localaws.stepfunctions.map_runs.world import World
from localaws.stepfunctions.map_runs.writing import Unwritable
from localaws.stepfunctions.tasks.task import Ended, Failed, Succeeded


def end(tally: Tally, order: MapRunOrder, world: World, failure: Failed | None) -> Ended:
    """Write the results and close the record; ``failure`` is why it ended before its time, if it did."""
    ended = _result(tally, order, world, failure)
    stopped = world.clock.seconds()
    if isinstance(ended, Succeeded):
        tally.set(status=SUCCEEDED, stopped=stopped)
    else:
        tally.set(status=FAILED, stopped=stopped, error=ended.error, cause=ended.cause)
    return ended


def _result(tally: Tally, order: MapRunOrder, world: World, failure: Failed | None) -> Ended:
    """A failure of before is not hidden by one to write what there is."""
    if failure is not None and failure.error != tolerance.ERROR:
        return failure
    try:
        result = _write(tally, order, world, broken=failure is not None)
    except Unwritable as problem:
        return failure or Failed(writing.ERROR, str(problem))
    except EvaluationFailure as problem:
        return failure or Failed(problem.error, problem.cause)
    return failure or Succeeded(result)


def _write(tally: Tally, order: MapRunOrder, world: World, broken: bool) -> Any:
    """The state's result, which may lie in S3."""
    run = tally.run
    children = every_child(world.store, run.arn)
    writer = preparing.writing(run, order, world.s3)
    files = run.files
    if writer is None:
        result: Any = None if broken else results.collected(children, order.state)
    else:
        result, written = writer.write(children)
        files = (*files, *written)
    tally.set(
        items=replace(run.items, results_written=run.items.total),
        executions=replace(run.executions, results_written=run.executions.total),
        files=files,
    )
    return result
