"""A script in AWS's own image of PyTorch: a network tells how many bicycles are rented in an hour."""

from pipelines.definition import (
    Algorithm,
    Channel,
    Evaluation,
    FromProcessing,
    Metric,
    Pipeline,
    Processing,
    Serving,
    Training,
)
from pipelines.fleet import Fleet
from pipelines.parameters import Parameter
from pipelines.policy import Gate, SmokeTest

_INPUT = "/opt/ml/processing/input"
_OUTPUT = "/opt/ml/processing/output"

PIPELINE = Pipeline(
    name="script",
    description="Train a network by a script in AWS's image of PyTorch, and serve it.",
    algorithm=Algorithm("pytorch", "2.6"),
    processing=Processing(
        arguments=("prepare", "--data", f"{_INPUT}/data", "--output", _OUTPUT),
        parameters=(
            Parameter(
                "validation_fraction",
                "number",
                0.15,
                "share to watch training with",
                above=0,
                most=0.45,
            ),
            Parameter(
                "test_fraction",
                "number",
                0.15,
                "share that only the evaluation sees",
                above=0,
                most=0.45,
            ),
        ),
        outputs=("train", "validation", "test", "report"),
    ),
    training=Training(
        script="train.py",
        channels=(
            Channel("train", FromProcessing("train"), content_type="text/csv"),
            Channel("validation", FromProcessing("validation"), content_type="text/csv"),
        ),
        parameters=(
            Parameter("epochs", "integer", 25, "passes over the rows", least=1, most=10_000),
            Parameter(
                "hidden", "integer", 32, "width of the two hidden layers", least=1, most=4096
            ),
            Parameter("batch_size", "integer", 64, "rows a step", least=1, most=100_000),
            Parameter("learning_rate", "number", 0.01, "Adam's rate", above=0, most=1),
            Parameter(
                "seed", "integer", 13, "seed of every random choice", least=0, most=2**31 - 1
            ),
        ),
        metrics=(
            Metric("train:loss", r"train:loss=([0-9.]+);"),
            Metric("validation:mae", r"validation:mae=([0-9.]+);"),
        ),
        max_runtime_seconds=2 * 3600,
        checkpoints=True,
    ),
    evaluation=Evaluation(
        reads=("test",),
        arguments=(
            *("evaluate", "--model", f"{_INPUT}/model", "--champion", f"{_INPUT}/champion"),
            *("--test", f"{_INPUT}/test", "--output", f"{_OUTPUT}/evaluation"),
        ),
    ),
    # Who always says the mean is off by 69 rentals an hour.
    gate=Gate("mae", floor=60, margin=2, less_is_better=True),
    # The script leaves what serves the model in the model's folder `code`.
    serving=Serving(
        fleet=Fleet("ml.m5.large"),
        environment={
            "SAGEMAKER_PROGRAM": "inference.py",
            "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
            "SAGEMAKER_CONTAINER_LOG_LEVEL": "20",
        },
    ),
    # A number for the rentals of an hour, at eight in the morning of a working day.
    smoke_tests=(
        SmokeTest(
            "[[8, 1, 14.5, 0.6, 3.0]]",
            "application/json",
            r"^\[-?[0-9.]+(e[+-]?[0-9]+)?\]$",
            accept="application/json",
        ),
    ),
)
