"""AWS's images of frameworks by the SageMaker SDK: fit, deploy, predict. One of them, and the others as proofs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from .conftest import Sdk

SCRIPTS = Path(__file__).parent
METRICS = [{"Name": "accuracy", "Regex": r"accuracy=(\S+)"}]
INSTANCE = {"instance_count": 1, "instance_type": "ml.m5.large"}
HIGH, LOW = [0.9, 0.5], [0.1, 0.5]


def by_script(framework: str, **more: Any) -> dict[str, Any]:
    """What an estimator of script mode is told."""
    return {
        "entry_point": "train.py",
        "source_dir": str(SCRIPTS / framework),
        "metric_definitions": METRICS,
        "hyperparameters": {"reg": 1.0},
        **INSTANCE,
        **more,
    }


def scikit_learn(sdk: Sdk) -> tuple[Any, Any]:
    from sagemaker.sklearn import SKLearn

    told = by_script("scikit_learn", framework_version="1.4-2")
    estimator = SKLearn(**told, **sdk.common)
    return estimator, lambda: estimator.create_model()


def pytorch(sdk: Sdk) -> tuple[Any, Any]:
    from sagemaker.pytorch import PyTorch

    told = by_script("pytorch", framework_version="2.6.0", py_version="py312")
    estimator = PyTorch(**told, **sdk.common)
    return estimator, lambda: estimator.create_model()


def xgboost(sdk: Sdk) -> tuple[Any, Any]:
    from sagemaker.serializers import CSVSerializer
    from sagemaker.xgboost import XGBoost

    estimator = XGBoost(**by_script("xgboost", framework_version="1.7-1"), **sdk.common)
    return estimator, lambda: _with(estimator.create_model(), CSVSerializer())


def hugging_face(sdk: Sdk) -> tuple[Any, Any]:
    from sagemaker.huggingface import HuggingFace, HuggingFaceModel

    versions = {"transformers_version": "4.49.0", "py_version": "py311"}
    # AWS's image for training is there for instances with a GPU only.
    more = {"pytorch_version": "2.5.1", "instance_type": "ml.g4dn.xlarge"}
    estimator = HuggingFace(**by_script("hugging_face", **versions, **more), **sdk.common)
    of_serving = {**versions, "pytorch_version": "2.6.0", "py_version": "py312"}
    return estimator, lambda: HuggingFaceModel(
        model_data=estimator.model_data, **of_serving, **sdk.common
    )


def tensorflow(sdk: Sdk) -> tuple[Any, Any]:
    from sagemaker.tensorflow import TensorFlow

    told = by_script("tensorflow", framework_version="2.19.0", py_version="py312")
    estimator = TensorFlow(**told, **sdk.common)
    return estimator, lambda: estimator.create_model()


def _with(model: Any, serializer: Any) -> Any:
    deploy = model.deploy

    def with_serializer(*arguments: Any, **options: Any) -> Any:
        return deploy(*arguments, serializer=serializer, **options)

    model.deploy = with_serializer
    return model


def numbers(answer: Any) -> list[float]:
    """The two predictions, however a framework writes them."""
    if isinstance(answer, dict):
        answer = answer["predictions"]
    return [float(value) for value in numpy.array(answer, dtype=float).ravel()]


ROWS = numpy.array([HIGH, LOW], dtype="float32")
PROOF = pytest.mark.proof


@pytest.mark.parametrize(
    ("framework", "request_", "instances"),
    [
        pytest.param(scikit_learn, ROWS, "scikit-learn"),
        pytest.param(pytorch, ROWS, "torch", marks=PROOF),
        pytest.param(xgboost, ROWS, "xgboost", marks=PROOF),
        pytest.param(tensorflow, {"instances": [HIGH, LOW]}, "tensorflow", marks=PROOF),
        pytest.param(hugging_face, {"inputs": ["good", "bad"]}, "transformers", marks=PROOF),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_script_trains_and_its_model_is_served(
    sdk: Sdk,
    framework: Callable[[Sdk], tuple[Any, Callable[[], Any]]],
    request_: Any,
    instances: str,
) -> None:
    estimator, model = framework(sdk)
    estimator.fit({"train": "s3://data/train/"}, logs=False)
    described = sdk.described(estimator)
    assert described["TrainingJobStatus"] == "Completed"
    [metric] = described["FinalMetricDataList"]
    assert metric["Value"] > 0.9
    log = sdk.log("TrainingJobs", estimator.latest_training_job.name)
    assert any("stands in for AWS's image" in line and instances in line for line in log)
    predictor = model().deploy(1, "ml.m5.large")
    answer = predictor.predict(request_)
    if framework is hugging_face:
        assert [row["label"] for row in answer] == ["good", "bad"]
    else:
        high, low = numbers(answer)
        assert high > low
    predictor.delete_endpoint()


def test_scikit_learns_image_processes(sdk: Sdk, tmp_path: Path) -> None:
    from sagemaker.sklearn.processing import SKLearnProcessor

    script = tmp_path / "look.py"
    script.write_text("import sklearn, sys; print(sklearn.__version__, *sys.argv[1:])")
    processor = SKLearnProcessor("1.4-2", **INSTANCE, **sdk.common)
    processor.run(str(script), arguments=["a", "b"], logs=False)
    assert "1.4.2 a b" in sdk.log("ProcessingJobs", processor.latest_job.job_name)
