"""Bodies of requests as what a pipeline takes, and its results as bodies, by their types.

Facts from aws/sagemaker-huggingface-inference-toolkit: ``decoder_encoder.py``, ``content_types.py``.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

JSON, CSV, NPY, ANY = "application/json", "text/csv", "application/x-npy", "*/*"
UTF8_TYPES = (JSON, CSV)
_COLUMNS = ("question", "context", "inputs")


class PredictionError(ValueError):
    """A request cannot be answered; the message goes to the client."""


def decode(data: str | bytes, content_type: str) -> Any:
    """What a body says.

    Raises:
        PredictionError: it cannot be of that type, or that type cannot be read.
        ValueError: it is not what its type says.
    """
    kind, text = content_type.split(";")[0].strip(), data if isinstance(data, str) else ""
    if kind == JSON:
        return json.loads(data)
    if kind == CSV:
        return _table(text)
    raw = data.encode() if isinstance(data, str) else data
    if kind == NPY:
        import numpy

        return numpy.load(io.BytesIO(raw), allow_pickle=False)
    if kind.startswith("image/"):
        from PIL import Image

        return {"inputs": Image.open(io.BytesIO(raw)).convert("RGB")}
    if kind.startswith("audio/"):
        return {"inputs": raw}
    raise PredictionError(_unsupported(content_type))


def encode(result: Any, accept: str) -> str | bytes:
    """The other way round.

    Raises:
        PredictionError: nothing writes that type.
    """
    if accept == JSON:
        return json.dumps(
            result, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
        )
    if accept == CSV:
        rows = result if isinstance(result, list) else [result]
        written = io.StringIO()
        table = csv.DictWriter(written, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
        return written.getvalue()
    if accept == NPY:
        import numpy

        packed = io.BytesIO()
        numpy.save(packed, result)
        return packed.getvalue()
    raise PredictionError(_unsupported(accept))


def _table(text: str) -> dict[str, Any]:
    first = (text.splitlines() or [""])[0].lower()
    if not any(column in first for column in _COLUMNS):
        raise PredictionError(
            "You need to provide the correct CSV with Header columns to use it with the inference "
            "toolkit default handler."
        )
    rows = list(csv.DictReader(io.StringIO(text)))
    if rows and "inputs" in rows[0]:
        return {"inputs": [row["inputs"] for row in rows]}
    return {"inputs": rows}


def _unsupported(kind: str) -> str:
    return f"Content type {kind} is not supported by this framework."


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "save"):  # a picture
        import base64

        packed = io.BytesIO()
        value.save(packed, format="PNG")
        return base64.b64encode(packed.getvalue()).decode()
    return str(value)
