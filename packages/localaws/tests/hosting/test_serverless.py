"""ServerlessConfig, as it is read, and what cannot be beside it."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.hosting.serverless import (
    Serverless,
    check_configuration,
    check_model,
    serverless,
)
from localaws.sagemaker.errors import ApiError

CONFIG = {"MemorySizeInMB": 2048, "MaxConcurrency": 5}


def variant(config: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"VariantName": "a", "ServerlessConfig": config or CONFIG} | more


def test_a_variant_without_it_has_instances() -> None:
    assert serverless({"VariantName": "a", "InstanceType": "ml.m5.large"}) is None


def test_it_is_read_and_shown_as_it_was() -> None:
    found = serverless(variant())
    assert found == Serverless(2048, 5, 0)
    assert found.shown() == CONFIG
    warm = CONFIG | {"ProvisionedConcurrency": 2}
    found = serverless(variant(warm))
    assert found is not None
    assert (found.provisioned, found.shown()) == (2, warm)


def test_an_update_changes_what_it_names() -> None:
    found = Serverless(1024, 5, 2)
    assert found.changed({}) == found
    assert found.changed({"MaxConcurrency": 7}) == Serverless(1024, 7, 2)
    with pytest.raises(ApiError, match="at most MaxConcurrency, and 2 is more than 1"):
        found.changed({"MaxConcurrency": 1})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            variant(CONFIG | {"MemorySizeInMB": 1500}),
            "MemorySizeInMB must be one of 1024, .*, 6144",
        ),
        (variant(CONFIG | {"ProvisionedConcurrency": 6}), "6 is more than 5"),
        (variant(InstanceType="ml.m5.large"), "both ServerlessConfig and InstanceType"),
        (variant(InitialInstanceCount=1), "both ServerlessConfig and InitialInstanceCount"),
    ],
)
def test_what_cannot_be_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ApiError, match=said):
        serverless(asked)


@pytest.mark.parametrize(
    ("request_", "count", "said"),
    [
        ({}, 2, "has one production variant"),
        ({"AsyncInferenceConfig": {"OutputConfig": {}}}, 1, "AsyncInferenceConfig is not supp"),
        ({"DataCaptureConfig": {"EnableCapture": True}}, 1, "DataCaptureConfig is not supported"),
        ({"DataCaptureConfig": {}}, 1, "DataCaptureConfig is not supported"),
        ({"KmsKeyId": "k"}, 1, "KmsKeyId is not supported for serverless endpoints"),
    ],
)
def test_a_configuration_may_not_ask_for_more(
    request_: dict[str, Any], count: int, said: str
) -> None:
    with pytest.raises(ApiError, match=said):
        check_configuration(request_, [variant()] * count)
    check_configuration(request_, [{"VariantName": "a"}] * count)
    check_configuration({"DataCaptureConfig": {"EnableCapture": False}}, [variant()])


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ({"Containers": [{}, {}]}, "An inference pipeline is not supported for serverless"),
        ({"VpcConfig": {"Subnets": []}}, 'VpcConfig is not supported .* model "m" has it'),
        ({"EnableNetworkIsolation": True}, "EnableNetworkIsolation"),
    ],
)
def test_a_model_may_not_ask_for_more(model: dict[str, Any], said: str) -> None:
    with pytest.raises(ApiError, match=said):
        check_model("m", model)
    check_model("m", {"Containers": [{}], "EnableNetworkIsolation": False})
