"""The text of an evaluation is shown, its pictures are named."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from stepline.errors import UserError
from stepline.evaluation import document, fetch, has_one, show
from stepline.executions import Execution
from tests.stepline.clients import S3, target
from tests.stepline.test_executions import DEPLOYMENT

FOUND = {"run/evaluation/a.txt": b"Overall 89.5 %\n", "run/evaluation/b.png": b"\x89PNG"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def ended(output: dict[str, str] | None, status: str = "SUCCEEDED") -> Execution:
    return Execution("arn:x:run-1", status, [], output, None, None)


def fetched(found: dict[str, bytes] = FOUND) -> list[Path]:
    execution = ended({"model": "ner-1", "evaluation": "s3://b/run/evaluation/"})
    return fetch(target(s3=S3(found)), execution)


def test_the_text_is_shown_and_the_picture_named_by_its_path_from_here(home: Path) -> None:
    file = io.StringIO()
    show(fetched(), Console(file=file, width=20))
    assert file.getvalue() == "\nOverall 89.5 %\nPicture: home/evaluations/ner-1/b.png\n"
    assert (home / "evaluations" / "ner-1" / "b.png").read_bytes() == b"\x89PNG"


@pytest.mark.parametrize("output", [None, {}, {"model": "ner-1"}])
def test_a_run_without_an_evaluation_has_none(output: dict[str, str] | None) -> None:
    assert not has_one(ended(output))
    with pytest.raises(UserError, match="run-1 has no evaluation: its pipeline makes none"):
        fetch(target(), ended(output))


def test_one_that_goes_on_has_none_yet() -> None:
    with pytest.raises(UserError, match="has no evaluation: it is RUNNING"):
        fetch(target(), ended(None, "RUNNING"))


def test_programs_get_the_files_and_what_is_in_those_that_are_json() -> None:
    files = fetched({"run/evaluation/e.json": b'{"auc": 0.9}', "run/evaluation/bad.json": b"{"})
    execution = ended({"evaluation": "s3://b/run/evaluation/"})
    told = document(DEPLOYMENT, execution, files)
    assert (told["type"], told["uri"]) == ("evaluation", "s3://b/run/evaluation/")
    assert [Path(file).name for file in told["files"]] == ["bad.json", "e.json"]
    assert told["contents"] == {"e.json": {"auc": 0.9}}
