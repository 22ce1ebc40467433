"""A model that answers one number whatever it is asked, so that one sees which of two was asked."""

import argparse
import json
import os
from pathlib import Path


def model_fn(model_dir: str) -> float:
    """What serves: the number that the training was told."""
    number: float = json.loads(Path(model_dir, "number.json").read_text())
    return number


def predict_fn(rows: list[list[float]], number: float) -> list[float]:
    """Of each row the same."""
    return [number for _ in rows]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=float, required=True)
    parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    options = parser.parse_args()
    (options.model_dir / "number.json").write_text(json.dumps(options.number))
