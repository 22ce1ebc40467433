"""What a step's result depends on, and the digest of it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import jsonata
from pipelines import catalog
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.variant import VARIANTS
from pipelines.workflow import fingerprint
from pipelines.workflow.state_machine import definition

PARTS = st.dictionaries(st.text("abc.", min_size=1), st.text(max_size=20), min_size=2, max_size=5)


def digest(parts: dict[str, Any]) -> Any:
    return jsonata.value(fingerprint.digest("$parts"), {"parts": parts})


@given(parts=PARTS)
def test_the_order_of_the_parts_does_not_matter(parts: dict[str, str]) -> None:
    assert digest(parts) == digest(dict(reversed(parts.items())))


@given(parts=PARTS, text=st.text(max_size=20))
def test_each_part_matters(parts: dict[str, str], text: str) -> None:
    name = next(iter(parts))
    same = parts[name] == text
    assert (digest(parts) == digest({**parts, name: text})) == same


@pytest.mark.parametrize("length", [4_999, 5_000, 5_001, 10_001, 60_000])
def test_a_text_of_any_length_counts_to_its_last_character(length: int) -> None:
    """Step Functions hashes 10,000 characters at most."""
    long = "x" * length
    assert digest({"a": long + "1", "b": ""}) != digest({"a": long + "2", "b": ""})


def test_where_a_part_is_not_known_there_is_no_digest() -> None:
    assert digest({"data": None, "code": "1.zip"}) is None


def begun(pipeline: Pipeline, inputs: DeploymentInputs, step: str, known: dict[str, Any]) -> Any:
    """The parts of a step, for what the execution knows by then."""
    state = definition(pipeline, inputs)["States"][f"Fingerprint {step}"]
    variables = {"states": {"input": known, "context": {}}}
    steps = jsonata.value(state["Output"][3:-3], variables, 0.0)["steps"]
    return next(one for one in steps.values() if "parts" in one and "began" in one)


@pytest.fixture
def known(check: Any) -> dict[str, Any]:
    listed = {"uri": "s3://b/x/", "objects": 1, "bytes": 2, "digest": "d"}
    return {
        **check({}),
        "inputs": {"data": listed, "checkpoint": listed},
        "steps": {"preprocess": {"fingerprint": "f"}},
    }


def test_the_configuration_of_a_tuning_is_part_of_the_training(
    inputs: DeploymentInputs, known: dict[str, Any]
) -> None:
    ner = catalog.load("ner")
    tuned = replace(inputs, variant=VARIANTS["tuned"])
    known = {
        **known,
        "config": {**known["config"], "tuning": {"training_jobs": 8, "parallel_jobs": 2}},
    }
    plain, with_tuning = (begun(ner, each, "training", known) for each in (inputs, tuned))
    assert ner.tuning is not None
    more = replace(ner, tuning=replace(ner.tuning, strategy="Random"))
    other = begun(more, tuned, "training", known)
    found = [one["fingerprint"] for one in (plain, with_tuning, other)]
    assert len(set(found)) == 3
    assert with_tuning["parts"]["tuning.training_jobs"] == "8"


def test_a_tuned_training_that_is_reused_still_says_what_was_tuned(
    inputs: DeploymentInputs, known: dict[str, Any]
) -> None:
    tuned = replace(inputs, variant=VARIANTS["tuned"], table="a-table")
    state = definition(catalog.load("ner"), tuned)["States"]["Reuse training"]
    found = {"job": "j", "execution": "arn:x:first", "run": "r"}
    variables = {
        "input": {**known, "steps": {"train": {"found": found, "began": 0}}},
        "result": {
            "TrainingJobName": "j",
            "HyperParameters": {"learning_rate": "1", "epochs": "3"},
        },
    }
    after = jsonata.value(state["Output"][3:-3], {"states": variables}, 0.0)
    assert after["tuning"] == {"best": {"TunedHyperParameters": {"learning_rate": "1"}}}
    assert after["training"]["TrainingJobName"] == "j"


def test_the_image_that_a_machine_needs_is_the_one_that_counts(
    inputs: DeploymentInputs, known: dict[str, Any]
) -> None:
    ner = catalog.load("ner")
    with_gpu = {**known, "images": {**known["images"], "training": "gpu:1"}}
    assert begun(ner, inputs, "training", with_gpu)["parts"]["image"] == "gpu:1"


def _otherwise(pipeline: Pipeline, part: str, **changes: Any) -> Pipeline:
    return replace(pipeline, **{part: replace(getattr(pipeline, part), **changes)})


NER = catalog.load("ner")
assert NER.evaluation is not None
assert NER.processing is not None
DESCRIBED: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "preprocessing": [
        ("processing", {"environment": {"A": "1"}}),
        ("processing", {"outputs": (*NER.processing.outputs, "more")}),
    ],
    "training": [
        ("training", {"environment": {"A": "1"}}),
        ("training", {"metrics": NER.training.metrics[1:]}),
        ("training", {"channels": NER.training.channels[:1]}),
    ],
    "evaluation": [
        ("evaluation", {"arguments": ("evaluate",)}),
        ("evaluation", {"reads": ("train", *NER.evaluation.reads)}),
        ("evaluation", {"reads_of_champion": ("train",)}),
        ("processing", {"environment": {"A": "1"}}),
    ],
}


@pytest.mark.parametrize("step", list(DESCRIBED))
def test_what_the_description_says_of_a_step_is_part_of_its_result(
    inputs: DeploymentInputs, known: dict[str, Any], step: str
) -> None:
    described = [NER, *(_otherwise(NER, part, **changes) for part, changes in DESCRIBED[step])]
    known = {**known, "training": {"ModelArtifacts": {"S3ModelArtifacts": "s3://b/m"}}}
    found = [begun(each, inputs, step, known)["fingerprint"] for each in described]
    assert len(set(found)) == len(described)
    assert None not in found


def test_an_evaluation_depends_on_both_models(
    inputs: DeploymentInputs, known: dict[str, Any]
) -> None:
    found = [
        begun(
            NER,
            inputs,
            "evaluation",
            {
                **known,
                "training": {"ModelArtifacts": {"S3ModelArtifacts": candidate}},
                "champion": champion,
            },
        )["fingerprint"]
        for candidate in ("s3://b/one", "s3://b/other")
        for champion in ({}, {"artifact": "s3://b/one"}, {"artifact": "s3://b/other"})
    ]
    assert len(set(found)) == 6
