"""The Python that an image's jobs run with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from localaws.images.interpreter import interpreter


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
