"""The Python that an image's jobs run with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from localaws.images.aws_made import Catalogue
from localaws.images.interpreter import interpreter

from ..aws_images import URI, make


def test_the_python_of_an_image_sees_only_what_the_image_installs(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:3.11-slim\n")
    python = interpreter(tmp_path / "home", tmp_path)
    assert subprocess.run([python, "-I", "-c", "import json"]).returncode == 0
    ended = subprocess.run([python, "-I", "-c", "import moto"], capture_output=True, text=True)
    assert "No module named 'moto'" in ended.stderr


def test_an_image_that_cannot_be_built_ends_with_the_builders_words(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:3.11-slim\nRUN make everything\n")
    ended = subprocess.run(
        [sys.executable, "-m", "localaws.images.interpreter", str(tmp_path)],
        env={**os.environ, "LOCALAWS_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
    )
    assert ended.returncode != 0
    assert ended.stdout == ""
    assert "make everything" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_image_of_awss_own_is_named_by_its_uri(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "aws")
    catalogue = Catalogue.read("", tmp_path / "aws")
    monkeypatch.setattr(Catalogue, "read", lambda account: catalogue)
    python = interpreter(tmp_path / "home", URI)
    assert subprocess.run([python, "-I", "-c", "import json"]).returncode == 0


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("no/such/folder", "the build context no/such/folder is not a folder"),
        ("1.dkr.ecr.us-east-1.amazonaws.com/x:1", "is not a folder"),
        (
            URI,
            "no counting of the account 111122223333. If it is an image of your own, build it here",
        ),
    ],
)
def test_an_image_that_does_not_exist_is_said_not_to(
    tmp_path: Path, image: str, words: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "localaws.images.interpreter", image],
        env={**os.environ, "LOCALAWS_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode != 0
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
