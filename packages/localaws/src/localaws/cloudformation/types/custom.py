"""Custom resources, which need a function that runs: refused by name, where moto would wait for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types.handler import Made, Site


class CustomResource:
    """Any type that begins with ``Custom::``."""

    fixed = frozenset[str]()
    properties = None

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        raise Refused(
            "Custom resources are not supported by this embedded AWS: it runs no Lambda functions"
        )

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        raise Refused("there is none to update")

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        """There is none."""


class Nothing:
    """Types that make nothing anywhere: the CDK's metadata and wait handles."""

    fixed = frozenset[str]()
    properties = None

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        return Made(name)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        """There is nothing."""
