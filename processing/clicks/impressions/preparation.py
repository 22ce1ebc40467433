"""The command ``prepare``: a log to records, encoded by what its training split shows."""

from __future__ import annotations

import json
from typing import Any

from . import features, fitting, labels, log, raw, records, report, smoke_request
from .encoding import FILE
from .options import Prepare
from .output import Output
from .problems import JobProblem
from .splits import Splits, divide


def prepare(options: Prepare) -> dict[str, Any]:
    """Do the job and return its report, which is written to ``report/report.json`` as well.

    Raises:
        JobProblem: the data or the options cannot be used; nothing is written.
    """
    rows = log.read(options.data, options.label)
    splits = divide(rows, options.shares)
    _check(rows, splits)
    encoding = fitting.fit(rows, splits.train, options.label, options.min_rows)
    encoded = features.encode(rows, encoding)
    with Output(options.output) as output:
        for part in splits:
            # Without a share of its own the validation watches the training rows again.
            shown = part if len(part) else splits.train
            clicked = rows.clicked[shown.rows].tolist()
            with output.path(f"{part.name}/{part.name}.pbr").open("wb") as file:
                records.write(file, zip(encoded.of(shown), clicked, strict=True), encoding.features)
        asked = ((ones, None) for ones in encoded.of(splits.test))
        with output.path("requests/test.pbr").open("wb") as file:
            records.write(file, asked, encoding.features)
        # The same rows in the same order, for a model with another encoding.
        with output.path(f"rows/{raw.FILE}").open("w", encoding="utf-8", newline="") as text:
            raw.write(text, rows, splits.test)
        said = labels.text(encoding.fingerprint, rows.clicked[splits.test.rows].tolist())
        output.path(f"labels/{labels.FILE}").write_text(said, encoding="utf-8")
        output.path(f"encoding/{FILE}").write_text(encoding.as_json(), encoding="utf-8")
        made = report.make(rows, splits, encoded)
        written = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
        output.path(f"report/{smoke_request.FILE}").write_text(
            smoke_request.text(next(encoded.of(splits.test), []), encoding.features),
            encoding="utf-8",
        )
        # The last to get its name: where there is a report, all else is there as well.
        output.path("report/report.json").write_text(written, encoding="utf-8")
        output.finish()
    return made


def _check(rows: log.Log, splits: Splits) -> None:
    """There must be both labels to learn from."""
    clicked = rows.clicked[splits.train.rows]
    if clicked.all() or not clicked.any():
        raise JobProblem(
            f"{'all' if clicked.all() else 'none'} of the {len(clicked)} rows to train on were clicked: "
            "there is nothing to tell apart"
        )
