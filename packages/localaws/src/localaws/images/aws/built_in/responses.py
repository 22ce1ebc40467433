"""An answer: one object of facts for each row, as JSON, JSON lines or recordIO-protobuf, of some algorithms as CSV.

AWS's algorithms answer JSON where they are asked for a type that they do not write, CSV among them
(aws/sagemaker-python-sdk #993).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from . import tables
from .record_protobuf import Record, Tensor

Fact = float | int | list[float]

JSON = "application/json"
JSON_LINES = "application/jsonlines"
RECORDIO = "application/x-recordio-protobuf"
CSV = "text/csv"


@dataclass(frozen=True)
class Form:
    """What differs between algorithms: how JSON names the list of rows, and whether CSV is written too."""

    rows: str = "predictions"
    csv: bool = False


PREDICTIONS = Form()


def media_type(accept: str | None, form: Form = PREDICTIONS) -> str:
    """What type the answer has, for an Accept header; None where there is no such header."""
    for wanted in (accept or "").lower().split(","):
        named = wanted.partition(";")[0].strip()
        if named in (JSON, JSON_LINES, RECORDIO) or (named == CSV and form.csv):
            return named
    return JSON


def write(rows: Sequence[Mapping[str, Fact]], media_type: str, form: Form = PREDICTIONS) -> bytes:
    """The body of an answer, a row of facts for each row of the request.

    Raises:
        ValueError: JSON cannot say a fact, which is infinite or NaN.
    """
    if media_type == JSON:
        return json.dumps({form.rows: rows}, allow_nan=False).encode()
    if media_type == JSON_LINES:
        return "".join(json.dumps(row, allow_nan=False) + "\n" for row in rows).encode()
    if media_type == CSV:
        return "".join(",".join(map(str, row.values())) + "\n" for row in rows).encode()
    return tables.write(
        Record(
            {}, {key: Tensor(np.atleast_1d(fact).astype(np.float32)) for key, fact in row.items()}
        )
        for row in rows
    )
