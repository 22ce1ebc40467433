"""``FROM`` an image of AWS's own."""

from __future__ import annotations

import pytest

from localaws.images.aws_base import aws_base
from localaws.images.base_image import Inherited
from localaws.images.build_plan import BuildPlan, plan
from localaws.images.dockerfile import DockerfileError
from localaws.images.run_command import MakeFolder

REGISTRY = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
TRAINING = f"{REGISTRY}/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
OWN = "RUN pip install six\nCOPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py"


def planned(image: str, more: str = OWN) -> BuildPlan:
    return plan(f"ARG BASE={image}\nFROM $BASE\n{more}", others=aws_base)


def test_what_stands_in_for_it_is_built_first_and_says_what_it_is() -> None:
    found = planned(TRAINING)
    inherited, *own = found.steps
    assert isinstance(inherited, Inherited)
    assert inherited.image.name == "pytorch"
    assert MakeFolder(("/opt/program",), "/") in inherited.steps
    assert len(own) == 2
    environment = found.config.environment
    assert environment["VERSION"] == "2.6.0"
    assert environment["SAGEMAKER_PROGRAM"] == "train.py"
    assert environment["PATH"].startswith("/opt/program:")
    assert (found.python, found.config.working_directory) == ("3.11", "/opt/program")


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (
            f"{REGISTRY}/pytorch-training:9.9.9-cpu-py312",
            r"has the tags of the versions: .*2\.6\.0",
        ),
        (TRAINING.replace("us-east-1", "mars-north-1"), "no pytorch-training in mars-north-1"),
        (TRAINING.replace("763104351884", "123456789012"), "in the account 763104351884"),
        (f"{REGISTRY}/djl-inference:1", "has no djl-inference"),
    ],
)
def test_one_that_there_is_not_is_refused_with_those_that_there_are(image: str, words: str) -> None:
    with pytest.raises(
        DockerfileError, match=f"line 2: FROM {image}: .*{words}.*runtime container"
    ):
        planned(image)


def test_any_other_base_is_refused_as_ever() -> None:
    with pytest.raises(DockerfileError, match=r"FROM ubuntu:22\.04 is not supported"):
        planned("ubuntu:22.04")
    with pytest.raises(DockerfileError, match="Python 2 is not supported"):
        planned("python:2.7")
