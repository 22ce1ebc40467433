"""The steps that run a job: what the SDK drops, and whether it still does."""

from typing import Any

from pipelines.sdk import upstream
from pipelines.sdk.jobs import Estimator, TrainingStep
from pipelines.sdk.session import OfflineSession


def _estimator() -> Any:
    return Estimator(
        image_uri="image",
        role="arn:aws:iam::123456789012:role/r",
        instance_count=1,
        instance_type="ml.m5.large",
        output_path="s3://b/o",
        environment={"A": "1"},
        sagemaker_session=OfflineSession("us-east-1"),
    )


def test_a_training_step_keeps_its_estimators_environment() -> None:
    step = TrainingStep("T", _estimator(), job_name="j", data=None)
    assert step.to_dict()["Parameters"]["Environment"] == {"A": "1"}


def test_the_sdk_still_drops_the_environment() -> None:
    """When this fails, the SDK has mended issue #138 and our correction can go."""
    step = upstream.TrainingStep("T", _estimator(), job_name="j")
    assert "Environment" not in step.to_dict()["Parameters"]
