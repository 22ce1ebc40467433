"""AWS::Lambda::EventInvokeConfig: what becomes of a function's events that fail or succeed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

_SETTINGS = ("DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts")


class EventInvokeConfig:
    """The configuration of a function, a version or an alias. Ref is an id of its own."""

    fixed = frozenset({"FunctionName", "Qualifier"})
    properties = frozenset({"FunctionName", "Qualifier", *_SETTINGS})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        _put(site, properties)
        return Made(name)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        _put(site, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").delete_function_event_invoke_config(**_which(properties))


def _put(site: Site, properties: Mapping[str, Any]) -> None:
    site.client("lambda").put_function_event_invoke_config(
        **_which(properties), **values.given(properties, _SETTINGS)
    )


def _which(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"FunctionName": properties["FunctionName"], "Qualifier": properties["Qualifier"]}
