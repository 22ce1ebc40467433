"""`app.py` as the CDK CLI starts it: a program with the context in its environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def start(
    context: dict[str, object], out: Path, project: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "CDK_CONTEXT_JSON": json.dumps(context),
        "CDK_OUTDIR": str(out),
        "CDK_VALIDATION": "false",
    }
    environment.pop("CDK_DEFAULT_ACCOUNT", None)
    environment["CDK_DEFAULT_REGION"] = "us-east-1"
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_writes_the_stack_of_the_configured_pipeline_and_stage(tmp_path: Path) -> None:
    done = start({"stepline:stage": "prod"}, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "stepline-ner-prod.template.json").is_file()


@pytest.mark.parametrize(
    ("context", "sentence"),
    [
        ({"stepline:schedule": "hourly"}, "stepline:schedule cannot be 'hourly'"),
        ({"stepline:sched": "x"}, "There is no setting stepline:sched"),
        ({"stepline:pipeline": "churn"}, "There is no pipeline 'churn'"),
        ({"stepline:training-instance-count": "9"}, "stepline:training-instance-count"),
    ],
)
def test_a_wrong_configuration_ends_with_one_sentence(
    context: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    done = start(context, tmp_path)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if not line.startswith("b'!!")]
    assert len(lines) == 1
    assert lines[0].startswith("stepline: ")
    assert sentence in lines[0]
    assert done.stdout == ""


def test_a_mistake_in_the_pipelines_module_ends_with_one_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "app.py", tmp_path)
    for room in ("infrastructure", "pipelines"):
        shutil.copytree(ROOT / room, tmp_path / room)
    (tmp_path / "pipelines" / "churn.py").write_text("PIPELINE = Pipeline(\n")
    done = start({"stepline:pipeline": "churn"}, tmp_path / "out", tmp_path)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if not line.startswith("b'!!")]
    assert lines == [
        "stepline: The pipeline churn cannot be read: pipelines/churn.py, line 1: "
        "'(' was never closed (SyntaxError)."
    ]
