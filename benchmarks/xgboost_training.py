"""The training job of the image that stands in for AWS's XGBoost, against the bare library.

Both train on the same file with the same parameters and are evaluated on it in each round, as AWS's
image does. Both are whole processes: interpreter, imports, reading, training, model file. The bare one
reads with the library's own reader of CSV. They take turns, and the best time of each counts. Run it
with the image's requirements.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.table import Row

IMAGE = Path(__file__).resolve().parent.parent / "localaws/images/aws/xgboost"
SIZES = (41_000, 1_000_000)
TURNS = {41_000: 5, 1_000_000: 2}
RATIO, SECONDS = 1.15, 1.0  # at most so many times the bare library's time, and so much more
ROUNDS = 100
# The parameters of the public tutorial on the bank campaign's table.
PARAMETERS = {
    "max_depth": 5,
    "eta": 0.2,
    "gamma": 4,
    "min_child_weight": 6,
    "subsample": 0.8,
    "objective": "binary:logistic",
}
CATEGORIES = (12, 4, 8, 3, 3, 2, 10, 5, 3)  # columns of each one-hot group
BARE = """
import json, sys, warnings
warnings.simplefilter("ignore")
import xgboost
file, model, parameters, rounds = sys.argv[1:]
data = xgboost.DMatrix(f"{file}?format=csv&label_column=0")
booster = xgboost.train(json.loads(parameters), data, int(rounds), evals=[(data, "train")])
booster.save_model(model)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES, help="sizes of the table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), options.rows):
            print(row, flush=True)


def rows(base: Path, sizes: tuple[int, ...] = SIZES) -> Iterator[Row]:
    """``base`` is worked in."""
    for size in sizes:
        folder = base / str(size)
        file = folder / "input/data/train/train.csv"
        write_table(file, size)
        write_configuration(folder)
        turns = [(job(folder), bare(file, folder)) for _ in range(TURNS.get(size, 2))]
        shutil.rmtree(folder)
        ours, peer = (min(times) for times in zip(*turns, strict=True))
        yield Row(
            f"XGBoost training job, {size:,} rows",
            f"{ours:.2f} s",
            f"bare library {peer:.2f} s, {RATIO}x + {SECONDS:g} s",
            ours / peer,
            ours <= RATIO * peer + SECONDS,
        )


def write_table(file: Path, count: int) -> None:
    """Label, five whole numbers, five decimal ones, nine one-hot groups: 61 columns."""
    generator = np.random.default_rng(1)
    file.parent.mkdir(parents=True)
    with file.open("w", encoding="ascii") as opened:
        for start in range(0, count, 50_000):
            size = min(50_000, count - start)
            whole = generator.integers(0, (80, 3000, 40, 999, 7), (size, 5))
            decimal = generator.normal(0, 50, (size, 5)).round(3)
            hot = [np.eye(n, dtype=int)[generator.integers(0, n, size)] for n in CATEGORIES]
            chance = whole[:, 1] / 600 + decimal[:, 0] / 40 + hot[0] @ np.linspace(-1, 1, 12) - 3
            label = chance + generator.logistic(size=size) > 0
            columns = [label[:, None].astype(int), whole, *hot]
            for integers, decimals in zip(
                np.concatenate(columns, axis=1).tolist(), decimal.tolist(), strict=True
            ):
                opened.write(",".join(map(str, integers + decimals)) + "\n")


def write_configuration(base: Path) -> None:
    """A job's configuration as SageMaker writes it."""
    folder = base / "input/config"
    folder.mkdir(parents=True)
    strings = {name: str(value) for name, value in PARAMETERS.items()}
    channel = {"ContentType": "text/csv", "TrainingInputMode": "File"}
    for name, values in {
        "hyperparameters": {**strings, "num_round": str(ROUNDS)},
        "inputdataconfig": {"train": channel},
        "resourceconfig": {"current_host": "algo-1", "hosts": ["algo-1"]},
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(values))


def job(base: Path) -> float:
    """Run the image's ``train``; seconds."""
    environment = {**os.environ, "SAGEMAKER_BASE_DIR": str(base), "VERSION": "1.7-1"}
    return _seconds([sys.executable, str(IMAGE / "train")], environment)


def bare(file: Path, base: Path) -> float:
    """Train with the library alone; seconds."""
    words = [str(file), str(base / "bare.ubj"), json.dumps(PARAMETERS), str(ROUNDS)]
    # As our train has it; without it, a busy machine would slow the peer down several times.
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    return _seconds([sys.executable, "-c", BARE, *words], environment)


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    started = time.monotonic()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
