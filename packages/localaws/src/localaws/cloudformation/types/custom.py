"""Custom resources, which a function or whoever reads a topic makes; and types that make nothing at all.

What is sent and what comes back is ``custom_resources``' part. A physical id that an update changes is
another resource: the engine deletes the former one when the stack's update is through.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Literal

from localaws.cloudformation.custom_resources.request import Request
from localaws.cloudformation.custom_resources.response import Response
from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types.handler import HalfMade, Made, Site


class CustomResource:
    """Any type that begins with ``Custom::``, and AWS::CloudFormation::CustomResource."""

    fixed = frozenset[str]()
    properties = None

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        response = _ask(site, self._request("Create", site, properties))
        made = Made(response.physical_id or name, response.data)
        if response.failure is not None:
            raise HalfMade(response.failure, made)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        if old.get("ServiceToken") != new.get("ServiceToken"):
            raise Refused("Modifying service token is not allowed.")
        response = _ask(site, self._request("Update", site, new, made.physical_id, old))
        if response.failure is not None:
            raise Refused(response.failure)
        return Made(response.physical_id or made.physical_id, response.data)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        response = _ask(site, self._request("Delete", site, properties, made.physical_id))
        if response.failure is not None:
            raise Refused(response.failure)

    def _request(
        self,
        kind: Literal["Create", "Update", "Delete"],
        site: Site,
        properties: Mapping[str, Any],
        physical_id: str | None = None,
        old: Mapping[str, Any] | None = None,
    ) -> Request:
        return Request(
            kind=kind,
            request_id=str(uuid.uuid4()),
            stack_id=site.stack_id,
            logical_id=site.logical_id,
            resource_type=self._kind,
            properties=properties,
            physical_id=physical_id,
            old=old,
        )


def _ask(site: Site, request: Request) -> Response:
    if site.means.exchange is None:
        raise Refused("Custom resources cannot be made here: there is nobody to ask.")
    return site.means.exchange.ask(request)


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
