"""Deployment inputs and pipelines to build with, and Step Functions' way of evaluating JSONata."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import jsonata
import pytest

from pipelines import catalog
from pipelines.definition import (
    Channel,
    Evaluation,
    FromData,
    FromProcessing,
    Pipeline,
    Processing,
    Training,
)
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.parameters import Parameter
from pipelines.variant import VARIANTS
from pipelines.workflow.state_machine import definition

EXECUTION = {
    "Id": "arn:aws:states:us-east-1:123456789012:execution:stepline-ner-dev:first",
    "Name": "first",
    "StartTime": "2026-03-01T10:00:00.000Z",
}


@pytest.fixture(scope="session")
def inputs() -> DeploymentInputs:
    return DeploymentInputs(
        region="us-east-1",
        bucket="a-bucket",
        image_uri="123456789012.dkr.ecr.us-east-1.amazonaws.com/stepline:ner",
        gpu_image_uri="123456789012.dkr.ecr.us-east-1.amazonaws.com/stepline:ner-gpu",
        execution_role_arn="arn:aws:iam::123456789012:role/stepline-ner-dev-execution",
        stage="dev",
        endpoint_name="stepline-ner-dev",
        code_uri="s3://cdk-assets/0f1e2d.zip",
        code_file="0f1e2d.zip",
        source_uri="s3://cdk-assets/3c4b5a.tar.gz",
        pretrained="s3://a-bucket/pretrained/",
        tags={"cost-center": "research"},
    )


@pytest.fixture(scope="session")
def ner() -> Pipeline:
    return catalog.load("ner")


@pytest.fixture(scope="session")
def tree() -> Pipeline:
    """A made-up one that trains straight on the data: nothing is processed, nothing is pretrained."""
    return Pipeline(
        name="tree",
        description="Train a decision tree on the data as it lies in S3, and serve it.",
        training=Training(
            channels=(Channel("training", FromData(), content_type="text/csv"),),
            parameters=(
                Parameter("max_leaf_nodes", "integer", 5, "leaves of the tree", least=2, most=100),
                Parameter(
                    "criterion", "string", "gini", "how to split", choices=("gini", "entropy")
                ),
                Parameter("balanced", "boolean", False, "weigh classes by their frequency"),
            ),
        ),
    )


@pytest.fixture(scope="session")
def split() -> Pipeline:
    """A made-up one without hyperparameters, whose processing may be set and whose model is evaluated."""
    return Pipeline(
        name="split",
        description="Split customers, train on them, measure the model, and serve it.",
        processing=Processing(
            outputs=("train", "test"),
            arguments=("prepare", "--target", "y"),
            parameters=(
                Parameter("test_fraction", "number", 0.1, "share to keep", above=0, most=0.9),
                Parameter("seed", "integer", 7, "seed of the split", least=0),
            ),
        ),
        training=Training(
            channels=(Channel("train", FromProcessing("train"), content_type="text/csv"),),
            max_instances=4,
        ),
        evaluation=Evaluation(reads=("test",), arguments=("evaluate",)),
    )


@pytest.fixture(scope="session")
def pipelines(tree: Pipeline, split: Pipeline) -> dict[str, Pipeline]:
    """Those that there are, and two made-up ones that use what those may not."""
    made_up = {"tree": tree, "split": split}
    return {name: catalog.load(name) for name in catalog.names()} | made_up


@pytest.fixture(scope="session")
def definitions(
    pipelines: dict[str, Pipeline], inputs: DeploymentInputs
) -> dict[str, dict[str, Any]]:
    """Every pipeline's definition, and those of `ner` without a checkpoint in S3 and in each variant."""
    built = {name: definition(pipeline, inputs) for name, pipeline in pipelines.items()}
    return {
        **built,
        "ner-scratch": definition(pipelines["ner"], replace(inputs, pretrained=None)),
        **{
            f"ner-{name}": definition(pipelines["ner"], replace(inputs, variant=VARIANTS[name]))
            for name in ("tuned", "transformed", "full")
        },
    }


Evaluate = Callable[..., Any]


@cache
def _parsed(code: str) -> jsonata.Jsonata:
    expression = jsonata.Jsonata(code)
    expression.register_lambda("parse", json.loads)
    expression.register_lambda("uuid", lambda: str(uuid.uuid4()))
    expression.register_lambda(
        "hash",
        lambda data, name: hashlib.new(name.replace("-", "").lower(), data.encode()).hexdigest(),
    )
    return expression


@pytest.fixture(scope="session")
def evaluate() -> Evaluate:
    """Evaluates a state's field against an input, with the functions that Step Functions adds."""

    def field(text: str, given: Any = None, execution: dict[str, Any] = EXECUTION) -> Any:
        assert text.startswith("{% ")
        assert text.endswith(" %}")
        return evaluated(text[3:-3], given, execution)

    return field


def evaluated(code: str, given: Any, execution: dict[str, Any] = EXECUTION, **more: Any) -> Any:
    """What a state's code yields for its input; `more` is what else `$states` has, such as `result`."""
    expression = _parsed(code)
    states = {"input": given, "context": {"Execution": execution}, **more}
    expression.assign("states", states)
    return expression.evaluate(None)


@pytest.fixture(scope="session")
def check(definitions: dict[str, dict[str, Any]], evaluate: Evaluate) -> Evaluate:
    """The output of the first state of a pipeline for an execution's input."""

    def first_state(given: Any, pipeline: str = "ner", execution: Any = EXECUTION) -> Any:
        state = definitions[pipeline]["States"]["Check input"]
        return evaluate(state["Output"], given, execution)

    return first_state
