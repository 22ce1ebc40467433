"""What SageMaker's machines cost an hour, from the table prices.csv beside this module.

A definition carries the prices of its own region, for the record of a run to say what its jobs cost: a table
with the same columns in its stead counts at the next deployment. `tools.costs` reads it too, and refuses
what is wrong in it with a sentence.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pipelines.instance_types import Kind

TABLE = Path(__file__).with_suffix(".csv")
ANY = "any"
"""The part of a price that is the same for every kind of job."""
VOLUME = "volume"
"""The item that is a GB of a machine's volume for a month."""


@dataclass(frozen=True)
class Prices:
    """Of one kind of job in one region, in US dollars; empty where the table has none."""

    hourly: Mapping[str, float]
    """By instance type."""
    volume: float | None
    """A GB of volume for a month; None: not in the table."""
    looked_up: str | None
    """When the newest of them was, such as 2026-11-26."""


@cache
def prices(region: str, kind: Kind, table: Path = TABLE) -> Prices:
    """What the table has for a kind of job; a row for that kind counts more than one for any.

    Raises ValueError for a price that is no number, and KeyError for a missing column.
    """
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["region"] == region]
    found: dict[str, float] = {}
    for part in (ANY, kind):
        for row in rows:
            if (row["part"] or ANY) == part:
                found[row["item"]] = float(row["usd"])
    return Prices(
        MappingProxyType({item: usd for item, usd in found.items() if item.startswith("ml.")}),
        found.get(VOLUME),
        max((row["date"] for row in rows if row["date"]), default=None),
    )
