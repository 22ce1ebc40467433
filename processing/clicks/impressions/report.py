"""What ``prepare`` did, counted: ``report.json``, its warnings, and the one line that sums it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .features import Features, most_unknown
from .log import Log
from .splits import Splits

_SHOWN = 10  # cells without a feature that the report names, of each column


def make(log: Log, splits: Splits, features: Features) -> dict[str, Any]:
    """The report, as JSON has it."""
    encoding = features.encoding
    return {
        "files": log.files,
        "rows": len(log),
        "encoding": encoding.fingerprint,
        "features": encoding.features,
        "categories": {name: len(cells) for name, cells in encoding.categories.items()},
        "splits": {
            part.name: {
                "rows": len(part),
                "clicked": int(log.clicked[part.rows].sum()),
                "without_feature": {
                    column: {
                        "rows": count,
                        "cells": most_unknown(log, encoding, part, column, _SHOWN),
                    }
                    for column, count in features.unknown(part).items()
                },
            }
            for part in splits
        },
    }


def warnings(report: Mapping[str, Any]) -> list[str]:
    """What the user should know beside the figures."""
    told = [
        f"the column {name} has no category with enough rows, and so no feature"
        for name, count in report["categories"].items()
        if not count
    ]
    if not report["splits"]["validation"]["rows"]:
        told.append(
            "the validation fraction is 0: the validation output holds the training rows again"
        )
    for name, split in report["splits"].items():
        for column, found in split["without_feature"].items():
            cells = ", ".join(f"{cell!r} ({count})" for cell, count in found["cells"].items())
            told.append(f"{name}: {column} has no feature in {found['rows']:,} rows: {cells}")
    return told


def summary(report: Mapping[str, Any]) -> str:
    """One line: the rows of each split, the features, the rate of clicks."""
    splits = report["splits"]
    sizes = ", ".join(f"{name} {split['rows']:,}" for name, split in splits.items())
    rate = 100 * splits["train"]["clicked"] / splits["train"]["rows"]
    columns = len(report["categories"])
    return (
        f"Rows: {sizes}; {report['features']} features of {columns} columns; {rate:.1f} % clicked; "
        f"encoding {report['encoding']}."
    )
