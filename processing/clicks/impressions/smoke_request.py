"""A request for the endpoint to answer as soon as a new model serves: an impression of the test split, as features."""

from __future__ import annotations

import json
from collections.abc import Sequence

FILE = "smoke.json"


def text(ones: Sequence[int], features: int) -> str:
    """One row, of whose features these are 1, as Linear Learner reads JSON."""
    row = [0] * features
    for number in ones:
        row[number] = 1
    return json.dumps({"instances": [{"features": row}]})
