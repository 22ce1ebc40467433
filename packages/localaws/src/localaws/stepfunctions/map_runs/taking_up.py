"""A map run that goes on: what is known of its children, after a restart or for a redrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from localaws.stepfunctions.execution import PENDING_REDRIVE, RUNNING, Execution
from localaws.stepfunctions.map_runs import executions
from localaws.stepfunctions.map_runs.order import How, MapRunOrder
from localaws.stepfunctions.map_runs.record import PENDING, UNSUCCESSFUL, Child, MapRun
from localaws.stepfunctions.map_runs.store import every_child
from localaws.stepfunctions.map_runs.tally import Tally
from localaws.stepfunctions.map_runs.world import World


def take_up(tally: Tally, order: MapRunOrder, world: World) -> Iterator[Child]:
    """Count all children anew; those that run."""
    again = order.how is How.REDRIVE
    for earlier in every_child(world.store, tally.run.arn):
        child = _again(earlier, tally.run) if again else _found(earlier, tally.run, order, world)
        tally.count(None, child.status, child.items)
        if child.status == RUNNING:
            yield child
        elif child is not earlier:
            tally.change(child)


def _again(child: Child, run: MapRun) -> Child:
    """What did not succeed is to run again."""
    if child.status not in UNSUCCESSFUL:
        return child
    return replace(child, status=PENDING_REDRIVE, redrive=run.redrive_count)


def _found(child: Child, run: MapRun, order: MapRunOrder, world: World) -> Child:
    """What became of a child that was perhaps started before the restart."""
    if child.status not in (PENDING, PENDING_REDRIVE):
        return child
    started = replace(child, redrive=run.redrive_count)
    execution = world.execution(executions.arn(run, order.state, started))
    if execution is None or _is_earlier(execution, child):
        return child
    if execution.status == RUNNING:
        return replace(started, status=RUNNING)
    return started.ended(execution)


def _is_earlier(execution: Execution, child: Child) -> bool:
    """Whether the execution ended as it did before the redrive that the child waits for."""
    earlier = child.execution
    return earlier is not None and earlier.redrive_count == execution.redrive_count
