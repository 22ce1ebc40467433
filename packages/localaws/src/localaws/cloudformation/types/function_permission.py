"""AWS::Lambda::Permission: a statement of a function's resource policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone


class FunctionPermission:
    """Who may invoke a function. Ref is the id of the statement. Nothing of it can be changed."""

    fixed = frozenset(
        {
            *("FunctionName", "Action", "Principal", "SourceArn", "SourceAccount"),
            *("EventSourceToken", "FunctionUrlAuthType", "InvokedViaFunctionUrl", "PrincipalOrgID"),
        }
    )
    properties = fixed

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        site.client("lambda").add_permission(
            StatementId=name, **values.given(properties, self.properties)
        )
        return Made(name, {"Id": name})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").remove_permission(
                FunctionName=properties["FunctionName"], StatementId=made.physical_id
            )
