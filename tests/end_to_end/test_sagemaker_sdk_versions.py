"""Other versions of the SageMaker Python SDK as clients, each in an environment of its own.

They are no part of the lock: an environment is made when its proof runs, and kept beside those of images.
On Python 3.11, which is the oldest here, 2.94 needs nothing pinned beside it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, Terminal

pytestmark = [pytest.mark.end_to_end, pytest.mark.proof]

PROGRAMS = Path(__file__).parent / "sagemaker_sdk"
ENVIRONMENTS = ROOT / ".stepline" / "clients"
ROLE = "arn:aws:iam::123456789012:role/service-role/AmazonSageMaker-ExecutionRole"
OF_2022, THIRD = "sagemaker==2.94.0", "sagemaker==3.27.0"


def python_with(requirement: str) -> str:
    """The Python of an environment that has a version of the SDK, made where it is missing."""
    folder = ENVIRONMENTS / requirement.replace("==", "-")
    made = folder / "made"
    if not made.exists():
        uv = str(Path(sys.executable).parent / "uv")
        subprocess.run(
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True
        )
        python = str(folder / "bin" / "python")
        subprocess.run(
            [uv, "pip", "install", "--quiet", "--python", python, requirement], check=True
        )
        made.touch()
    return str(folder / "bin" / "python")


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("data") / "numbers.csv"
    path.write_text("1\n2\n6\n")
    return str(path)


@pytest.fixture(scope="module")
def embedded(terminal: Terminal) -> Terminal:
    """An embedded AWS that has the image ``mean:1``."""
    terminal.run("up", "--port", "0")
    docker = str(Path(sys.executable).parent / "localaws-docker")
    terminal.run("exec", "--", docker, "build", "--tag", "mean:1", str(PROGRAMS / "image"))
    return terminal


def run(terminal: Terminal, requirement: str, program: str, *arguments: str) -> Any:
    """The object in the last line that the program printed."""
    python = python_with(requirement)
    said = terminal.run("exec", "--", python, "-W", "ignore", str(PROGRAMS / program), *arguments)
    return json.loads(said.splitlines()[-1])


def test_version_2_of_2022_trains_deploys_and_transforms(embedded: Terminal, numbers: str) -> None:
    seen = run(embedded, OF_2022, "own_image.py", "mean:1", numbers)
    assert seen["metrics"] == [3.0]
    assert seen["attached"]
    assert "AlgorithmError: asked to fail, exit code: 3" in seen["failure"]
    assert (seen["csv"], seen["json"]) == ([["-2.0"], ["2.0"]], [-2.0, 2.0])
    assert seen["transform"] == "1,-2.0\n2,-1.0\n6,3.0\n"
    assert (seen["models"], seen["endpoints"]) == ([], [])


def test_version_2_of_2022_tunes(embedded: Terminal, numbers: str) -> None:
    seen = run(embedded, OF_2022, "tuned_image.py", "mean:1", numbers)
    assert len(seen["jobs"]) == 2
    assert seen["best"] in seen["jobs"]
    assert seen["objectives"] == [3.0, 3.0]


def test_version_3_trains_tunes_deploys_and_transforms(embedded: Terminal, numbers: str) -> None:
    seen = run(embedded, THIRD, "version_3.py", "mean:1", numbers, ROLE)
    assert seen["status"] == "Completed"
    assert seen["job"] in seen["jobs"]
    assert seen["tuned"] == 3.0
    assert seen["csv"] == ["-2.0", "2.0"]
    assert seen["transform"] == "-2.0\n-1.0\n3.0\n"
