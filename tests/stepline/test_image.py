"""``stepline image``: which folder, which sample, and what is asked of what serves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEPLINE = Path(sys.executable).parent / "stepline"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an image of its own and its samples."""
    image = tmp_path / "training" / "apples"
    image.mkdir(parents=True)
    (image / "Dockerfile").write_text(
        "FROM python:3.11\nENV PATH=/opt/program:$PATH\nCOPY --chmod=755 train /opt/program/\n"
    )
    (image / "train").write_text(
        '#!/bin/sh\ncd "${SAGEMAKER_BASE_DIR:-/opt/ml}"\ncat input/config/hyperparameters.json\n'
        "cp input/data/*/* model/\n"
    )
    samples = tmp_path / "samples" / "apples"
    samples.mkdir(parents=True)
    (samples / "apples.csv").write_text("1,2\n")
    (samples / "payload.csv").write_text("2\n")
    return tmp_path


def stepline(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(STEPLINE), "image", *arguments],
        env=os.environ | {"LOCALAWS_HOME": str(project / "home")},
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent; refuses what begins with "bad"."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(400 if body.startswith(b"bad") else 200)
        self.end_headers()
        kinds = f"{self.headers['Content-Type']} {self.headers['Accept']}"
        self.wfile.write(f"{self.path} {kinds} ".encode() + body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def port() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield str(server.server_port)
        server.shutdown()


def test_an_image_is_trained_by_its_name_on_its_sample(project: Path) -> None:
    ended = stepline(project, "train", "apples", "--set", "colour=red")
    assert ended.returncode == 0, ended.stderr
    assert '"colour": "red"' in ended.stdout
    model = project / "home/local-mode/apples/model/apples.csv"
    assert model.read_text() == "1,2\n"


def test_what_is_not_set_is_as_its_pipeline_says(project: Path) -> None:
    shutil.copytree(ROOT / "pipelines", project / "pipelines")
    described = (project / "pipelines/iris.py").read_text().replace('name="iris"', 'name="apples"')
    (project / "pipelines/apples.py").write_text(described)
    ended = stepline(project, "train", "apples", "--hyperparameter", "max_depth=3")
    assert ended.returncode == 0, ended.stderr
    shown = "(criterion=gini) (max_depth=5) (max_leaf_nodes=8) (min_samples_leaf=1) (seed=13)"
    shown = shown.replace("(max_depth=5)", "max_depth=3")
    assert f"Hyperparameters: {shown}\n" in ended.stderr
    assert '"max_depth": "3"' in ended.stdout
    (project / "pipelines/apples.py").write_text("PIPELINE = (\n")
    ended = stepline(project, "train", "apples")
    assert ended.returncode == 1
    assert "pipelines/apples.py, line 1: '(' was never closed" in ended.stderr


def test_an_image_is_trained_by_its_folder_on_another_with_other_data(project: Path) -> None:
    (project / "mine.csv").write_text("7\n")
    ended = stepline(project, "train", "training/apples", "here", "--channel", "x=mine.csv")
    assert ended.returncode == 0, ended.stderr
    assert (project / "here/input/data/x/mine.csv").exists()
    assert (project / "here/model/mine.csv").read_text() == "7\n"


def test_the_status_is_the_programs_own(project: Path) -> None:
    (project / "training/apples/train").write_text("#!/bin/sh\nexit 3\n")
    ended = stepline(project, "train", "apples")
    assert ended.returncode == 1
    assert "train failed with exit code 3" in ended.stderr


def test_serving_before_training_is_told_what_to_do(project: Path) -> None:
    ended = stepline(project, "serve", "apples", "--port", "0")
    assert ended.returncode == 1
    assert "train first" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ([], "/invocations text/csv None 2\n"),
        (["--accept", "text/csv"], "/invocations text/csv text/csv 2\n"),
        (["words.txt"], "/invocations text/plain None hello\n"),
        (["words.txt", "--content-type", "x/y"], "/invocations x/y None hello\n"),
        (["it.json"], "/invocations application/json None {}\n"),
    ],
)
def test_what_is_sent_is_the_sample_or_a_file_by_its_suffix(
    project: Path, port: str, arguments: list[str], answer: str
) -> None:
    (project / "words.txt").write_text("hello")
    (project / "it.json").write_text("{}")
    ended = stepline(project, "predict", "apples", *arguments, "--port", port)
    assert (ended.returncode, ended.stdout) == (0, answer), ended.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["predict", "apples", "bad.csv"], "400 Bad Request: /invocations text/csv None bad"),
        (["predict", "apples", "nowhere.csv"], "The file nowhere.csv cannot be read"),
        (
            ["predict", "apples", "--port", "9"],
            "Serve the image in another terminal: stepline image",
        ),
        (["predict", "pears"], "There is no image pears."),
        (["train", "pears"], "or a name of training: apples."),
        (["train", "samples"], "The folder samples is no image: it has no Dockerfile."),
        (["train", "apples", "--set", "x"], "expected KEY=VALUE, got 'x'"),
    ],
)
def test_a_mistake_is_one_sentence(
    project: Path, port: str, arguments: list[str], sentence: str
) -> None:
    (project / "bad.csv").write_text("bad")
    if arguments[0] == "predict" and "--port" not in arguments:
        arguments = [*arguments, "--port", port]
    ended = stepline(project, *arguments)
    assert ended.returncode in (1, 2)
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert sentence in ended.stderr


def test_an_image_without_a_sample_needs_a_file(project: Path) -> None:
    (project / "samples/apples/payload.csv").unlink()
    ended = stepline(project, "predict", "apples")
    assert "There is no payload in samples/apples. Name a file." in ended.stderr
