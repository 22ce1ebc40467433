"""AWS::StepFunctions::StateMachineAlias, with routes or with a version that is deployed at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types.handler import Made, Site

_AT_ONCE = "ALL_AT_ONCE"


class StateMachineAlias:
    """An alias of a state machine's versions. Ref is its ARN."""

    fixed = frozenset({"Name"})
    properties = frozenset({"Name", "Description", "RoutingConfiguration", "DeploymentPreference"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        client = site.client("stepfunctions")
        made = client.create_state_machine_alias(
            name=properties.get("Name", name), **_settings(properties)
        )
        arn = made["stateMachineAliasArn"]
        return Made(arn, {"Arn": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        site.client("stepfunctions").update_state_machine_alias(
            stateMachineAliasArn=made.physical_id, **_settings(new)
        )
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("stepfunctions").delete_state_machine_alias(
            stateMachineAliasArn=made.physical_id
        )


def _settings(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What CreateStateMachineAlias and UpdateStateMachineAlias share."""
    routes = [
        {"stateMachineVersionArn": each["StateMachineVersionArn"], "weight": int(each["Weight"])}
        for each in properties.get("RoutingConfiguration", ())
    ]
    if (preference := properties.get("DeploymentPreference")) is not None:
        if preference["Type"] != _AT_ONCE:
            raise Refused(
                f"DeploymentPreference.Type={preference['Type']} is not supported by this embedded "
                f"AWS; {_AT_ONCE} is."
            )
        routes = [{"stateMachineVersionArn": preference["StateMachineVersionArn"], "weight": 100}]
    return {"description": properties.get("Description", ""), "routingConfiguration": routes}
