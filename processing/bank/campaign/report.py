"""What ``prepare`` did, counted: ``report.json`` and the one line that sums it up."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .encoding import Encoding, unknown_in_words
from .options import Prepare
from .problems import Tolerance
from .sources import Source

_SHOWN = 20  # unknown categories of one column that the report names


@dataclass(frozen=True)
class Split:
    """How many rows a split has, how many of them say yes, and unknown categories by column."""

    rows: int
    yes: int
    unknown: Mapping[str, Counter[str]]


def make(
    options: Prepare,
    sources: Sequence[Source],
    ignored: Sequence[str],
    rows: int,
    encoding: Encoding,
    splits: Mapping[str, Split],
    tolerance: Tolerance,
    doubts: Sequence[str],
    began: float,
) -> dict[str, Any]:
    """The report. ``rows`` counts those with as many cells as the header, ``began`` is monotonic."""
    shares = options.shares
    kinds: dict[str, list[Any]] = {"number": [], "indicator": [], "categories": []}
    for feature in encoding.features:
        kinds[feature.kind].append(feature)
    return {
        "files": [
            {"file": s.name, "bytes": s.path.stat().st_size, "sha256": s.sha256()} for s in sources
        ],
        "ignored_files": list(ignored),
        "rows": rows,
        "skipped": {
            "rows": tolerance.total,
            "reasons": dict(tolerance.kinds),
            "examples": tolerance.examples,
        },
        "fractions": {
            "train": float(shares.train),
            "validation": float(shares.validation),
            "test": float(shares.test),
        },
        "validation_is_train": not shares.validation,
        "splits": {name: _counted(split) for name, split in splits.items()},
        "features": len(encoding.names),
        "numeric_columns": [feature.column for feature in kinds["number"]],
        "derived_features": [feature.name for feature in kinds["indicator"]],
        "categories": {feature.column: list(feature.values) for feature in kinds["categories"]},
        "dropped_columns": list(encoding.dropped),
        "doubts": list(doubts),
        "seconds": round(time.monotonic() - began, 3),
    }


def _counted(split: Split) -> dict[str, Any]:
    return {
        "rows": split.rows,
        "yes": split.yes,
        "no": split.rows - split.yes,
        "share_of_yes": round(split.yes / split.rows, 6) if split.rows else None,
        "unknown_categories": {
            column: {
                "rows": sum(counts.values()),
                "different": len(counts),
                "categories": dict(counts.most_common(_SHOWN)),
            }
            for column, counts in split.unknown.items()
        },
    }


def as_json(report: Mapping[str, Any]) -> str:
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def warnings(report: Mapping[str, Any]) -> list[str]:
    """What the user should know beside the figures."""
    told: list[str] = list(report["doubts"])
    if report["validation_is_train"]:
        told.append(
            "the validation fraction is 0: the validation output holds the training rows once more"
        )
    for name, split in report["splits"].items():
        for column, unknown in split["unknown_categories"].items():
            told.append(f"{name}: {unknown_in_words(column, unknown['categories'])}")
    return told


def summary(report: Mapping[str, Any]) -> str:
    """One line: the rows of each split, the features, the share of yes, what was skipped."""
    again = {"validation": " (the training rows again)"} if report["validation_is_train"] else {}
    sizes = ", ".join(
        f"{name} {split['rows']:,}{again.get(name, '')}" for name, split in report["splits"].items()
    )
    share = 100 * report["splits"]["train"]["share_of_yes"]
    skipped = report["skipped"]["rows"]
    tail = f"; {skipped:,} skipped" if skipped else ""
    doubts = "".join(f" Warning: {doubt}." for doubt in report["doubts"])
    return f"Rows: {sizes}; {report['features']} features; {share:.1f} % yes{tail}.{doubts}"
