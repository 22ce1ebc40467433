"""Click-through rates with AWS's own Linear Learner: impressions in, the probability of a click out."""

from pipelines.definition import (
    Algorithm,
    Channel,
    Evaluation,
    FromProcessing,
    Pipeline,
    Processing,
    Training,
    Transformation,
)
from pipelines.parameters import Parameter
from pipelines.policy import Gate, Recorded, SmokeTest

_INPUT = "/opt/ml/processing/input"
_OUTPUT = "/opt/ml/processing/output"
_RECORDS = "application/x-recordio-protobuf"


PIPELINE = Pipeline(
    name="clicks",
    description="Encode impressions, train Linear Learner to tell what is clicked, measure it, and serve it.",
    algorithm=Algorithm("linear-learner", "1"),
    processing=Processing(
        image=Algorithm("sklearn", "1.4-2"),
        arguments=("prepare", "--data", f"{_INPUT}/data", "--output", _OUTPUT),
        parameters=(
            Parameter(
                "train_fraction",
                "number",
                0.7,
                "share of the rows to train on",
                above=0,
                most=1,
            ),
            Parameter(
                "validation_fraction",
                "number",
                0.15,
                "share to choose the model by; 0: the rows it trains on",
                least=0,
                most=1,
            ),
            Parameter(
                "test_fraction",
                "number",
                0.15,
                "share that only the evaluation sees; the three make 1",
                above=0,
                most=1,
            ),
            Parameter(
                "min_rows",
                "integer",
                5,
                "rows to train on that a category needs to have a feature",
                least=1,
                most=1_000_000,
            ),
        ),
        shares=("train_fraction", "validation_fraction", "test_fraction"),
        outputs=(
            *("train", "validation", "test", "requests", "rows", "labels"),
            *("encoding", "report"),
        ),
    ),
    training=Training(
        channels=(
            Channel("train", FromProcessing("train"), content_type=_RECORDS),
            Channel("validation", FromProcessing("validation"), content_type=_RECORDS),
            Channel("test", FromProcessing("test"), content_type=_RECORDS),
        ),
        # The metrics of a built-in algorithm are AWS's to define.
        parameters=(
            Parameter(
                "predictor_type",
                "string",
                "binary_classifier",
                "what is predicted",
                choices=("binary_classifier",),
            ),
            Parameter(
                "binary_classifier_model_selection_criteria",
                "string",
                "loss_function",
                "what the best of the models has, on the validation split",
                choices=("loss_function", "accuracy", "f_beta"),
            ),
            Parameter("loss", "string", "logistic", "the loss", choices=("logistic",)),
            Parameter("epochs", "integer", 15, "passes over the rows", least=1, most=1000),
            Parameter("mini_batch_size", "integer", 200, "rows a step", least=1, most=10_000),
            Parameter("learning_rate", "number", 0.01, "the step's size", above=0, most=1),
            Parameter("wd", "number", 0.0001, "how much weights are held small", least=0, most=1),
            Parameter(
                "normalize_data",
                "boolean",
                False,
                "scale the features first; one-hot ones have a scale",
            ),
        ),
    ),
    # Linear Learner's artifact is AWS's own to read: the model is asked about the test split.
    transformation=Transformation(
        _RECORDS,
        split_type="RecordIO",
        accept="application/jsonlines",
        reads="requests",
        champion_reads=("rows",),
        champion_arguments=(
            *(
                "encode-again",
                "--rows",
                f"{_INPUT}/rows",
                "--encoding",
                f"{_INPUT}/champion-encoding",
            ),
            *("--output", f"{_OUTPUT}/champion-requests"),
        ),
    ),
    evaluation=Evaluation(
        reads=("labels", "encoding"),
        reads_of_champion=("encoding",),
        arguments=(
            *("evaluate", "--scores", f"{_INPUT}/transformed", "--labels", f"{_INPUT}/labels"),
            *("--champion-scores", f"{_INPUT}/champion-transformed"),
            *("--encoding", f"{_INPUT}/encoding", "--output", f"{_OUTPUT}/evaluation"),
        ),
    ),
    # An impression of the test split gets a probability.
    smoke_tests=(
        SmokeTest(
            Recorded("report", "smoke.json"),
            "application/json",
            r'"score": *(0?\.[0-9]+|[0-9.]+e-[0-9]+|[01](\.0*)?)[,\}]',
            accept="application/json",
        ),
    ),
    gate=Gate("auc", floor=0.6, margin=0.01),
)
