"""The command ``prepare``: divides the hours by what they say, so that one that once tests does so for ever."""

from __future__ import annotations

import csv
import json

from evaluating.splits import Shares, content, divide

from .options import Prepare
from .output import Output
from .table import COLUMNS, TARGET, read


def prepare(options: Prepare) -> str:
    """Write the splits and the report; a line that sums it up.

    Raises:
        JobProblem: the table cannot be used.
        Unusable: a split would be empty.
    """
    hours = read(options.data)
    # Without the rentals: a corrected one leaves the hour where it is.
    contents = [content(hour.cells) for hour in hours]
    splits = divide(contents, Shares(options.validation, options.test))
    sizes = {name: len(rows) for name, rows in splits.items()}
    with Output(options.output) as output:
        for name, rows in splits.items():
            with output.path(f"{name}/rows.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow((*COLUMNS, TARGET))
                writer.writerows((*hours[row].cells, hours[row].rentals) for row in rows)
        report = {"rows": len(hours), "splits": sizes}
        output.path("report/report.json").write_text(json.dumps(report, indent=2) + "\n")
        output.finish()
    return "Rows: " + ", ".join(f"{name} {size}" for name, size in sizes.items()) + "."
