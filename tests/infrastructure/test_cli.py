"""Whether the CDK CLI above the app was asked for all stacks, as its own command line says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infrastructure import cli

ROOT = Path(__file__).parents[2]
ASK = "from infrastructure.cli import means_all; print(means_all())"


@pytest.mark.parametrize(
    ("words", "means"),
    [
        (["deploy", "--all"], True),
        (["deploy", "--require-approval", "never", "--all=true"], True),
        (["deploy"], False),
        (["deploy", "stepline-ner-dev"], False),
    ],
)
def test_the_command_above_the_shell_is_read(tmp_path: Path, words: list[str], means: bool) -> None:
    """A program of the CLI's name starts the app as the CLI does: by a shell."""
    program = tmp_path / "cdk"
    command = f"{sys.executable} -c '{ASK}'"
    program.write_text(f"import subprocess\nsubprocess.run({command!r}, shell=True)\n")
    done = subprocess.run(
        [sys.executable, str(program), *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(means), done.stderr


def test_no_cli_above_means_no_such_thing() -> None:
    assert cli.means_all() is False


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        (["deploy", "stepline-bank-prod"], True),
        (["deploy", "stepline-*-prod", "--require-approval", "never"], True),
        (["deploy", "--all"], True),
        (["deploy", "stepline-ner-prod"], False),
        (["deploy"], False),
    ],
)
def test_a_stack_is_asked_for_by_its_name_a_pattern_or_with_all(
    monkeypatch: pytest.MonkeyPatch, words: list[str], asks: bool
) -> None:
    monkeypatch.setattr(cli, "_command_lines", lambda _: iter([["node", "/bin/cdk", *words]]))
    assert cli.asks_for("stepline-bank-prod") is asks


def test_a_process_that_is_not_there_means_no_such_thing() -> None:
    assert cli.means_all(2**22 + 1) is False
