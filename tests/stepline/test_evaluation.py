"""The text of an evaluation is shown, its pictures are named."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from stepline.evaluation import fetch_and_show
from tests.stepline.clients import S3, target

FOUND = {"run/evaluation/a.txt": b"Overall 89.5 %\n", "run/evaluation/b.png": b"\x89PNG"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def shown(output: dict[str, str] | None) -> str:
    file = io.StringIO()
    fetch_and_show(target(s3=S3(FOUND)), output, Console(file=file, width=200))
    return file.getvalue()


def test_the_text_is_shown_and_the_picture_named_by_its_path_from_here(home: Path) -> None:
    said = shown({"model": "ner-1", "evaluation": "s3://b/run/evaluation/"})
    assert said == "\nOverall 89.5 %\nPicture: home/evaluations/ner-1/b.png\n"
    assert (home / "evaluations" / "ner-1" / "b.png").read_bytes() == b"\x89PNG"


@pytest.mark.parametrize("output", [None, {}, {"model": "ner-1"}])
def test_a_run_without_an_evaluation_shows_nothing(output: dict[str, str] | None) -> None:
    assert shown(output) == ""
