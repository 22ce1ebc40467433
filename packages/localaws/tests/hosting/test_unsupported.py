"""What hosting refuses by name, and what beside it goes through."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.hosting.unsupported import (
    refuse_in_configuration,
    refuse_in_model,
)
from localaws.sagemaker.errors import ApiError

VARIANT = {"VariantName": "a", "ModelName": "m"}


@pytest.mark.parametrize(
    "request_",
    [
        {"PrimaryContainer": {"Image": "i"}},
        {"PrimaryContainer": {"Mode": "SingleModel", "ImageConfig": {}}},
        {"Containers": [{"ImageConfig": {"RepositoryAccessMode": "Platform"}}]},
        {"Containers": [{}], "InferenceExecutionConfig": {"Mode": "Serial"}},
    ],
)
def test_a_model_of_one_container_goes_through(request_: dict[str, Any]) -> None:
    refuse_in_model(request_)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        (
            {"PrimaryContainer": {"MultiModelConfig": {"ModelCacheSetting": "Enabled"}}},
            "MultiModelConfig",
        ),
        ({"PrimaryContainer": {"Mode": "MultiModel"}}, "Mode MultiModel"),
        (
            {"PrimaryContainer": {"AdditionalModelDataSources": [{"ChannelName": "c"}]}},
            "AdditionalModelDataSources",
        ),
        (
            {"PrimaryContainer": {"ImageConfig": {"RepositoryAccessMode": "Vpc"}}},
            "RepositoryAccessMode Vpc",
        ),
    ],
)
def test_of_a_model_is_refused(request_: dict[str, Any], named: str) -> None:
    with pytest.raises(ApiError, match=named):
        refuse_in_model(request_)


@pytest.mark.parametrize(
    ("more", "variant"),
    [
        ({}, {}),
        ({"DataCaptureConfig": {"EnableCapture": True}}, {}),
        ({"ShadowProductionVariants": [VARIANT]}, {}),
        ({}, {"RoutingConfig": {"RoutingStrategy": "RANDOM"}}),
        ({}, {"InferenceAmiVersion": "al2-ami-sagemaker-inference-gpu-2-1"}),
    ],
)
def test_a_plain_configuration_goes_through(more: dict[str, Any], variant: dict[str, Any]) -> None:
    refuse_in_configuration({"ProductionVariants": [VARIANT | variant]} | more)


@pytest.mark.parametrize(
    ("more", "variant", "named"),
    [
        ({"ExplainerConfig": {"ClarifyExplainerConfig": {}}}, {}, "ExplainerConfig"),
        ({}, {"ManagedInstanceScaling": {"Status": "ENABLED"}}, "ManagedInstanceScaling"),
        ({}, {"AcceleratorType": "ml.eia1.medium"}, "AcceleratorType"),
        (
            {},
            {"RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"}},
            "RoutingStrategy LEAST_OUTSTANDING_REQUESTS",
        ),
    ],
)
def test_of_a_configuration_is_refused(
    more: dict[str, Any], variant: dict[str, Any], named: str
) -> None:
    variants = [VARIANT, VARIANT | variant]
    with pytest.raises(ApiError, match=f"{named}.* is not supported by this embedded AWS"):
        refuse_in_configuration({"ProductionVariants": variants} | more)


def test_a_shadow_variant_is_looked_at_as_well() -> None:
    shadows = [VARIANT | {"AcceleratorType": "ml.eia1.medium"}]
    with pytest.raises(ApiError, match="AcceleratorType"):
        refuse_in_configuration(
            {"ProductionVariants": [VARIANT], "ShadowProductionVariants": shadows}
        )


def test_a_variant_without_a_model_is_refused() -> None:
    with pytest.raises(ApiError, match="without ModelName"):
        refuse_in_configuration({"ProductionVariants": [{"VariantName": "a"}]})
