"""A synthesis is used again only for the very same sources and options."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline import assembly


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "pipelines" / "ner.py").write_text("one")
    (tmp_path / "app.py").write_text("app")
    (tmp_path / "cdk.json").write_text("{}")
    (tmp_path / "requirements.lock").write_text("")
    return tmp_path


def test_the_first_deployment_makes_it_and_the_next_one_uses_it(project: Path) -> None:
    made = assembly.folder(project / "home", project, ["-c", "a=b"])
    assert assembly.options(made) == ["--output", str(made)]
    made.mkdir(parents=True)
    assembly.keep(made)
    assert assembly.options(made) == ["--app", str(made)]


def test_an_assembly_whose_deployment_did_not_end_well_is_made_again(project: Path) -> None:
    made = assembly.folder(project / "home", project, [])
    made.mkdir(parents=True)
    assert assembly.options(made)[0] == "--output"


@pytest.mark.parametrize("name", ["app.py", "cdk.json", "requirements.lock", "pipelines/ner.py"])
def test_a_changed_source_is_another_assembly(project: Path, name: str) -> None:
    before = assembly.folder(project / "home", project, [])
    (project / name).write_text("changed")
    assert assembly.folder(project / "home", project, []) != before


def test_a_changed_run_bit_is_another_assembly(project: Path) -> None:
    before = assembly.folder(project / "home", project, [])
    (project / "app.py").chmod(0o755)
    assert assembly.folder(project / "home", project, []) != before


def test_other_options_are_another_assembly(project: Path) -> None:
    one = assembly.folder(project / "home", project, ["-c", "stepline:stage=dev"])
    assert assembly.folder(project / "home", project, ["-c", "stepline:stage=prod"]) != one


def test_compiled_files_do_not_count(project: Path) -> None:
    before = assembly.folder(project / "home", project, [])
    (project / "pipelines" / "__pycache__").mkdir()
    (project / "pipelines" / "__pycache__" / "ner.pyc").write_bytes(b"compiled")
    assert assembly.folder(project / "home", project, []) == before
