"""The command ``prepare``: tables to features, fitted on the training split."""

from __future__ import annotations

import difflib
import time
from typing import Any

import numpy as np

from . import doubts, report, smoke_request, table
from .encoding import FILE, Encoding
from .features import unknown_categories, write, write_raw
from .fitting import fit
from .labels import LABEL, read_labels
from .numerals import numeral
from .options import DROPPED, Prepare
from .output import Output
from .problems import JobProblem, Tolerance, bad_number
from .sources import find
from .splits import divide
from .table import Table


def prepare(options: Prepare) -> dict[str, Any]:
    """Do the job and return its report, which is written to ``report/report.json`` as well.

    Raises:
        JobProblem: the data or the options cannot be used; nothing is written.
    """
    began = time.monotonic()
    if LABEL in options.dropped:
        raise JobProblem(f"--drop names {LABEL}, the label, without which nothing can be learned")
    sources, ignored = find(options.data)
    tolerance = Tolerance(options.skip)
    rows = table.read(sources, LABEL, tolerance)
    dropped = _present(options.dropped, rows.header)
    yes, usable = read_labels(rows, tolerance)
    if not len(usable):
        raise _nothing_usable(options, tolerance)
    splits = divide(rows, usable, LABEL, options.shares)
    encoding = fit(rows, splits["train"], LABEL, dropped)
    wrong = _without_number(rows, encoding, usable, tolerance)
    splits = {name: part[~np.isin(part, wrong)] for name, part in splits.items()}
    _check(splits, yes, usable)
    if not options.shares.validation:
        splits["validation"] = splits["train"]
    with Output(options.output) as output:
        for name, part in splits.items():
            with output.path(f"{name}/{name}.csv").open("w", encoding="utf-8", newline="") as file:
                write(file, rows, encoding, yes, part)
        # The same rows in the same order, for a model with another encoding.
        with output.path("rows/test.csv").open("w", encoding="utf-8", newline="") as file:
            write_raw(file, rows, splits["test"])
        output.path(f"encoding/{FILE}").write_text(encoding.as_json(), encoding="utf-8")
        made = report.make(
            options=options,
            sources=sources,
            ignored=ignored,
            rows=len(rows),
            encoding=encoding,
            splits={
                name: report.Split(
                    len(part), int(yes[part].sum()), unknown_categories(rows, encoding, part)
                )
                for name, part in splits.items()
            },
            tolerance=tolerance,
            doubts=doubts.of(rows, encoding, yes, np.sort(np.concatenate(list(splits.values())))),
            began=began,
        )
        output.path(f"report/{smoke_request.FILE}").write_text(
            smoke_request.text(rows, encoding, yes, splits["test"]), encoding="utf-8"
        )
        # The last to get its name: where there is a report, all else is there as well.
        output.path("report/report.json").write_text(report.as_json(made), encoding="utf-8")
        output.finish()
    return made


def _nothing_usable(options: Prepare, tolerance: Tolerance) -> JobProblem:
    if not tolerance.total:
        return JobProblem(f"there is a header, but no row, in {options.data}")
    return JobProblem(
        f"there is no row that can be used in {options.data}: all {tolerance.total} were skipped, "
        f"the first because of {tolerance.examples[0]}"
    )


def _present(dropped: tuple[str, ...], header: list[str]) -> list[str]:
    """The columns of the table to leave out. The usual ones may be absent; any other is a slip."""
    for name in dropped:
        if name not in header and name not in DROPPED:
            near = difflib.get_close_matches(name, header, 1)
            meant = f"did you mean {near[0]}?" if near else f"they are {', '.join(header)}"
            raise JobProblem(f"--drop names {name!r}, which is no column of the table: {meant}")
    return [name for name in dropped if name in header]


def _without_number(
    rows: Table, encoding: Encoding, usable: np.ndarray, tolerance: Tolerance
) -> np.ndarray:
    """int64: the usable rows that lack a number where their column has them; each is met once."""
    first: dict[int, str] = {}  # row → the first such column
    for feature in encoding.features:
        if feature.kind == "number":
            column = rows.columns[feature.column]
            wrong = column.rows_with([numeral(cell) is None for cell in column.cells])
            for row in np.intersect1d(wrong, usable):
                first.setdefault(int(row), feature.column)
    for row in sorted(first):
        column = rows.columns[first[row]]
        cell = column.cells[column.codes[row]]
        tolerance.meet(bad_number(first[row], cell, *rows.position(row)))
    found: np.ndarray = np.array(sorted(first), dtype=np.int64)
    return found


def _check(splits: dict[str, np.ndarray], yes: np.ndarray, usable: np.ndarray) -> None:
    """There must be both labels to learn from, and rows to measure the model on."""
    labels = yes[splits["train"]]
    if labels.all() or not labels.any():
        only = "yes" if len(labels) and labels[0] else "no"
        others = int((yes[usable] != (only == "yes")).sum())
        elsewhere = (
            f" ({others} of all {len(usable)} rows say otherwise, none of them in this split: more "
            "rows are needed)"
            if others
            else ""
        )
        raise JobProblem(
            f"all of the {len(labels)} rows to train on say {only}: there is nothing to tell apart"
            f"{elsewhere}"
        )
    if not len(splits["test"]):
        raise JobProblem("no row of the test split can be used")
