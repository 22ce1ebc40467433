"""What a client sends, as TensorFlow Serving's REST API takes it. Pure.

AWS's image puts CSV, JSON lines and bare JSON into that form; facts from
aws/sagemaker-tensorflow-serving-container: ``tensorflow-serving.js``.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

_JSON = ("application/json", "application/jsonlines", "application/jsons")
DEFAULT_SIGNATURE = "serving_default"


class UnsupportedMediaType(ValueError):
    """Nothing that the image reads."""


class BadRequest(ValueError):
    """The body is not what its type says, or nothing that can be predicted on."""


@dataclass(frozen=True)
class PredictRequest:
    """One request to predict.

    Attributes:
        values: a list of instances where ``in_rows``, else the inputs as a whole.
    """

    values: Any
    in_rows: bool
    signature: str = DEFAULT_SIGNATURE


def read(body: bytes, content_type: str | None) -> PredictRequest:
    """The request of a body.

    Raises:
        UnsupportedMediaType, BadRequest: it is none.
    """
    kind = (content_type or "").split(";")[0].strip()
    if kind not in (*_JSON, "text/csv"):
        raise UnsupportedMediaType(f"Unsupported Media Type: {content_type or 'Unknown'}")
    try:
        text = body.decode()
        told = _csv(text) if kind == "text/csv" else _json(text)
    except ValueError as error:
        raise BadRequest(f"the body is not {kind}: {error}") from None
    if isinstance(told, dict):
        signature = told.get("signature_name", DEFAULT_SIGNATURE)
        if "instances" in told:
            return PredictRequest(_rows(told["instances"]), True, signature)
        if "inputs" in told:
            return PredictRequest(told["inputs"], False, signature)
    return PredictRequest(_rows(told if isinstance(told, list) else [told]), True)


def _rows(instances: Any) -> list[Any]:
    if not isinstance(instances, list) or not instances:
        raise BadRequest("instances must be a list that is not empty")
    return instances


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _csv(text: str) -> list[list[float | str]]:
    rows = csv.reader(io.StringIO(text), strict=True)
    return [[_number(cell) for cell in row] for row in rows if row]


def _number(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell
