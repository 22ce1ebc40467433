"""Bank marketing with AWS's own XGBoost: customers in, the probability that each subscribes out."""

from pipelines.definition import (
    Algorithm,
    Channel,
    Evaluation,
    FromProcessing,
    Pipeline,
    Processing,
    Training,
)
from pipelines.parameters import Parameter
from pipelines.policy import Recorded, SmokeTest

_INPUT = "/opt/ml/processing/input"
_OUTPUT = "/opt/ml/processing/output"


PIPELINE = Pipeline(
    name="bank",
    description="Encode customers, train XGBoost to tell who subscribes, measure it, and serve it.",
    algorithm=Algorithm("xgboost", "1.7-1"),
    processing=Processing(
        arguments=("prepare", "--data", f"{_INPUT}/data", "--output", _OUTPUT),
        parameters=(
            Parameter(
                "train_fraction", "number", 0.7, "share of the rows to train on", above=0, most=1
            ),
            Parameter(
                "validation_fraction",
                "number",
                0.2,
                "share to watch training with; 0: it is watched on its own rows",
                least=0,
                most=1,
            ),
            Parameter(
                "test_fraction",
                "number",
                0.1,
                "share that only the evaluation sees; the three make 1",
                above=0,
                most=1,
            ),
            Parameter(
                "on_error",
                "string",
                "fail",
                "what becomes of a row that cannot be read",
                choices=("fail", "skip"),
            ),
        ),
        shares=("train_fraction", "validation_fraction", "test_fraction"),
        outputs=("train", "validation", "test", "rows", "encoding", "report"),
    ),
    training=Training(
        channels=(
            Channel("train", FromProcessing("train"), content_type="text/csv"),
            Channel("validation", FromProcessing("validation"), content_type="text/csv"),
        ),
        checkpoints=True,
        # The metrics of a built-in algorithm are AWS's to define.
        parameters=(
            Parameter("num_round", "integer", 100, "trees", least=1, most=10_000),
            Parameter("max_depth", "integer", 5, "levels of a tree", least=1, most=50),
            Parameter("eta", "number", 0.2, "how much each tree counts", least=0, most=1),
            Parameter("gamma", "number", 4, "loss that a split must save", least=0),
            Parameter("min_child_weight", "number", 6, "weight that a leaf must have", least=0),
            Parameter(
                "subsample", "number", 0.8, "share of the rows for each tree", above=0, most=1
            ),
            Parameter(
                "objective", "string", "binary:logistic", "the loss", choices=("binary:logistic",)
            ),
            Parameter(
                "eval_metric",
                "string",
                "auc,logloss,error",
                "what is measured after each tree",
                pattern=r"[a-z@0-9.]+(,[a-z@0-9.]+)*",
                pattern_in_words='metrics of XGBoost with commas between them, such as "auc,logloss"',
            ),
            Parameter("seed", "integer", 0, "seed of XGBoost", least=0, most=2**31 - 1),
        ),
    ),
    evaluation=Evaluation(
        reads=("test", "rows", "encoding"),
        reads_of_champion=("encoding",),
        arguments=(
            *("evaluate", "--model", f"{_INPUT}/model", "--test", f"{_INPUT}/test"),
            *(
                "--champion",
                f"{_INPUT}/champion",
                "--champion-encoding",
                f"{_INPUT}/champion-encoding",
            ),
            *("--rows", f"{_INPUT}/rows"),
            *("--encoding", f"{_INPUT}/encoding", "--output", f"{_OUTPUT}/evaluation"),
        ),
    ),
    # A customer of the test split gets a probability.
    smoke_tests=(
        SmokeTest(
            Recorded("report", "smoke.csv"),
            "text/csv",
            r"^(0?\.[0-9]+|[0-9.]+e-[0-9]+|[01](\.0*)?)\s*$",
            accept="text/csv",
        ),
    ),
)
