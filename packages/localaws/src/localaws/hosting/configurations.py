"""CreateEndpointConfig, DescribeEndpointConfig, ListEndpointConfigs, DeleteEndpointConfig."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localaws.hosting import listing
from localaws.hosting.models import Models
from localaws.hosting.refusals import refuse_in_configuration
from localaws.sagemaker.errors import validation
from localaws.sagemaker.service import SageMaker


@dataclass(frozen=True)
class Configuration:
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
        self._configurations: dict[str, Configuration] = {}
        self._lock = threading.Lock()

    def register(self) -> None:
        self._service.register(
            {
                "CreateEndpointConfig": self.create,
                "DescribeEndpointConfig": lambda request: self.named(
                    request["EndpointConfigName"]
                ).describe(),
                "ListEndpointConfigs": self.list,
                "DeleteEndpointConfig": self.delete,
            }
        )

    def named(self, name: str) -> Configuration:
        """The configuration of that name.

        Raises:
            ApiError: there is none.
        """
        with self._lock:
            configuration = self._configurations.get(name)
        if configuration is None:
            arn = self._service.arn("endpoint-config", name)
            raise validation(f'Could not find endpoint configuration "{arn}".')
        return configuration

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateEndpointConfig. Every model must be there already, as on AWS."""
        refuse_in_configuration(request)
        variants = [
            {"InitialVariantWeight": 1.0, "InitialInstanceCount": 1} | variant
            for variant in request["ProductionVariants"]
        ]
        _check_variants(variants)
        for variant in variants:
            self._models.named(variant["ModelName"])
        arn = self._service.arn("endpoint-config", request["EndpointConfigName"])
        configuration = Configuration(
            arn, request | {"ProductionVariants": variants}, datetime.now(UTC)
        )
        with self._lock:
            if configuration.name in self._configurations:
                raise validation(f'Cannot create already existing endpoint configuration "{arn}".')
            self._configurations[configuration.name] = configuration
        self._service.tags.add(arn, request.get("Tags", []))
        return {"EndpointConfigArn": arn}

    def list(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            configurations = list(self._configurations.values())
        return dict(listing.page(configurations, request, "EndpointConfigName", "EndpointConfigs"))

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteEndpointConfig. An endpoint that was deployed from it serves on, as on AWS."""
        configuration = self.named(request["EndpointConfigName"])
        with self._lock:
            self._configurations.pop(configuration.name, None)
        self._service.tags.forget(configuration.arn)
        return {}


def _check_variants(variants: list[dict[str, Any]]) -> None:
    twice = [n for n, count in Counter(v["VariantName"] for v in variants).items() if count > 1]
    if twice:
        raise validation(f'Production variant names must be unique, and "{twice[0]}" is not.')
    for variant in variants:
        if "InstanceType" not in variant:
            raise validation(f'Variant "{variant["VariantName"]}" must have an InstanceType.')
    if sum(variant["InitialVariantWeight"] for variant in variants) <= 0:
        raise validation("The weights of the production variants must not all be 0.")
