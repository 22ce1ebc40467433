"""Keeps types and confusion table small enough to be read: the most frequent types, and all others as one."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST = 40
OTHERS = "(others)"
LONGEST = 60  # characters of a label


def shortened(
    types: dict[str, dict[str, Any]], table: tuple[list[str], list[list[int]]] | None
) -> tuple[dict[str, dict[str, Any]], dict[str, Any] | None]:
    """The types as they go into the file, and the confusion table's labels and counts."""
    frequent = sorted(types, key=lambda label: -int(types[label]["rows"]))[:MOST]
    shown = {label: types[label] for label in types if label in set(frequent)}
    named = {_short(label): one for label, one in shown.items()}
    return named, _table(table) if table else None


def _table(table: tuple[list[str], list[list[int]]]) -> dict[str, Any]:
    labels, counts = table
    numbers = np.array(counts, dtype=np.int64).reshape(len(labels), len(labels))
    if len(labels) > MOST:
        size = numbers.sum(axis=0) + numbers.sum(axis=1)
        shown = np.sort(np.argsort(-size, kind="stable")[: MOST - 1])
        group = np.full(len(labels), len(shown))
        group[shown] = np.arange(len(shown))
        smaller: np.ndarray = np.zeros((len(shown) + 1, len(shown) + 1), dtype=np.int64)
        np.add.at(smaller, (group[:, None], group[None, :]), numbers)
        labels, numbers = [*(labels[n] for n in shown), OTHERS], smaller
    return {"labels": [_short(label) for label in labels], "counts": numbers.tolist()}


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
