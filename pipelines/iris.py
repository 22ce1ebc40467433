"""A container of one's own: a decision tree tells the species of an iris by four lengths."""

from pipelines.definition import Channel, FromData, Metric, Pipeline, Training
from pipelines.parameters import Parameter
from pipelines.policy import SmokeTest

PIPELINE = Pipeline(
    name="iris",
    description="Train a decision tree on the data as it lies in S3, and serve it.",
    training=Training(
        channels=(Channel("training", FromData(), content_type="text/csv"),),
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
    # A flower of each species; the tree takes the last two for one another now and then.
    smoke_tests=(
        SmokeTest(
            "5.0,3.4,1.5,0.2\n6.1,3.0,4.5,1.0\n6.6,2.7,5.9,1.9\n",
            "text/csv",
            r"^setosa\n(versicolor|virginica)\n(versicolor|virginica)\n",
        ),
    ),
)
