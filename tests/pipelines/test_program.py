"""`python -m pipelines`: what it tells of the pipelines, and of modules that are wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.definition import Pipeline
from pipelines.summary import of

ROOT = Path(__file__).parents[2]
PIPELINE = """\
from pipelines.definition import Pipeline, Training

PIPELINE = Pipeline("{name}", "", Training(channels=()))
"""
BROKEN = {
    # A colon is missing.
    "colon": "from pipelines.definition import Pipeline\n\nif True\n    PIPELINE = 1\n",
    "misspelt": "from pipelines.definition import Pipelin\n\nPIPELINE = Pipelin()\n",
    "absent": "import no_such_library\n\nPIPELINE = 1\n",
    "undefined": "PIPELINE = Pipeline()\n",
    "refused": PIPELINE.format(name="Upper"),
    "another": PIPELINE.format(name="other"),
    "number": "PIPELINE = 1\n",
    "leaves": "import sys\n\nsys.exit('bye')\nPIPELINE = 1\n",
    "within": "from pipelines import rates\n\nPIPELINE = 1\n",
    "nothing": "PIPELINE = 1\x00\n",
}
WHOLE = {
    "talks": "print('hello')\n" + PIPELINE.format(name="talks"),
    "annotated": PIPELINE.format(name="annotated").replace(" =", ": Pipeline ="),
}
BESIDE = {"rates": "RATE = 1 / 0\n", "half": "def (\n"}  # no pipelines, nor do they say they are


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "pipelines", folder / "pipelines")
    for name, text in (BROKEN | WHOLE | BESIDE).items():
        (folder / "pipelines" / f"{name}.py").write_text(text)
    return folder


def ask(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines", *names]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def told(project: Path) -> dict[str, Any]:
    ended = ask(project)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def test_a_pipeline_is_told_with_all_that_it_takes() -> None:
    (told,) = json.loads(ask(ROOT, "bank").stdout)["pipelines"]
    assert (told["name"], told["algorithm"], told["processes"]) == ("bank", "xgboost 1.7-1", True)
    assert told["hyperparameters"]["eta"] == "0.2"
    assert told["hyperparameters"]["objective"] == "binary:logistic"
    assert {"data", "hyperparameters.eta", "processing.on_error"} <= set(told["input_keys"])
    assert sorted(told["machines"]) == ["endpoint", "processing", "training"]


def test_one_that_does_not_process_has_no_machines_for_it(tree: Pipeline) -> None:
    assert sorted(of(tree)["machines"]) == ["endpoint", "training"]


def test_those_that_are_whole_are_told_beside_those_that_are_not(told: dict[str, Any]) -> None:
    names = {each["name"] for each in told["pipelines"]}
    assert names == {"bank", "clicks", "iris", "ner", "script", *WHOLE}
    assert {each["name"] for each in told["broken"]} == set(BROKEN)


@pytest.mark.parametrize(
    ("name", "line", "problem"),
    [
        ("colon", 3, "expected ':'"),
        ("misspelt", 1, "cannot import name 'Pipelin'"),
        ("absent", 1, "No module named 'no_such_library'"),
        ("undefined", 1, "NameError: name 'Pipeline' is not defined"),
        ("refused", 3, "A pipeline's name is 1 to 20 lower-case letters"),
        ("another", None, "calls itself 'other' instead of 'another'"),
        ("number", None, "its PIPELINE is not a Pipeline"),
        ("leaves", 3, "SystemExit: bye"),
        ("nothing", None, "null bytes"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    told: dict[str, Any], name: str, line: int | None, problem: str
) -> None:
    (found,) = (each for each in told["broken"] if each["name"] == name)
    assert Path(found["file"]).name == f"{name}.py"
    assert found["line"] == line
    assert problem in found["problem"]
    assert "\n" not in found["sentence"]
    where = f"pipelines/{name}.py" + (f", line {line}: " if line else ": ")
    assert f"The pipeline {name} cannot be read: {where}" in found["sentence"]


def test_a_mistake_in_a_module_that_a_pipeline_imports_is_told_there(told: dict[str, Any]) -> None:
    (found,) = (each for each in told["broken"] if each["name"] == "within")
    assert (Path(found["file"]).name, found["line"]) == ("rates.py", 1)


def test_what_a_module_prints_is_not_among_it(project: Path) -> None:
    ended = ask(project, "talks")
    assert json.loads(ended.stdout)["pipelines"][0]["name"] == "talks"
    assert ended.stderr == "hello\n"


def test_a_name_that_there_is_not_is_one_sentence(project: Path) -> None:
    ended = ask(ROOT, "iriss")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert (
        ended.stderr
        == "There is no pipeline 'iriss'; there are: bank, clicks, iris, ner, script.\n"
    )


def test_no_sdk_is_loaded_to_tell() -> None:
    program = (
        "import runpy, sys\n"
        "runpy.run_module('pipelines', run_name='__main__')\n"
        "assert not {'sagemaker', 'stepfunctions', 'boto3'} & set(sys.modules)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
