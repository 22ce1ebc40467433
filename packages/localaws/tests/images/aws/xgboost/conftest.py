"""A training job's folder, as SageMaker lays it out, and data that follow a rule.

These tests run with the requirements of the image; without XGBoost there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest

AWS = Path(__file__).parents[4] / "src/localaws/images/aws"
IMAGE = AWS / "xgboost"

if importlib.util.find_spec("xgboost") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(IMAGE), str(AWS)]  # as /opt/program has them side by side
    # The same for `train` and `serve` as programs.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(AWS), os.environ.get("PYTHONPATH", "")])

ROUNDS = {"num_round": "3", "max_depth": "3"}
BINARY = {**ROUNDS, "objective": "binary:logistic"}


def rows(count: int, seed: int = 1) -> list[list[float]]:
    """Label first: whether the sum of the first two of three features is above 1."""
    generator = random.Random(seed)
    features = [[round(generator.random(), 4) for _ in range(3)] for _ in range(count)]
    return [[float(a + b > 1), a, b, c] for a, b, c in features]


def csv_text(table: list[list[float]]) -> str:
    return "".join(",".join(f"{cell:g}" for cell in row) + "\n" for row in table)


def libsvm_text(table: list[list[float]]) -> str:
    return "".join(
        f"{label:g} " + " ".join(f"{index}:{cell:g}" for index, cell in enumerate(cells)) + "\n"
        for label, *cells in table
    )


class Job:
    """The folder of one job. It has a train and a validation channel of CSV until told otherwise."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.channels: dict[str, dict[str, Any]] = {}
        self.configure("resourceconfig", {"current_host": "algo-1", "hosts": ["algo-1"]})
        self.hyperparameters(**BINARY)
        self.channel("train", csv_text(rows(200)))
        self.channel("validation", csv_text(rows(80, seed=2)))

    def configure(self, name: str, values: dict[str, Any]) -> None:
        path = self.base / "input/config" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def hyperparameters(self, **values: str) -> None:
        self.configure("hyperparameters", values)

    def channel(
        self,
        name: str,
        content: str | bytes,
        content_type: str | None = "text/csv",
        file: str = "part-0.csv",
        **config: str,
    ) -> None:
        """Add a file to a channel, or replace it."""
        path = self.base / "input/data" / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        typed = {} if content_type is None else {"ContentType": content_type}
        self.channels[name] = {"TrainingInputMode": "File", **typed, **config}
        self.configure("inputdataconfig", self.channels)

    def without(self, channel: str) -> None:
        del self.channels[channel]
        self.configure("inputdataconfig", self.channels)

    def run(self, version: str = "1.7-1", stopped: bool = False) -> None:
        from algorithm.paths import Paths
        from algorithm.training import job
        from algorithm.versions import Version

        job.run(Paths(self.base), Version.parse(version), lambda: stopped)

    def refusal(self, version: str = "1.7-1") -> str:
        """Why the job cannot be run."""
        from algorithm.training.errors import UserError

        with pytest.raises(UserError) as caught:
            self.run(version)
        assert not list((self.base / "model").glob("*"))
        return str(caught.value)

    def model(self, name: str = "xgboost-model") -> Any:
        import xgboost

        return xgboost.Booster(model_file=bytearray((self.base / "model" / name).read_bytes()))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path / "ml")
