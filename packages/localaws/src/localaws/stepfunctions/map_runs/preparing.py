"""What happens before a map run's first child: its settings are evaluated, its dataset becomes children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.map_runs import inputs
from localaws.stepfunctions.map_runs.executions import machine_arn
from localaws.stepfunctions.map_runs.numbers import most_items, number
from localaws.stepfunctions.map_runs.order import MapRunOrder
from localaws.stepfunctions.map_runs.reading import json_items
from localaws.stepfunctions.map_runs.reading.dataset import Dataset
from localaws.stepfunctions.map_runs.reading.item import Item
from localaws.stepfunctions.map_runs.record import PENDING, Child, MapRun
from localaws.stepfunctions.map_runs.s3 import S3
from localaws.stepfunctions.map_runs.tally import Tally
from localaws.stepfunctions.map_runs.world import World
from localaws.stepfunctions.map_runs.writing import Destination, Writing

_ROWS_AT_ONCE = 1000


def new_run(order: MapRunOrder, now: float) -> MapRun:
    """The map run of an order, before its settings are known."""
    return MapRun(order.arn, order.execution.arn, machine_arn(order.arn), now)


def with_settings(run: MapRun, order: MapRunOrder) -> MapRun:
    """The map run with its limits evaluated, which the engine has seen to be numbers.

    Raises:
        EvaluationFailure: one has no value.
    """
    state, scope = order.state, order.scope
    return replace(
        run,
        max_concurrency=int(number(state.max_concurrency, scope)),
        tolerated_count=int(number(state.tolerated_count, scope)),
        tolerated_percentage=number(state.tolerated_percentage, scope),
    )


def prepare(tally: Tally, order: MapRunOrder, world: World, aborted: Callable[[], bool]) -> None:
    """Keep a new map run with all its children, unless it is aborted meanwhile.

    Raises:
        Unreadable, Unwritable, EvaluationFailure: the dataset cannot be read, or there is no place for results.
    """
    store, arn = world.store, order.arn
    store.clear_children(arn)
    tally.keep()
    tally.run = with_settings(tally.run, order)
    writer = writing(tally.run, order, world.s3)
    if writer is not None:
        writer.check()
    found = children(order, world.s3)
    while page := list(islice(found, _ROWS_AT_ONCE)):
        if aborted():
            return
        store.put_children(arn, page)
        for child in page:
            tally.count(None, PENDING, child.items)
        tally.keep()
    tally.set(complete=True)


def children(order: MapRunOrder, s3: S3) -> Iterator[Child]:
    """The children that the dataset makes, as it is read.

    Raises:
        Unreadable, EvaluationFailure: at once or while it is read.
    """
    return inputs.children(order.state, order.scope, _items(order, s3))


def _items(order: MapRunOrder, s3: S3) -> Iterator[Item]:
    reader = order.state.reader
    if reader is None:
        keyed = json_items.of_value(order.items)
        return (Item(index, value, key=key) for index, (key, value) in enumerate(keyed))
    most = most_items(reader.max_items, order.scope)
    template = reader.parameters
    arguments = {} if template is None else templates.value(template, order.scope)
    given = arguments if isinstance(arguments, dict) else {}
    return Dataset(reader, given, s3, order.execution.region).items(most)


def writing(run: MapRun, order: MapRunOrder, s3: S3) -> Writing | None:
    """Who writes the results; None: they are the state's result.

    Raises:
        Unwritable, EvaluationFailure: the writer's arguments name no place.
    """
    writer = order.state.writer
    if writer is None or writer.resource is None:
        return None
    arguments = {} if writer.parameters is None else templates.value(writer.parameters, order.scope)
    return Writing(run, writer, Destination.of(arguments, run), s3)
