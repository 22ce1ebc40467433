"""What pipelines there are is asked of the project's own program."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline import catalog
from stepline.catalog import Catalog
from stepline.errors import UserError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ours() -> Catalog:
    return catalog.read(ROOT)


def project(folder: Path, program: str) -> Path:
    (folder / "pipelines").mkdir()
    (folder / "pipelines" / "__init__.py").touch()
    (folder / "pipelines" / "__main__.py").write_text(program)
    return folder


def test_a_pipeline_is_known_by_what_it_takes(ours: Catalog) -> None:
    ner = ours.find("ner")
    assert ner.hyperparameters["epochs"] == "3"
    assert "hyperparameters.epochs" in ner.input_keys
    assert (ner.processes, ner.takes_checkpoint, ner.algorithm) == (True, True, None)
    assert ours.find("bank").machines["endpoint"].instance_count == 1


@pytest.mark.parametrize("name", ["iriss", "Iris", "irsi"])
def test_a_name_is_answered_by_a_near_one_and_by_all(ours: Catalog, name: str) -> None:
    with pytest.raises(UserError) as raised:
        ours.find(name)
    assert str(raised.value) == (
        f"There is no pipeline {name}. Did you mean iris? There are: bank, clicks, iris, ner, script."
    )


def test_a_name_like_none_is_answered_by_all(ours: Catalog) -> None:
    with pytest.raises(
        UserError, match=r"no pipeline churn\. There are: bank, clicks, iris, ner, script"
    ):
        ours.find("churn")


def test_a_pipeline_whose_module_is_wrong_is_a_sentence_and_a_name() -> None:
    known = Catalog(pipelines={}, broken={"ner": "The pipeline ner cannot be read: …, line 3: …."})
    with pytest.raises(UserError, match="line 3"):
        known.find("ner")
    with pytest.raises(UserError, match="Did you mean ner"):
        known.find("nerr")


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import no_such_library", "status 1: ModuleNotFoundError: No module named"),
        ("print('hello')", "is no list of pipelines"),
        ("print('[]')", "is no list of pipelines"),
        ('print(\'{"pipelines": [{}], "broken": []}\')', "is no list of pipelines"),
    ],
)
def test_a_project_that_tells_nothing_is_said(program: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=sentence):
        catalog.read(project(tmp_path, program))


def test_one_without_pipelines_says_so(tmp_path: Path) -> None:
    empty = project(tmp_path, 'print(\'{"pipelines": [], "broken": []}\')')
    with pytest.raises(UserError, match="no pipeline ner, and no other in the folder pipelines"):
        catalog.read(empty).find("ner")
