"""`app.py` as the CDK CLI starts it, a program with the context in its environment, and which stacks it makes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from constructs import IConstruct

from infrastructure.app import OTHERS, add_stacks, name_by_stack
from infrastructure.settings import SettingsError
from pipelines import catalog

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


DEPLOY, DESTROY = {"aws:cdk:bundling-stacks": ["**"]}, {"aws:cdk:bundling-stacks": []}


def app(context: dict[str, object], out: Path, sources: Path) -> App:
    made = App(context=context, outdir=str(out), builtin_cloud_formation_validation=False)
    add_stacks(made, {"AWS_REGION": "us-east-1"}, sources)
    return made


def stacks(scope: IConstruct) -> set[str]:
    """Those that a command means which names none."""
    return {each.node.id for each in scope.node.children if Stack.is_stack(each)}


@pytest.fixture
def every(sources: Path) -> set[str]:
    """A stack of each pipeline that these sources have an image of."""
    assert not (sources / "training" / "iris").exists()
    return {f"stepline-{name}-dev" for name in catalog.names() if name != "iris"}


def test_a_command_that_builds_means_the_default_pipeline_unless_it_names_another(
    tmp_path: Path, sources: Path, every: set[str]
) -> None:
    made = app(DEPLOY, tmp_path, sources)
    assert stacks(made) == {"stepline-ner-dev"}
    name_by_stack(Path(made.synth().directory))
    # The CLI finds the others by the name that `cdk list` shows.
    inside = json.loads((tmp_path / f"assembly-{OTHERS}" / "manifest.json").read_text())
    found = [a for a in inside["artifacts"].values() if a["type"] == "aws:cloudformation:stack"]
    assert {artifact["displayName"] for artifact in found} == every - {"stepline-ner-dev"}


def test_a_command_that_takes_down_means_none_of_several(
    tmp_path: Path, sources: Path, every: set[str]
) -> None:
    assert stacks(app(DESTROY, tmp_path, sources)) == every


@pytest.mark.parametrize("command", [DEPLOY, DESTROY])
def test_a_named_pipeline_is_all_that_the_app_has(
    command: dict[str, object], tmp_path: Path, sources: Path
) -> None:
    context = command | {"stepline:pipeline": "bank", "stepline:stage": "prod"}
    made = app(context, tmp_path, sources)
    assert [child.node.id for child in made.node.children if child.node.id != "Tree"] == [
        "stepline-bank-prod"
    ]


def test_settings_that_do_not_fit_a_pipeline_stop_no_command_but_its_own(
    tmp_path: Path, sources: Path, every: set[str]
) -> None:
    assert "stepline-iris-dev" not in stacks(app(DESTROY, tmp_path, sources)) == every
    with pytest.raises(SettingsError, match="Pipeline iris has no training/iris/Dockerfile"):
        app({"stepline:pipeline": "iris"}, tmp_path, sources)


@pytest.fixture
def staged(sources: Path, tmp_path: Path) -> Path:
    """The sources with a file of stages."""
    for name in ("training", "processing"):
        shutil.copytree(sources / name, tmp_path / "staged" / name)
    (tmp_path / "staged" / "stepline.toml").write_text(
        "[all]\nowner = 'ml'\n[stage.dev]\n[stage.prod]\nendpoint-instance-count = 2\n"
        "account = '111122223333'\nregion = 'eu-west-1'\n"
        "[stage.prod.pipeline.bank]\nendpoint-instance-count = 3\n"
    )
    return tmp_path / "staged"


def named(scope: IConstruct) -> dict[str, Stack]:
    every = scope.node.find_all()
    return {each.node.id: each for each in every if Stack.is_stack(each)}


def test_each_pipeline_has_a_stack_in_each_stage_and_the_first_stage_is_the_default(
    staged: Path, tmp_path: Path, every: set[str]
) -> None:
    made = app(DEPLOY, tmp_path / "out", staged)
    assert stacks(made) == {"stepline-ner-dev"}
    found = named(made)
    assert set(found) == every | {name.replace("-dev", "-prod") for name in every}
    prod = found["stepline-bank-prod"]
    assert (prod.account, prod.region) == ("111122223333", "eu-west-1")
    assert found["stepline-bank-dev"].region == "us-east-1"
    assert prod.tags.tag_values()["stepline:owner"] == "ml"
    instances = {
        name: stack.template_options.metadata["stepline:instances"]["endpoint"]["instance_count"]
        for name, stack in found.items()
        if name.startswith("stepline-bank")
    }
    assert instances == {"stepline-bank-dev": 1, "stepline-bank-prod": 3}


def test_all_means_all(
    staged: Path, tmp_path: Path, every: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room, file in (("training", "Dockerfile"), ("processing", "__main__.py")):
        (staged / room / "iris").mkdir()
        (staged / room / "iris" / file).touch()
    monkeypatch.setattr("infrastructure.app.cli._said", lambda _: ["deploy", "--all"])
    assert len(stacks(app(DEPLOY, tmp_path / "out", staged))) == 2 * (len(every) + 1)


@pytest.mark.parametrize("said", ["--all", "stepline-iris-prod", "*-prod"])
def test_what_is_asked_for_and_cannot_be_made_is_not_left_out_in_silence(
    staged: Path, tmp_path: Path, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infrastructure.app.cli._said", lambda _: ["deploy", said])
    with pytest.raises(
        SettingsError, match=r"^stepline-iris-\w+ cannot be made\. Pipeline iris has"
    ):
        app(DEPLOY, tmp_path / "out", staged)


def test_a_named_stage_is_all_that_the_app_has(
    staged: Path, tmp_path: Path, every: set[str]
) -> None:
    made = app({**DEPLOY, "stepline:stage": "prod"}, tmp_path / "out", staged)
    assert stacks(made) == {"stepline-ner-prod"}
    assert set(named(made)) == {name.replace("-dev", "-prod") for name in every}


def test_what_is_given_stands_above_the_file(staged: Path, tmp_path: Path) -> None:
    context = {"stepline:pipeline": "bank", "stepline:stage": "prod", "stepline:owner": "finance"}
    made = app({**DEPLOY, **context}, tmp_path / "out", staged)
    (stack,) = named(made).values()
    assert stack.tags.tag_values()["stepline:owner"] == "finance"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[stage.prod]\nlog-retention-days = 91\n",
            r"^stepline.toml, \[stage.prod\]: log-retention-days cannot be 91 .*such as 90",
        ),
        (
            "[stage.prod.pipeline.churn]\n",
            r"stepline.toml, \[stage.prod.pipeline.churn\]: there is no pipeline churn",
        ),
        ("[stage.Prod]\n", r"stepline.toml, \[stage.Prod\]: the stage cannot be 'Prod'"),
    ],
)
def test_a_mistake_in_any_stage_is_told_with_the_file_and_the_key(
    staged: Path, tmp_path: Path, text: str, sentence: str
) -> None:
    (staged / "stepline.toml").write_text(f"[stage.dev]\n{text}")
    with pytest.raises(SettingsError, match=sentence):
        app(DEPLOY, tmp_path / "out", staged)


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
