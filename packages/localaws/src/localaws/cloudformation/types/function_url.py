"""AWS::Lambda::Url: the address of a function of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone


class FunctionUrl:
    """A function's URL. Ref is the ARN of the function or of its alias."""

    fixed = frozenset({"TargetFunctionArn", "Qualifier"})
    properties = frozenset({"TargetFunctionArn", "Qualifier", "AuthType", "Cors", "InvokeMode"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        found = site.client("lambda").create_function_url_config(
            **_which(properties), **values.given(properties, ("AuthType", "Cors", "InvokeMode"))
        )
        return Made(
            found["FunctionArn"],
            {"FunctionArn": found["FunctionArn"], "FunctionUrl": found["FunctionUrl"]},
        )

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        site.client("lambda").update_function_url_config(
            **_which(new),
            AuthType=new["AuthType"],
            Cors=new.get("Cors", {}),
            InvokeMode=new.get("InvokeMode", "BUFFERED"),
        )
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").delete_function_url_config(**_which(properties))


def _which(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "FunctionName": properties["TargetFunctionArn"],
        **values.given(properties, ("Qualifier",)),
    }
