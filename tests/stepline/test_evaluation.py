"""The text of an evaluation is shown, its pictures are named."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from stepline.errors import UserError
from stepline.evaluation import document, fetch, find, has_one, show
from stepline.executions import Execution
from tests.stepline.clients import S3, Pages, target
from tests.stepline.test_executions import DEPLOYMENT

STACK = replace(DEPLOYMENT, table="table")
METRICS = json.dumps(
    {
        "rows": 27,
        "candidate": {
            "metrics": {
                "accuracy": {"value": 0.926, "low": 0.815, "high": 1.0},
                "f1": {"value": None, "low": None, "high": None},
            }
        },
        "champion": {"metrics": {"accuracy": {"value": 0.889, "low": 0.78, "high": 1.0}}},
        "difference": {"accuracy": {"value": 0.037, "low": -0.1, "high": 0.1}},
    }
).encode()
FOUND = {"run/evaluation/a.txt": b"Overall 89.5 %\n", "run/evaluation/b.png": b"\x89PNG"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def ended(output: dict[str, str] | None, status: str = "SUCCEEDED") -> Execution:
    return Execution("arn:x:run-1", status, [], output, None, None)


def fetched(found: dict[str, bytes] = FOUND) -> list[Path]:
    return fetch(target(s3=S3(found)), "s3://b/run/evaluation/")


def table(items: list[dict[str, Any]]) -> Any:
    return SimpleNamespace(get_paginator=lambda _: Pages([{"Items": items}]))


def waiting(name: str, evaluation: str) -> dict[str, Any]:
    texts = {"sk": name, "token": "T", "evaluation": evaluation}
    return {key: {"S": text} for key, text in texts.items()}


def shown(files: list[Path]) -> str:
    file = io.StringIO()
    show(files, Console(file=file, width=20))
    return file.getvalue()


def test_the_text_is_shown_and_the_picture_named_by_its_path_from_here(home: Path) -> None:
    assert shown(fetched()) == "\nOverall 89.5 %\nPicture: home/evaluations/run/b.png\n"
    assert (home / "evaluations" / "run" / "b.png").read_bytes() == b"\x89PNG"


@pytest.mark.parametrize("output", [None, {}, {"model": "ner-1"}])
def test_a_run_without_an_evaluation_has_none(output: dict[str, str] | None) -> None:
    assert not has_one(ended(output))
    with pytest.raises(UserError, match="run-1 has no evaluation: its pipeline makes none"):
        find(target(), DEPLOYMENT, ended(output))


@pytest.mark.parametrize("status", ["RUNNING", "FAILED"])
def test_one_that_goes_on_or_failed_has_none(status: str) -> None:
    with pytest.raises(UserError, match=f"has no evaluation: it is {status}"):
        find(target(dynamodb=table([])), STACK, ended(None, status))


def test_one_that_waits_for_approval_has_one_already() -> None:
    other = waiting("run-2", "s3://b/run-2/evaluation/")
    asked = table([other, waiting("run-1", "s3://b/run/evaluation/")])
    assert find(target(dynamodb=asked), STACK, ended(None, "RUNNING")) == "s3://b/run/evaluation/"


def test_metrics_are_shown_beside_those_of_what_serves_and_the_report_is_named() -> None:
    files = fetched({"run/evaluation/evaluation.json": METRICS, "run/evaluation/r.html": b"<p>"})
    assert shown(files) == (
        "\nOn 27 rows of the test split; in brackets: between what in 95 of 100 drawings of them.\n"
        "          New model           The one that serves  Difference\n"
        "accuracy  0.926 (0.815 to 1)  0.889 (0.78 to 1)    0.037 (-0.1 to 0.1)\n"
        "f1        —                   —                    —\n"
        "Report: home/evaluations/run/r.html\n"
    )


def test_a_first_model_stands_alone_and_a_champion_that_was_not_measured_is_said() -> None:
    first = json.loads(METRICS) | {"champion": None, "champion_problem": "It is gone."}
    said = shown(fetched({"run/evaluation/evaluation.json": json.dumps(first).encode()}))
    assert "The one that serves is not measured: It is gone.\n" in said
    assert "Difference" not in said


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"auc": 0.9}', b'{"candidate": {"metrics": []}}']
)
def test_json_of_another_shape_is_no_table(content: bytes) -> None:
    assert shown(fetched({"run/evaluation/evaluation.json": content})) == ""


def test_programs_get_the_files_and_what_is_in_those_that_are_json() -> None:
    files = fetched({"run/evaluation/e.json": b'{"auc": 0.9}', "run/evaluation/bad.json": b"{"})
    execution = ended({"evaluation": "s3://b/run/evaluation/"})
    told = document(DEPLOYMENT, execution, "s3://b/run/evaluation/", files)
    assert (told["type"], told["uri"]) == ("evaluation", "s3://b/run/evaluation/")
    assert [Path(file).name for file in told["files"]] == ["bad.json", "e.json"]
    assert told["contents"] == {"e.json": {"auc": 0.9}}
