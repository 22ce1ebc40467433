"""What HTTP and CSV cost an endpoint of the built-in XGBoost, compared with the bare library.

One request of ten thousand rows of CSV to the server of our image, against ``Booster.predict`` of the same
rows, which are numbers already: a DMatrix is made of them and predicted. In turns, so that whatever else
the machine does meets both alike. The table is as one-hot encoding makes it: ten columns of numbers, then
fifty of 0 and 1. Run it with the image's requirements.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.serving import running
from benchmarks.table import Row

ROOT = Path(__file__).resolve().parent.parent
IMAGE = ROOT / "packages/localaws/src/localaws/images/aws/xgboost"
ROWS, NUMBERS, DUMMIES = 10_000, 10, 50
TARGET = 2.0
TUTORIAL = {
    "objective": "binary:logistic",
    "max_depth": 5,
    "eta": 0.2,
    "gamma": 4,
    "min_child_weight": 6,
    "subsample": 0.8,
}


def table(rows: int, seed: int = 7) -> np.ndarray:
    """Integers as of ages and durations, decimals as of rates, and dummy variables."""
    random = np.random.default_rng(seed)
    integers = random.integers(1, [90, 3000, 30, 1000, 7], (rows, 5)).astype(float)
    decimals = np.round(random.normal([1.1, 93.9, -40, 3.6, 5167.0], 1.3, (rows, 5)), 3)
    dummies = (random.random((rows, DUMMIES)) < 0.15).astype(float)
    return np.hstack([integers, decimals, dummies])


def as_csv(numbers: np.ndarray) -> bytes:
    """As pandas or Excel write it: no fraction where there is none."""
    return "\n".join(",".join(f"{one:.10g}" for one in row) for row in numbers.tolist()).encode()


def train(numbers: np.ndarray, base: Path) -> Any:
    """A model of the public tutorial's size, a hundred rounds, saved where the server looks for it."""
    import xgboost

    score = numbers[:, 1] / 1000 + numbers[:, NUMBERS] - numbers[:, NUMBERS + 1]
    noise = np.random.default_rng(8).normal(0, 0.5, len(score))
    booster = xgboost.train(TUTORIAL, xgboost.DMatrix(numbers, label=score + noise > 1.5), 100)
    (base / "model").mkdir()
    booster.save_model(base / "model/model.ubj")
    return booster


def rows(rounds: int) -> Iterator[Row]:
    """Measure that many requests and predictions."""
    import xgboost

    numbers = table(ROWS)
    body = as_csv(numbers)
    with tempfile.TemporaryDirectory() as base:
        booster = train(numbers, Path(base))
        with running([str(IMAGE / "serve")], _environment(base)) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port)

            def ask() -> bytes:
                connection.request("POST", "/invocations", body, {"Content-Type": "text/csv"})
                return connection.getresponse().read()

            def predict() -> np.ndarray:
                return booster.predict(xgboost.DMatrix(numbers))

            if list(map(float, ask().split())) != predict().tolist():
                raise RuntimeError("the endpoint answers something else than the library predicts")
            ours, theirs = _compare([ask, predict], rounds)
    limit = f"Booster.predict {theirs * 1000:.1f} ms, at most {TARGET:g}x"
    ratio = ours / theirs
    what = f"XGBoost endpoint: CSV of {ROWS} rows"
    yield Row(what, f"{ours * 1000:.1f} ms", limit, ratio, ratio <= TARGET)


def _compare(actions: list[Callable[[], Any]], rounds: int) -> list[float]:
    """The median of the seconds that each takes, in turns."""
    seconds: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, each in zip(actions, seconds, strict=True):
            started = time.perf_counter()
            action()
            each.append(time.perf_counter() - started)
    return [statistics.median(each) for each in seconds]


def _environment(base: str) -> dict[str, str]:
    """The ``python3`` of the image's environment, which this program runs with, comes first."""
    return {
        "SAGEMAKER_BASE_DIR": base,
        "PYTHONPATH": str(IMAGE.parent),  # where what it shares with others is
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="requests that are sent")
    options = parser.parse_args()
    # Before XGBoost is loaded: threads that wait sleep, as the server's do. They spin by default, which on
    # a busy machine makes the library's prediction four times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    for row in rows(options.rounds):
        print(row, flush=True)


if __name__ == "__main__":
    main()
