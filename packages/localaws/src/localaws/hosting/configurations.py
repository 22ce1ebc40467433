"""CreateEndpointConfig, DescribeEndpointConfig, ListEndpointConfigs, DeleteEndpointConfig."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localaws.hosting import weights
from localaws.hosting.asynchronous.settings import AsyncSettings
from localaws.hosting.asynchronous.settings import settings as async_settings
from localaws.hosting.capture.settings import CaptureSettings
from localaws.hosting.capture.settings import settings as capture_settings
from localaws.hosting.models import Models
from localaws.hosting.records import Kind, Records, Unchanging
from localaws.hosting.serverless import check_configuration, check_model, serverless
from localaws.hosting.unsupported import refuse_in_configuration
from localaws.sagemaker.errors import validation
from localaws.sagemaker.service import SageMaker
from localaws.sagemaker.state_change import StateChange

_SHADOWS = "ShadowProductionVariants"


@dataclass(frozen=True)
class Configuration(Unchanging):
    """An endpoint configuration. ``request`` is CreateEndpointConfig's, with defaults filled in."""

    arn: str
    request: dict[str, Any]
    created: datetime

    @property
    def name(self) -> str:
        return str(self.request["EndpointConfigName"])

    @property
    def variants(self) -> list[dict[str, Any]]:
        """The production variants as the API writes them."""
        variants: list[dict[str, Any]] = self.request["ProductionVariants"]
        return variants

    @property
    def shadows(self) -> list[dict[str, Any]]:
        """The shadow variants as the API writes them."""
        shadows: list[dict[str, Any]] = self.request.get(_SHADOWS, [])
        return shadows

    @property
    def capture(self) -> CaptureSettings | None:
        """What is captured of an endpoint."""
        return capture_settings(self.request)

    @property
    def asynchronous(self) -> AsyncSettings | None:
        """How an endpoint is invoked asynchronously; None: it is not."""
        return async_settings(self.request)

    def summary(self) -> dict[str, Any]:
        return {
            "EndpointConfigName": self.name,
            "EndpointConfigArn": self.arn,
            "CreationTime": self.created,
        }

    def describe(self) -> dict[str, Any]:
        shown = {key: value for key, value in self.request.items() if key != "Tags"}
        return {"EnableNetworkIsolation": False} | shown | self.summary()


class Configurations:
    """The endpoint configurations of one region."""

    def __init__(self, service: SageMaker, models: Models) -> None:
        self._service = service
        self._models = models
        kind = Kind("endpoint configuration", "endpoint-config", "EndpointConfigs")
        self._records = Records[Configuration](kind, service)
        self.named = self._records.named

    def register(self) -> None:
        self._service.register(
            {
                "CreateEndpointConfig": self.create,
                "DescribeEndpointConfig": lambda request: self.named(
                    request["EndpointConfigName"]
                ).describe(),
                "ListEndpointConfigs": self._records.list,
                "DeleteEndpointConfig": self.delete,
            }
        )

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateEndpointConfig. Every model must be there already, as on AWS."""
        refuse_in_configuration(request)
        filled_in = {
            member: [
                {"InitialVariantWeight": 1.0}
                | ({} if "ServerlessConfig" in variant else {"InitialInstanceCount": 1})
                | variant
                for variant in request[member]
            ]
            for member in ("ProductionVariants", _SHADOWS)
            if request.get(member)
        }
        _check_variants(filled_in["ProductionVariants"], filled_in.get(_SHADOWS, []))
        capture_settings(request)
        if async_settings(request) is not None and request.get(_SHADOWS):
            raise validation("ShadowProductionVariants cannot be used with AsyncInferenceConfig.")
        check_configuration(request, [v for variants in filled_in.values() for v in variants])
        for variant in (each for variants in filled_in.values() for each in variants):
            model = self._models.named(variant["ModelName"])
            if "ServerlessConfig" in variant:
                check_model(model.name, model.request)
        arn = self._service.arn("endpoint-config", request["EndpointConfigName"])
        created = self._service.context.clock.now()
        configuration = Configuration(arn, request | filled_in, created)
        self._records.add(configuration, request)
        self._announce(configuration)
        return {"EndpointConfigArn": arn}

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteEndpointConfig. An endpoint that was deployed from it serves on, as on AWS."""
        configuration = self.named(request["EndpointConfigName"])
        self._records.forget(configuration)
        self._announce(configuration)
        return {}

    def _announce(self, configuration: Configuration) -> None:
        name = "SageMaker Endpoint Config State Change"
        self._service.announce(StateChange(name, configuration.arn, configuration.describe()))


def _check_variants(
    variants: Sequence[Mapping[str, Any]], shadows: Sequence[Mapping[str, Any]] = ()
) -> None:
    names = Counter(variant["VariantName"] for variant in (*variants, *shadows))
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise validation(f'Production variant names must be unique, and "{twice[0]}" is not.')
    if shadows and (len(variants), len(shadows)) != (1, 1):
        raise validation(
            "ShadowProductionVariants takes one variant beside one of ProductionVariants, and there "
            f"are {len(shadows)} beside {len(variants)}."
        )
    for variant in (*variants, *shadows):
        if serverless(variant) is None and "InstanceType" not in variant:
            raise validation(f'Variant "{variant["VariantName"]}" must have an InstanceType.')
    weights.check(variant["InitialVariantWeight"] for variant in variants)
