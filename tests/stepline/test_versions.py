"""What `stepline --version` tells, here and in another folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stepline import versions


def test_ours_is_first_and_every_line_has_a_version() -> None:
    found = list(versions.lines())
    assert found[0].startswith("stepline ")
    assert all(re.search(r" \d+\.\d+\.\d+", line) for line in found)
    assert {line.rpartition(" ")[0] for line in found} >= {"localaws", "moto", "Python"}


def test_a_folder_without_the_cdk_cli_tells_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not any(line.startswith("CDK CLI") for line in versions.lines())


def test_what_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "DISTRIBUTIONS", ("stepline", "no-such-distribution"))
    assert not any("no-such" in line for line in versions.lines())
