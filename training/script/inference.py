"""Serves the network: the four functions that SageMaker's image of PyTorch calls.

text/csv           a row a line, the columns in their order, a header or none → a number a line
application/json   [[8, 1, 14.5, 0.6, 3], …]                                  → [123.4, …]
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import torch
from network import COLUMNS, Network

_CSV, _JSON = "text/csv", "application/json"


def model_fn(model_dir: str) -> Network:
    """Called once: the model that `train.py` has saved."""
    saved = torch.load(Path(model_dir, "model.pth"), map_location="cpu", weights_only=True)
    network = Network(saved["hidden"])
    network.load_state_dict(saved["state"])
    return network.eval()


def input_fn(body: str | bytes, content_type: str) -> torch.Tensor:
    """Called for each request: float32 [rows, columns]. Raises ValueError for what is no table of the columns."""
    text = body.decode() if isinstance(body, bytes | bytearray) else body
    kind = content_type.split(";")[0].strip()
    if kind == _JSON:
        rows = json.loads(text)
    elif kind == _CSV:
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        if rows and rows[0][0].strip() == COLUMNS[0]:
            rows = rows[1:]
    else:
        raise ValueError(f"A request is {_CSV} or {_JSON}, and not {kind}.")
    if not isinstance(rows, list) or not rows or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError(f"A row has the columns {', '.join(COLUMNS)}, and there is at least one.")
    return torch.tensor([[float(cell) for cell in row] for row in rows])


def predict_fn(rows: torch.Tensor, network: Network) -> list[float]:
    """Called with both: the rentals of each row."""
    with torch.no_grad():
        found: list[float] = network(rows).tolist()
    return found


def output_fn(rentals: list[float], accept: str) -> tuple[str, str]:
    """Called with that: the response, and its type. CSV, unless JSON is asked for."""
    if accept.split(";")[0].strip() == _JSON:
        return json.dumps(rentals), _JSON
    return "".join(f"{each:.1f}\n" for each in rentals), _CSV
