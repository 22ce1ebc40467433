"""Versions that this project is not meant for are told from those that it cannot do with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from stepline.doctor import toolchain
from stepline.doctor.asking import NotThere
from stepline.doctor.finding import State

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("24.19.0", State.OK),
        ("22.0.0", State.OK),
        ("20.11.1", State.WARNING),
        ("16.20.2", State.PROBLEM),
        ("nonsense", State.PROBLEM),
        ("", State.PROBLEM),
        (NotThere("there is no program node on the PATH"), State.PROBLEM),
    ],
)
def test_node(version: str | NotThere, state: State) -> None:
    found = toolchain.node(version)
    assert found.state is state
    assert state is State.OK or (found.expected and found.mend == "make environment")


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("2.1148.1", State.OK),
        ("2.2000.0", State.OK),
        ("2.99.0", State.WARNING),
        ("3.0.0", State.PROBLEM),  # npm's `latest`, which is old and broken
        (NotThere("there is no program cdk on the PATH"), State.PROBLEM),
    ],
)
def test_cdk_cli(version: str | NotThere, state: State) -> None:
    assert toolchain.cdk_cli(version, "2.1148.1").state is state


def test_a_cli_without_a_project_that_pins_it_need_only_be_of_version_2() -> None:
    assert toolchain.cdk_cli("2.99.0", None).state is State.OK


def test_python_is_that_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=" + ".".join(map(str, toolchain.PYTHON))
    assert toolchain.python((3, 14), "3.14.0").state is State.OK
    assert toolchain.python((3, 10), "3.10.9").state is State.PROBLEM


def test_node_is_that_of_the_makefile() -> None:
    text = (ROOT / "Makefile").read_text()
    assert re.search(rf"v\({toolchain.NODE // 10}\[{toolchain.NODE % 10}-9\]", text)
