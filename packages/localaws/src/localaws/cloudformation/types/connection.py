"""AWS::Events::Connection and AWS::Events::ApiDestination."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

_OF_CONNECTION = (
    *("AuthorizationType", "AuthParameters", "Description"),
    "InvocationConnectivityParameters",  # which the API refuses
)
_OF_DESTINATION = (
    *("ConnectionArn", "Description", "HttpMethod"),
    *("InvocationEndpoint", "InvocationRateLimitPerSecond"),
)
_NONE = "ResourceNotFoundException"


class Connection:
    """A connection. Ref is its name."""

    fixed = frozenset({"Name"})
    properties = frozenset({"Name", *_OF_CONNECTION})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        wanted = properties.get("Name", name)
        site.client("events").create_connection(
            Name=wanted, **values.given(properties, _OF_CONNECTION)
        )
        return _connection(site, wanted)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        site.client("events").update_connection(
            Name=made.physical_id, **values.given(new, _OF_CONNECTION)
        )
        return _connection(site, made.physical_id)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone(_NONE):
            site.client("events").delete_connection(Name=made.physical_id)


class ApiDestination:
    """An API destination. Ref is its name."""

    fixed = frozenset({"Name"})
    properties = frozenset({"Name", *_OF_DESTINATION})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        wanted = properties.get("Name", name)
        site.client("events").create_api_destination(
            Name=wanted, **values.given(properties, _OF_DESTINATION)
        )
        return _destination(site, wanted)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        site.client("events").update_api_destination(
            Name=made.physical_id, **values.given(new, _OF_DESTINATION)
        )
        return _destination(site, made.physical_id)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone(_NONE):
            site.client("events").delete_api_destination(Name=made.physical_id)


def _connection(site: Site, name: str) -> Made:
    shown = site.client("events").describe_connection(Name=name)
    arn = shown["ConnectionArn"]
    return Made(
        name, {"Arn": arn, "ArnForPolicy": _for_policy(arn), "SecretArn": shown["SecretArn"]}
    )


def _destination(site: Site, name: str) -> Made:
    arn = site.client("events").describe_api_destination(Name=name)["ApiDestinationArn"]
    return Made(name, {"Arn": arn, "ArnForPolicy": _for_policy(arn)})


def _for_policy(arn: str) -> str:
    """The ARN without the id that each new one has."""
    return arn.rpartition("/")[0]
