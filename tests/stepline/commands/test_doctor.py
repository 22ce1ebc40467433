"""``stepline doctor`` as a shell runs it, where hardly anything is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stepline.commands.doctor import settings
from stepline.errors import UserError
from tests.stepline.conftest import stepline


@pytest.mark.parametrize(
    "given",
    [
        ["-c", "a=b", "--context", "c=d=e"],
        ["-ca=b", "--context=c=d=e"],
        ["--require-approval", "never", "-c", "a=b", "--hotswap", "-c", "c=d=e"],
    ],
)
def test_settings_are_taken_from_the_options_of_a_deployment(given: list[str]) -> None:
    assert settings(given) == ("a=b", "c=d=e")


@pytest.mark.parametrize("given", [["-c"], ["-c", "stage"], ["--context="]])
def test_a_setting_without_a_value_is_refused(given: list[str]) -> None:
    with pytest.raises(UserError, match="-c takes a setting such as"):
        settings(given)


def test_it_runs_to_its_end_where_nothing_is_there(tmp_path: Path) -> None:
    nothing = {
        "PATH": "/nowhere",
        "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        "AWS_EC2_METADATA_DISABLED": "true",
        "COLUMNS": "80",
    }
    home = tmp_path / "home"
    ended = stepline("doctor", "--json", home=home, cwd=tmp_path, **nothing)
    assert ended.returncode == 1, ended.stderr
    said = json.loads(ended.stdout)
    assert not said["ok"]
    problems = {each["check"] for each in said["findings"] if each["state"] == "problem"}
    assert {"region", "credentials", "CDK CLI", "template"} <= problems
    assert "Traceback" not in ended.stdout + ended.stderr
