"""What the comparison means: each column beside its baseline, and one verdict for all. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .baseline import Summary
from .columns import OTHERS, Columns
from .divergence import (
    distance,
    distance_by_chance,
    stability_by_chance,
    stability_index,
)

DRIFTED, STEADY, TOO_LITTLE = "drifted", "steady", "too little"
_FALSE_ALARM_IN = 1000.0  # looks, in all columns together


@dataclass(frozen=True)
class Limits:
    """From what on a column has drifted, and how many rows a look needs."""

    stability: float
    distance: float
    rows: int


@dataclass(frozen=True)
class Compared:
    """One column: its two figures, the bounds that chance keeps, and whether it has drifted."""

    name: str
    rows: int
    stability: float
    stability_by_chance: float
    distance: float | None
    distance_by_chance: float | None
    drifted: bool
    expected: list[int]
    observed: list[int]
    cells: list[str]

    def as_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "stability_index": round(self.stability, 6),
            "stability_by_chance": round(self.stability_by_chance, 6),
            "ks_distance": None if self.distance is None else round(self.distance, 6),
            "ks_by_chance": None
            if self.distance_by_chance is None
            else round(self.distance_by_chance, 6),
            "drifted": self.drifted,
            "cells": self.cells,
            "expected": self.expected,
            "observed": self.observed,
        }


def judge(
    seen: Columns, baseline: Mapping[str, Summary], limits: Limits
) -> tuple[str, list[Compared]]:
    """The verdict, and the columns of the baseline, those that have drifted first.

    A column of which nothing was captured says nothing.
    """
    once_in = _FALSE_ALARM_IN * max(len(baseline), 1)
    compared = [
        _compare(
            name, seen.numbers.get(name, []), seen.words.get(name, Counter()), one, limits, once_in
        )
        for name, one in baseline.items()
        if seen.numbers.get(name) or seen.words.get(name)
    ]
    compared.sort(key=lambda one: (not one.drifted, -one.stability))
    if seen.rows < limits.rows:
        return TOO_LITTLE, compared
    return (DRIFTED if any(one.drifted for one in compared) else STEADY), compared


def _compare(
    name: str,
    numbers: list[float],
    words: Counter[str],
    expected: Summary,
    limits: Limits,
    once_in: float,
) -> Compared:
    observed = expected.count(numbers, words)
    rows = int(observed.sum())
    cells = int(((expected.counts > 0) | (observed > 0)).sum())
    present = (expected.counts > 0) | (observed > 0)
    index = stability_index(expected.counts[present], observed[present])
    by_chance = stability_by_chance(cells, expected.rows, rows, once_in)
    drifted = index > max(limits.stability, by_chance)
    apart: float | None = None
    apart_by_chance: float | None = None
    if expected.quantiles is not None and numbers:
        apart = distance(expected.quantiles, np.asarray(numbers))
        apart_by_chance = distance_by_chance(expected.rows, len(numbers), once_in)
        drifted = drifted or apart > max(limits.distance, apart_by_chance)
    return Compared(
        name,
        rows,
        index,
        by_chance,
        apart,
        apart_by_chance,
        drifted,
        expected.counts.tolist(),
        observed.tolist(),
        _names(expected),
    )


def _names(summary: Summary) -> list[str]:
    """What each cell holds, in words."""
    if summary.edges is None:
        return [*(summary.names or []), OTHERS]
    edges = [f"{edge:.4g}" for edge in summary.edges]
    inner = [f"{low} to {high}" for low, high in zip(edges, edges[1:])]
    return [f"below {edges[0]}", *inner, f"{edges[-1]} and more", "(no number)"]


def sentence(verdict: str, seen: Columns, compared: list[Compared], limits: Limits) -> str:
    """For people: what was found, with the number that decided."""
    if verdict == TOO_LITTLE:
        return f"There are {seen.rows} rows, too few to tell: {limits.rows} are needed."
    if verdict == STEADY:
        if not compared:
            return f"None of the {seen.rows} rows has a column that the baseline knows."
        first = compared[0]
        return (
            f"Of {seen.rows} rows no column has drifted; the furthest is {first.name}, with a stability index of "
            f"{first.stability:.3f} (limit {limits.stability:g})."
        )
    found = [one for one in compared if one.drifted]
    named = "; ".join(_told(one, limits) for one in found[:3])
    more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
    return (
        f"Of {seen.rows} rows {len(found)} of {len(compared)} columns have drifted: {named}{more}."
    )


def _told(one: Compared, limits: Limits) -> str:
    told = f"{one.name} with a stability index of {one.stability:.3f} (limit {limits.stability:g})"
    if one.distance is not None:
        told += (
            f" and a Kolmogorov-Smirnov distance of {one.distance:.3f} (limit {limits.distance:g})"
        )
    return told
