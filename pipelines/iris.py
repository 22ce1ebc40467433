"""A container of one's own: a decision tree tells the species of an iris by four lengths."""

from pipelines.definition import (
    Channel,
    Evaluation,
    FromProcessing,
    Metric,
    Pipeline,
    Processing,
    Training,
)
from pipelines.parameters import Parameter
from pipelines.policy import Gate, SmokeTest

_INPUT = "/opt/ml/processing/input"
_OUTPUT = "/opt/ml/processing/output"


PIPELINE = Pipeline(
    name="iris",
    description="Divide flowers, train a decision tree to tell their species, measure it, and serve it.",
    processing=Processing(
        arguments=("prepare", "--data", f"{_INPUT}/data", "--output", _OUTPUT),
        parameters=(
            Parameter(
                "test_fraction",
                "number",
                0.2,
                "share of the rows that only the evaluation sees, by what each says",
                above=0,
                most=0.9,
            ),
        ),
        outputs=("train", "test"),
        max_runtime_seconds=3600,
        volume_gb=10,
    ),
    training=Training(
        channels=(Channel("training", FromProcessing("train"), content_type="text/csv"),),
        parameters=(
            Parameter(
                "criterion",
                "string",
                "gini",
                "what a split is chosen by",
                choices=("gini", "entropy", "log_loss"),
            ),
            Parameter("max_depth", "integer", 5, "most questions to a leaf", least=1, most=100),
            Parameter(
                "max_leaf_nodes", "integer", 8, "most leaves of the tree", least=2, most=10_000
            ),
            Parameter(
                "min_samples_leaf", "integer", 1, "fewest rows in a leaf", least=1, most=1_000_000
            ),
            Parameter(
                "seed", "integer", 13, "seed of every random choice", least=0, most=2**31 - 1
            ),
        ),
        metrics=(Metric("accuracy", r"accuracy=([0-9.]+)"),),
        max_runtime_seconds=3600,
        volume_gb=10,
    ),
    evaluation=Evaluation(
        reads=("test",),
        arguments=(
            *("evaluate", "--model", f"{_INPUT}/model", "--champion", f"{_INPUT}/champion"),
            *("--test", f"{_INPUT}/test", "--output", f"{_OUTPUT}/evaluation"),
        ),
    ),
    # A third is right by guessing; of the thirty flowers that are measured, one more may be wrong.
    gate=Gate("accuracy", floor=0.7, margin=0.05),
    # A flower of each species; the tree takes the last two for one another now and then.
    smoke_tests=(
        SmokeTest(
            "5.0,3.4,1.5,0.2\n6.1,3.0,4.5,1.0\n6.6,2.7,5.9,1.9\n",
            "text/csv",
            r"^setosa\n(versicolor|virginica)\n(versicolor|virginica)\n",
        ),
    ),
)
