"""AWS::StepFunctions::StateMachineVersion: what a state machine is when the stack comes to it, for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types.handler import Made, Site


class StateMachineVersion:
    """A version of a state machine. Ref is its ARN. Nothing of it can be changed."""

    properties = frozenset({"Description", "StateMachineArn", "StateMachineRevisionId"})
    fixed = properties

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        asked = {
            "stateMachineArn": properties.get("StateMachineArn"),
            "revisionId": properties.get("StateMachineRevisionId"),
            "description": properties.get("Description"),
        }
        published = site.client("stepfunctions").publish_state_machine_version(
            **{name: value for name, value in asked.items() if value is not None}
        )
        arn = published["stateMachineVersionArn"]
        return Made(arn, {"Arn": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("stepfunctions").delete_state_machine_version(
            stateMachineVersionArn=made.physical_id
        )
