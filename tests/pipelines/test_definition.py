"""A pipeline's description: parts that do not fit together are refused where they are written."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from pipelines import catalog
from pipelines.definition import (
    Algorithm,
    Channel,
    Checkpoint,
    Evaluation,
    FromProcessing,
    Metric,
    Pipeline,
    Processing,
    Training,
)
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.parameters import Parameter
from pipelines.policy import Gate


def test_every_pipeline_of_the_catalog_loads_under_its_name() -> None:
    assert "ner" in catalog.names()
    for name in catalog.names():
        assert catalog.load(name).name == name


def test_a_pipeline_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(catalog.NoSuchPipeline, match=r"no pipeline 'nerr'; there are: .*ner"):
        catalog.load("nerr")


def test_a_description_cannot_be_changed(ner: Pipeline) -> None:
    with pytest.raises(FrozenInstanceError):
        ner.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["", "Ner", "ner-2", "2ner", "a" * 21])
def test_a_name_that_could_not_be_part_of_others_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name is 1 to 20 lower-case"):
        Pipeline(name, "", Training(channels=()))


def test_a_channel_must_read_an_output_that_is_written() -> None:
    channel = Channel("train", FromProcessing("trian"))
    with pytest.raises(ValueError, match="'trian', but the outputs are: none"):
        Pipeline("a", "", Training(channels=(channel,)))


def test_shares_are_parameters_that_make_one() -> None:
    half = Parameter("a", "number", 0.5, "")
    for shares in (("a",), ("a", "b")):
        processing = Processing(outputs=(), parameters=(half,), shares=shares)
        with pytest.raises(ValueError, match=r"whose defaults make 1, but these make 0\.5"):
            Pipeline("p", "", Training(channels=()), processing=processing)


def test_a_pipelines_own_machines_are_there_for_its_jobs() -> None:
    with pytest.raises(
        ValueError, match=r"cannot have ml.t2.medium: it is no instance type for tra"
    ):
        Pipeline("a", "", Training(channels=(), fleet=Fleet("ml.t2.medium")))
    with pytest.raises(ValueError, match=r"cannot have ml.trn1.2xlarge: .* for processing jobs"):
        Pipeline(
            "a",
            "",
            Training(channels=()),
            processing=Processing(outputs=(), fleet=Fleet("ml.trn1.2xlarge")),
        )


def test_a_deployments_machines_are_there_for_the_jobs(inputs: DeploymentInputs) -> None:
    assert replace(inputs, endpoint=Fleet("ml.t2.medium")).endpoint == Fleet("ml.t2.medium")
    with pytest.raises(ValueError, match=r"cannot have ml.t2.medium: .* for training jobs"):
        replace(inputs, training=Fleet("ml.t2.medium"))


def test_an_evaluation_must_read_outputs_that_are_written() -> None:
    with pytest.raises(ValueError, match="reads test, but the processing outputs are: train"):
        Pipeline(
            "a",
            "",
            Training(channels=()),
            processing=Processing(outputs=("train",)),
            evaluation=Evaluation(reads=("test", "train")),
        )


def test_a_built_in_algorithm_has_its_own_metrics() -> None:
    measured = Training(channels=(), metrics=(Metric("auc", "auc=(.+)"),))
    with pytest.raises(ValueError, match="defines metrics for xgboost"):
        Pipeline("a", "", measured, algorithm=Algorithm("xgboost", "1.7-1"))


def test_a_built_in_algorithm_has_no_other_image_for_a_gpu() -> None:
    training = Training(channels=(), gpu_image=True)
    with pytest.raises(ValueError, match="the one of xgboost is AWS's"):
        Pipeline("a", "", training, algorithm=Algorithm("xgboost", "1.7-1"))


def test_a_gate_needs_an_evaluation_that_has_its_metric() -> None:
    with pytest.raises(ValueError, match="has a gate by 'f1', but no evaluation"):
        Pipeline(name="a", description="", training=Training(channels=()), gate=Gate("f1", 0.5))


def test_a_checkpoint_of_a_hub_needs_its_hyperparameter() -> None:
    with pytest.raises(ValueError, match="'model_name', which is not among"):
        Pipeline("a", "", Training(channels=()), checkpoint=Checkpoint())


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"kind": "integer", "default": 0.5}, "of another type"),
        ({"kind": "integer", "default": True}, "of another type"),
        ({"kind": "integer", "default": 0, "least": 1}, "out of bounds"),
        ({"kind": "number", "default": 0, "above": 0}, "out of bounds"),
        ({"kind": "number", "default": 2.0, "most": 1}, "out of bounds"),
        ({"kind": "string", "default": "c", "choices": ("a", "b")}, "not among them"),
    ],
)
def test_a_default_must_keep_its_own_bounds(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Parameter(name="p", description="", **given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "integer", "default": 1, "least": 1, "most": 9}, "a whole number from 1 to 9"),
        ({"kind": "integer", "default": 1, "least": 1}, "a whole number of at least 1"),
        ({"kind": "number", "default": 1, "most": 9}, "a number of at most 9"),
        ({"kind": "number", "default": 1, "above": 0}, "a number above 0"),
        ({"kind": "boolean", "default": True}, "true or false"),
        ({"kind": "string", "default": "a", "choices": ("a", "b")}, 'one of "a", "b"'),
        ({"kind": "string", "default": ""}, "a string"),
    ],
)
def test_what_is_legal_is_said_in_words(given: dict[str, Any], words: str) -> None:
    assert Parameter(name="p", description="", **given).expects == words


@pytest.mark.parametrize("stage", ["", "Dev", "dev-1", "a" * 13])
def test_a_stage_that_could_not_be_part_of_names_is_refused(
    inputs: DeploymentInputs, stage: str
) -> None:
    with pytest.raises(ValueError, match="stage must be 1 to 12"):
        replace(inputs, stage=stage)


def test_a_checkpoint_is_either_in_s3_or_on_a_hub(inputs: DeploymentInputs) -> None:
    in_s3, on_a_hub = inputs, replace(inputs, pretrained="google-bert/bert-base-cased")
    assert (in_s3.checkpoint_prefix, in_s3.hub_name) == ("s3://a-bucket/pretrained/", None)
    assert (on_a_hub.checkpoint_prefix, on_a_hub.hub_name) == (None, "google-bert/bert-base-cased")
    scratch = replace(inputs, pretrained=None)
    assert (scratch.checkpoint_prefix, scratch.hub_name) == (None, None)
