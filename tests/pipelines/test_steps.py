"""The corrections of the SDK's steps, and whether each is still needed."""

from typing import Any

import pytest

from pipelines.steps import sdk
from pipelines.steps.jobs import TrainingStep
from pipelines.steps.serving import EndpointStep
from pipelines.steps.session import OfflineSession
from pipelines.steps.states import Call, Retry
from pipelines.steps.values import text


def _estimator() -> Any:
    return sdk.Estimator(
        image_uri="image",
        role="arn:aws:iam::123456789012:role/r",
        instance_count=1,
        instance_type="ml.m5.large",
        output_path="s3://b/o",
        environment={"A": "1"},
        sagemaker_session=OfflineSession("us-east-1"),
    )


def test_a_training_step_keeps_its_estimators_environment_and_checkpoints() -> None:
    step = TrainingStep("T", _estimator(), checkpoints="s3://b/c", job_name="j", data=None)
    sent = step.to_dict()["Parameters"]
    assert sent["Environment"] == {"A": "1"}
    assert sent["CheckpointConfig"] == {"S3Uri": "s3://b/c", "LocalPath": "/opt/ml/checkpoints"}


def test_the_sdk_still_drops_the_environment() -> None:
    """When this fails, the SDK has mended issue #138 and our correction can go."""
    step = sdk.TrainingStep("T", _estimator(), job_name="j")
    assert "Environment" not in step.to_dict()["Parameters"]


def test_an_update_with_tags_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="UpdateEndpoint takes no tags"):
        EndpointStep("E", update=True, tags={"a": "b"}, endpoint_name="e", endpoint_config_name="c")


def test_an_intrinsic_function_can_be_a_parameter() -> None:
    call = Call("C", "s3", "listObjectsV2", {"Bucket": text("{}-b", "$.a")}, None, comment="")
    state = call.to_dict()
    assert state["Parameters"] == {"Bucket.$": "States.Format('{}-b', $.a)"}
    assert state["ResultPath"] is None


def test_a_retrier_has_jitter_and_a_ceiling() -> None:
    retrier = Retry(["A.B"], interval=1, attempts=2, ceiling=9).to_dict()
    assert (retrier["JitterStrategy"], retrier["MaxDelaySeconds"]) == ("FULL", 9)


def test_an_offline_session_has_nothing_to_call_with() -> None:
    session = OfflineSession("eu-west-1")
    assert session.boto_region_name == "eu-west-1"
    assert session.sagemaker_client is None
    assert session.boto_session is None


def test_the_sdks_workflow_takes_the_graph(ner: Any, place: Any) -> None:
    """`Workflow(…).create()` sends what it is given as `definition`, when that is a Graph."""
    from pipelines import chain

    graph = chain.graph(ner, place)
    assert isinstance(graph, sdk.Graph)
    assert '"StartAt": "Check input"' in graph.to_json()
