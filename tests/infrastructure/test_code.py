"""The assets: what changes their hash, and what does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack

from infrastructure.code import processing_code, repository_arn
from infrastructure.settings import SettingsError
from pipelines import catalog
from pipelines.definition import Algorithm


def asset_hash(folder: Path) -> str:
    return processing_code(Stack(App(), "Stack"), folder).asset_hash


def test_a_line_of_processing_code_changes_the_code_and_not_the_image(
    make: Callable[..., Any], sources: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(sources, changed)
    (changed / "processing/ner/__main__.py").write_text("print('changed')\n")

    def assets(root: Path) -> tuple[set[str], set[str]]:
        app, stack = make(root=root)
        manifest = app.synth().get_stack_artifact(stack.artifact_id).assembly.directory
        text = (Path(manifest) / f"{stack.stack_name}.assets.json").read_text()
        found = json.loads(text)
        code = {
            name
            for name, file in found["files"].items()
            if file["source"].get("packaging") == "zip"
        }
        return code, set(found["dockerImages"])

    before, after = assets(sources), assets(changed)
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_caches_are_no_code(tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text("print()\n")
    before = asset_hash(tmp_path)
    for cache in ("__pycache__/x.pyc", "package/__pycache__/y.pyc", ".pytest_cache/z", ".DS_Store"):
        file = tmp_path / cache
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("cache")
    assert asset_hash(tmp_path) == before


def packed(folder: Path) -> list[str]:
    """The files below the packages of the asset, in the order of their names."""
    app = App()
    asset = processing_code(Stack(app, "Stack"), folder)
    root = Path(app.outdir, asset.asset_path)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py"))


def test_what_all_pipelines_share_travels_beside_the_pipelines_own_code(tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text("print()\n")
    files = packed(tmp_path)
    assert files[0] == "__main__.py"
    assert {"evaluating/splits.py", "monitoring/captures.py"} < set(files)


def test_a_pipelines_own_package_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "evaluating").mkdir()
    (tmp_path / "evaluating/own.py").write_text("")
    assert [name for name in packed(tmp_path) if name.startswith("evaluating/")] == [
        "evaluating/own.py"
    ]


def image_assets(app: App, stack: Stack) -> dict[str, dict[str, Any]]:
    """What the CDK CLI is told to build, by the value of ACCELERATOR."""
    manifest = Path(app.synth().directory, f"{stack.stack_name}.assets.json")
    sources = [
        image["source"] for image in json.loads(manifest.read_text())["dockerImages"].values()
    ]
    return {each.get("dockerBuildArgs", {}).get("ACCELERATOR", ""): each for each in sources}


def test_an_image_has_dockers_format_which_is_the_only_one_that_sagemaker_takes(
    make: Callable[..., Any],
) -> None:
    (source,) = image_assets(*make()).values()
    assert source["dockerOutputs"] == ["type=docker"]
    assert source["platform"] == "linux/amd64"


def test_an_instance_with_a_gpu_gets_an_image_of_its_own_with_cuda(
    make: Callable[..., Any],
) -> None:
    images = image_assets(*make({"endpoint-instance-type": "ml.g4dn.xlarge"}))
    assert set(images) == {"", "cu126"}
    assert [image["dockerOutputs"] for image in images.values()] == [["type=docker"]] * 2


def test_a_pipeline_without_an_image_for_gpus_has_one_image(make: Callable[..., Any]) -> None:
    ner = catalog.load("ner")
    plain = replace(ner, training=replace(ner.training, gpu_image=False))
    settings = {"training-instance-type": "ml.g4dn.xlarge"}
    assert set(image_assets(*make(settings, pipeline=plain))) == {""}


def test_an_image_that_the_settings_name_runs_on_every_instance(
    synthesised: Callable[..., dict[str, Any]],
) -> None:
    uri = "111122223333.dkr.ecr.us-east-1.amazonaws.com/own:1"
    text = json.dumps(synthesised({"image-uri": uri, "training-instance-type": "ml.g4dn.xlarge"}))
    assert uri in text
    assert "container-assets" not in text


def test_a_companys_index_is_a_build_argument_that_pip_reads(make: Callable[..., Any]) -> None:
    images = image_assets(
        *make(
            {
                "pip-index-url": "https://packages.example/simple",
                "pip-extra-index-url": "https://more.example/simple",
                "training-instance-type": "ml.g4dn.xlarge",
            }
        )
    )
    for source in images.values():
        assert (
            source["dockerBuildArgs"].items()
            >= {
                "PIP_INDEX_URL": "https://packages.example/simple",
                "PIP_EXTRA_INDEX_URL": "https://more.example/simple",
            }.items()
        )


def test_a_built_in_algorithm_is_pulled_from_aws_and_nothing_is_built(
    make: Callable[..., Any],
) -> None:
    app, stack = make({"pipeline": "bank"})
    assembly = app.synth()
    manifest = Path(assembly.directory, f"{stack.stack_name}.assets.json")
    assert json.loads(manifest.read_text())["dockerImages"] == {}
    template = json.dumps(assembly.get_stack_by_name(stack.stack_name).template)
    assert "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1" in template
    assert ":ecr:us-east-1:683313688378:repository/sagemaker-xgboost" in template


def test_an_algorithm_that_there_is_not_is_a_settings_error(make: Callable[..., Any]) -> None:
    bank = replace(catalog.load("bank"), algorithm=Algorithm("xgboost", "9.9"))
    with pytest.raises(SettingsError, match=r"version: 9\.9"):
        make({"pipeline": "bank"}, pipeline=bank)


def test_the_repository_of_an_image_is_read_off_its_uri() -> None:
    assert (
        repository_arn(
            "763104351884.dkr.ecr.eu-west-1.amazonaws.com/team/pytorch-training:2.6-cpu", "aws"
        )
        == "arn:aws:ecr:eu-west-1:763104351884:repository/team/pytorch-training"
    )
    assert repository_arn(
        "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/image@sha256:00", "aws-cn"
    ).endswith(":cn-north-1:111122223333:repository/image")


@pytest.mark.parametrize("uri", ["python:3.11", "ghcr.io/owner/image:1", ""])
def test_an_image_that_is_not_in_ecr_has_no_repository_there(uri: str) -> None:
    with pytest.raises(SettingsError, match="Amazon ECR"):
        repository_arn(uri, "aws")
