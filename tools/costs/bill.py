"""What one run of a pipeline costs, and what a month: pure arithmetic on the tables and the pipeline's own machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from pipelines.definition import Pipeline
from pipelines.fleet import Fleet
from tools.costs.tables import ANY, Assumption, Price, TableError


@dataclass(frozen=True)
class Line:
    """One line of a bill."""

    what: str
    how_much: str
    usd: float


@dataclass(frozen=True)
class Bill:
    """A pipeline's: the lines of a run, and those of a month, in which the runs are one line."""

    pipeline: str
    run: tuple[Line, ...]
    month: tuple[Line, ...]

    @property
    def of_a_run(self) -> float:
        return sum(line.usd for line in self.run)

    @property
    def of_a_month(self) -> float:
        return sum(line.usd for line in self.month)


def bill(
    pipeline: Pipeline,
    region: str,
    prices: Sequence[Price],
    assumptions: Sequence[Assumption],
) -> Bill:
    """Raises TableError where a table lacks what this pipeline takes."""
    price = partial(_price, prices, region)
    assumed = partial(_assumed, assumptions, pipeline.name)

    def job(part: str, kind: str, fleet: Fleet, volume_gb: int) -> Line:
        minutes = assumed(part)
        hours = minutes / 60 * fleet.instance_count
        volume = volume_gb * hours / 730 * price("volume", kind)
        cost = hours * price(fleet.instance_type, kind) + volume
        return Line(part, f"{_number(minutes)} minutes of {_machines(fleet)}", cost)

    run = []
    if pipeline.processing:
        own = pipeline.processing
        run.append(job("processing", "processing", own.fleet, own.volume_gb))
    run.append(job("training", "training", pipeline.training.fleet, pipeline.training.volume_gb))
    if pipeline.transformation and pipeline.asks_in_every_execution:
        run.append(job("transform", "transform", pipeline.transformation.fleet, 0))
    if pipeline.evaluation and pipeline.processing:
        run.append(job("evaluation", "processing", own.fleet, own.volume_gb))
    transitions, logs = assumed("transitions"), assumed("logs")
    run.append(
        Line(
            "state machine",
            f"{_number(transitions)} transitions",
            transitions * price("transition"),
        )
    )
    run.append(Line("logs", f"{_number(logs)} GB", logs * price("logs")))

    runs, hours, serving = assumed("runs"), assumed("endpoint hours"), pipeline.serving.fleet
    # What the runs of a month leave lies there for half of it on average; nothing expires by default.
    stored, image = assumed("stored"), assumed("image")
    watched = assumed("alarm metrics")
    month = (
        Line(
            "endpoint",
            f"{_number(hours)} hours of {_machines(serving)}",
            hours * serving.instance_count * price(serving.instance_type, "endpoint"),
        ),
        Line("runs", f"{_number(runs)} runs", runs * sum(line.usd for line in run)),
        Line(
            "S3",
            f"{_number(stored * runs)} GB more each month",
            stored * runs / 2 * price("s3"),
        ),
        Line("image", f"{_number(image)} GB", image * price("registry")),
        Line("schedule", "one rule", price("rule")),
        Line("alarms", f"{_number(watched)} metrics", watched * price("alarm")),
        Line("dashboard", "one", price("dashboard")),
    )
    return Bill(pipeline.name, tuple(run), month)


def _price(prices: Sequence[Price], region: str, item: str, part: str = ANY) -> float:
    for wanted in (part, ANY):
        for price in prices:
            if (price.region, price.item, price.part) == (region, item, wanted):
                return price.usd
    raise TableError(
        f"The prices have no row for {item} in {region}{'' if part == ANY else f' ({part})'}: add one."
    )


def _assumed(assumptions: Sequence[Assumption], pipeline: str, what: str) -> float:
    for wanted in (pipeline, ANY):
        for assumption in assumptions:
            if (assumption.pipeline, assumption.what) == (wanted, what):
                return assumption.amount
    raise TableError(f"The assumptions have no row for {what} of {pipeline}: add one.")


def _machines(fleet: Fleet) -> str:
    count = f"{fleet.instance_count} × " if fleet.instance_count > 1 else ""
    return f"{count}{fleet.instance_type}"


def _number(amount: float) -> str:
    return f"{amount:g}"
