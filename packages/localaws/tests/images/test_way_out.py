"""What is said of an image of AWS's that nothing stands in for."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from localaws.images.way_out import ALGORITHMS, dockerfile, way_out

OWN = "123456789012"
SDK = Path(str(find_spec("sagemaker").origin)).parent / "image_uri_config"  # without its import


def repositories(content: object) -> set[str]:
    """Every repository that a file of the SDK names."""
    if isinstance(content, list):
        return set().union(*map(repositories, content))
    if not isinstance(content, dict):
        return set()
    own = {content["repository"]} if isinstance(content.get("repository"), str) else set()
    return own.union(*map(repositories, content.values()))


REPOSITORIES = sorted(
    set().union(*(repositories(json.loads(file.read_text())) for file in SDK.glob("*.json")))
)


@pytest.mark.parametrize("name", ["knn", "randomcutforest", "blazingtext", "object-detection"])
def test_of_a_built_in_algorithm_the_folder_is_named_that_would_bring_it(name: str) -> None:
    said = way_out(name, OWN)

    assert f"{name} is a built-in algorithm of AWS's that nothing stands in for here" in said
    assert f"add a folder {name}/" in said
    assert "docs/how-to/bring-an-aws-image.md" in said


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("tensorflow-training", "tensorflow"),
        ("sagemaker-tensorflow-scriptmode", "tensorflow"),
        ("mxnet-training", "mxnet"),
        ("huggingface-pytorch-training", "transformers torch"),
        ("huggingface-tensorflow-training", "transformers tensorflow"),
        ("pytorch-training-neuronx", "torch"),
        ("sagemaker-chainer", "chainer"),
        ("sagemaker-rl-ray-container", "ray[rllib]"),
        ("autogluon-training", "autogluon"),
    ],
)
def test_of_a_frameworks_image_the_dockerfile_is_told_that_gives_script_mode(
    name: str, package: str
) -> None:
    lines = dockerfile(package)

    assert " | ".join(lines) in way_out(name, OWN)
    assert len(lines) == 5
    assert lines[1] == f"RUN pip install sagemaker-training {package}"


@pytest.mark.parametrize(
    "name", ["tensorflow-inference", "djl-inference", "sagemaker-tritonserver", "tei-cpu", "tei"]
)
def test_of_an_image_that_serves_the_contract_is_told(name: str) -> None:
    assert "answers GET /ping and POST /invocations on port 8080" in way_out(name, OWN)


@pytest.mark.parametrize("name", ["sagemaker-clarify-processing", "sagemaker-spark-processing"])
def test_of_an_image_of_a_feature_the_guide_is_told(name: str) -> None:
    assert "add a folder for the repository (docs/how-to" in way_out(name, OWN)


def test_an_image_of_ones_own_in_another_account_is_to_be_pushed_to_this_one() -> None:
    assert f"push it to the account {OWN}" in way_out("my-trainer", OWN)
    assert "build it here" in way_out("my-trainer", "")


def test_every_repository_that_the_sdk_knows_is_known_for_one_of_awss() -> None:
    for name in REPOSITORIES:
        assert "If it is an image of your own" not in way_out(name, OWN), name
        assert len(way_out(name, OWN)) < 500  # a failure reason has 1024 characters


def test_the_built_in_algorithms_are_those_that_the_sdk_has() -> None:
    assert set(REPOSITORIES) >= ALGORITHMS


def test_the_guide_is_there() -> None:
    assert (Path(__file__).parents[2] / "docs/how-to/bring-an-aws-image.md").exists()
