"""Which python is meant by ``python``."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from stepline import programs

OURS = str(Path(sys.executable).parent)


def first(**present: str) -> str:
    return programs.path(present).split(os.pathsep)[0]


def test_it_is_this_environments_where_nothing_is_activated() -> None:
    assert first(PATH="/usr/bin:/bin") == OURS
    found = shutil.which("python", path=programs.path({"PATH": "/usr/bin:/bin"}))
    assert found == str(Path(OURS, "python"))


def test_it_is_the_other_environments_where_one_is_activated(tmp_path: Path) -> None:
    assert first(PATH="/mine:/bin", VIRTUAL_ENV=str(tmp_path)) == "/mine"
    conda = {"CONDA_DEFAULT_ENV": "mine", "CONDA_PREFIX": str(tmp_path)}
    assert first(PATH="/mine:/bin", **conda) == "/mine"


@pytest.mark.parametrize(
    "present",
    [
        {"VIRTUAL_ENV": sys.prefix},
        {"CONDA_DEFAULT_ENV": "base", "CONDA_PREFIX": "/opt/conda"},
        {"VIRTUAL_ENV": ""},
    ],
)
def test_ours_and_condas_base_are_no_other_environment(present: dict[str, str]) -> None:
    assert first(PATH="/bin", **present) == OURS


def test_a_folder_is_on_the_path_once() -> None:
    once = programs.path({"PATH": "/bin"})
    assert programs.path({"PATH": once}) == once
