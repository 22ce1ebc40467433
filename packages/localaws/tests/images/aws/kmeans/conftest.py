"""A training job's folder, as SageMaker lays it out, and rows of which something can be learned.

These tests run with the requirements of the image; without scikit-learn there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

AWS = Path(__file__).parents[4] / "src/localaws/images/aws"

if importlib.util.find_spec("sklearn") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(AWS / "kmeans"), str(AWS)]  # as /opt/program has them side by side

HYPERPARAMETERS = {"feature_dim": "2", "k": "4"}
CSV = "text/csv;label_size=0"


class Job:
    """The folder of one job. Its rows are CSV without a label until told otherwise."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.channels: dict[str, dict[str, Any]] = {}
        self.hyperparameters()

    def configure(self, name: str, values: dict[str, Any]) -> None:
        path = self.base / "input/config" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def hyperparameters(self, **changes: str | None) -> None:
        """Those of every job, changed; None takes one away."""
        values = {**HYPERPARAMETERS, **changes}
        self.configure("hyperparameters", {n: v for n, v in values.items() if v is not None})

    def channel(self, name: str, rows: Any) -> None:
        content = "".join(",".join(f"{cell:g}" for cell in row) + "\n" for row in rows)
        self.bytes_of(name, content.encode(), CSV)

    def bytes_of(self, name: str, content: bytes, content_type: str | None = None) -> None:
        path = self.base / "input/data" / name / "part-0"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        typed = {} if content_type is None else {"ContentType": content_type}
        self.channels[name] = {"TrainingInputMode": "File", **typed}
        self.configure("inputdataconfig", self.channels)

    def run(self) -> Any:
        """Train; the model that is then served."""
        from algorithm.model import load
        from algorithm.training import train
        from built_in.folders import Folders

        train(Folders(self.base))
        return load(self.base / "model")

    def refusal(self) -> str:
        """Why the job cannot be run."""
        from built_in.failure import CustomerError

        with pytest.raises(CustomerError) as caught:
            self.run()
        assert not list((self.base / "model").glob("*"))
        return str(caught.value)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path / "ml")
