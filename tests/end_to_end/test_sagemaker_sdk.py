"""The SageMaker Python SDK as a client: a user's program that knows nothing of the embedded AWS."""

from __future__ import annotations

import json
import random
import re
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .conftest import Terminal

pytestmark = pytest.mark.end_to_end

PROGRAMS = Path(__file__).parent / "sagemaker_sdk"


class Outside:
    """The way to the internet, as a proxy: it lets nothing through and remembers what was asked."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Refuse(BaseHTTPRequestHandler):
            def do_CONNECT(self) -> None:
                asked.append(self.path)
                self.send_error(403)

            def do_GET(self) -> None:
                self.do_CONNECT()

        self.asked = asked
        self.server = ThreadingHTTPServer(("localhost", 0), Refuse)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def environment(self) -> list[str]:
        """Assignments for ``env``."""
        proxy = f"http://localhost:{self.server.server_port}"
        return [f"{name}_PROXY={proxy}" for name in ("HTTP", "HTTPS")] + ["NO_PROXY=localhost"]


@pytest.fixture
def outside() -> Iterator[Outside]:
    made = Outside()
    yield made
    made.server.shutdown()
    made.server.server_close()


def run(terminal: Terminal, outside: Outside, program: str, *arguments: str) -> tuple[str, Any]:
    """What the program printed, and the object in its last line."""
    python = [sys.executable, "-W", "ignore", str(PROGRAMS / program), *arguments]
    said = terminal.run("exec", "--", "env", *outside.environment, *python)
    return said, json.loads(said.splitlines()[-1])


def test_an_image_of_ones_own_is_trained_deployed_and_asked(
    terminal: Terminal, outside: Outside, tmp_path: Path
) -> None:
    terminal.run("up", "--port", "0")
    docker = str(Path(sys.executable).parent / "localaws-docker")
    terminal.run("exec", "--", docker, "build", "--tag", "mean:1", str(PROGRAMS / "image"))
    numbers = tmp_path / "numbers.csv"
    numbers.write_text("1\n2\n6\n")

    said, seen = run(terminal, outside, "own_image.py", "mean:1", str(numbers))

    assert outside.asked == []
    assert seen["role"].endswith(":role/service-role/AmazonSageMaker-ExecutionRole")
    assert seen["bucket"] == "sagemaker-us-east-1-123456789012"
    # The log is shown while the job runs: its line comes before the word of its end.
    assert 0 < said.index("rows=3 mean=3.0;") < said.index("Completed - Training job completed")
    for phase in ("Starting", "Downloading", "Training", "Uploading"):
        assert f"{phase} - " in said
    assert "Billable seconds: " in said
    assert seen["metrics"] == [3.0]
    assert seen["attached"]
    assert "Failed. Reason: AlgorithmError: asked to fail, exit code: 3" in seen["failure"]
    assert seen["csv"] == [["-2.0"], ["2.0"]]
    assert seen["json"] == [-2.0, 2.0]
    assert seen["transform"] == "1,-2.0\n2,-1.0\n6,3.0\n"
    assert ":[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=6" in said
    assert (seen["models"], seen["configurations"], seen["endpoints"]) == ([], [], [])

    shown = terminal.run("job", seen["job"])
    assert "Billable time  " in shown
    assert shown.rstrip().endswith("rows=3 mean=3.0;")


def customers(count: int, seed: int) -> list[tuple[int, float, float]]:
    """Rows of a label and two features; the first one decides, but for some noise."""
    chance = random.Random(seed)
    rows = [(chance.random(), chance.random()) for _ in range(count)]
    return [(int(a + 0.1 * chance.random() > 0.5), a, b) for a, b in rows]


def test_aws_own_xgboost_is_trained_deployed_and_asked(
    terminal: Terminal, outside: Outside, tmp_path: Path
) -> None:
    tables = {
        "training": customers(800, seed=1),
        "validation": customers(200, seed=2),
        "features": [(0.1, 0.5), (0.9, 0.5)],
    }
    for name, rows in tables.items():
        lines = [",".join(map(str, row)) + "\n" for row in rows]
        (tmp_path / f"{name}.csv").write_text("".join(lines))
    terminal.run("up", "--port", "0")

    files = [str(tmp_path / f"{name}.csv") for name in tables]
    said, seen = run(terminal, outside, "built_in_xgboost.py", *files)

    assert outside.asked == []
    assert "[19]#011train-auc:" in said
    assert seen["auc"][-1] > 0.98
    [[unlikely], [likely]] = seen["csv"]
    assert float(unlikely) < 0.1
    assert float(likely) > 0.9
    scores = [prediction["score"] for prediction in seen["json"]["predictions"]]
    assert scores == [float(unlikely), float(likely)]

    shown = terminal.run("job", seen["job"], "--no-log")
    assert re.search(r"Final metrics .*train:auc ", shown)
    assert re.search(r"^ +max_depth +3$", shown, re.MULTILINE)


@pytest.mark.proof
def test_versions_of_a_model_are_registered_approved_deployed_and_found(
    terminal: Terminal, outside: Outside, tmp_path: Path
) -> None:
    terminal.run("up", "--port", "0")
    docker = str(Path(sys.executable).parent / "localaws-docker")
    terminal.run("exec", "--", docker, "build", "--tag", "mean:1", str(PROGRAMS / "image"))
    numbers = tmp_path / "numbers.csv"
    numbers.write_text("1\n2\n6\n")

    _, seen = run(terminal, outside, "model_registry.py", "mean:1", str(numbers))

    assert outside.asked == []
    assert seen["first"].endswith(":model-package/numbers/1")
    assert seen["second"] == {
        "ModelPackageVersion": 2,
        "ModelApprovalStatus": "PendingManualApproval",
        "CustomerMetadataProperties": {"rows": "3"},
    }
    assert "its ModelApprovalStatus is Rejected, and must be Approved." in seen["rejected"]
    assert seen["csv"] == [["-2.0"], ["2.0"]]
    assert seen["approved"] == [1]
    assert seen["job"] in seen["by_metric"]
    assert seen["job"] in seen["by_tag"]


@pytest.mark.proof
def test_aws_own_xgboost_is_tuned_taken_up_again_and_deployed(
    terminal: Terminal, outside: Outside, tmp_path: Path
) -> None:
    for name, seed in (("training", 1), ("validation", 2)):
        lines = [",".join(map(str, row)) + "\n" for row in customers(300, seed)]
        (tmp_path / f"{name}.csv").write_text("".join(lines))
    terminal.run("up", "--port", "0")

    files = [str(tmp_path / f"{name}.csv") for name in ("training", "validation")]
    _, seen = run(terminal, outside, "tuner.py", *files)

    assert outside.asked == []
    assert len(seen["values"]) == 4
    assert len(set(seen["tried"])) == 4
    assert seen["best"] == seen["attached"]
    assert seen["hyperparameters"]["_tuning_objective_metric"] == "validation:auc"
    assert float(seen["response"]) > 0.5
    assert seen["overall"] in (seen["best"], seen["again"])
    assert set(seen["automatic"]) == {"eta", "max_depth"}

    shown = terminal.run("job", seen["job"])
    assert re.search(rf"Best training job +{seen['best']}", shown)
