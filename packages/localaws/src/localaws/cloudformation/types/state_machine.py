"""AWS::StepFunctions::StateMachine: its definition may lie in S3, be an object, and have substitutions.

State machines may outlive the server (``--keep``) where stacks do not: one that an earlier stack of the same
name made for the same resource is taken over by the new one, and brought to what its template says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9_-]+)\}")


class StateMachine:
    """A state machine. Ref is its ARN."""

    fixed = frozenset({"StateMachineName", "StateMachineType"})
    properties = frozenset(
        [
            "StateMachineName",
            "DefinitionString",
            "Definition",
            "DefinitionS3Location",
            "DefinitionSubstitutions",
            "RoleArn",
            "StateMachineType",
            "LoggingConfiguration",
            "TracingConfiguration",
            "EncryptionConfiguration",
            "Tags",
        ]
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        client = site.client("stepfunctions")
        name = properties.get("StateMachineName", name)
        arn = f"arn:aws:states:{site.region}:{site.account}:stateMachine:{name}"
        if _exists(client, arn):
            kind = properties.get("StateMachineType", "STANDARD")
            if not _is_left_behind(client, arn, kind, site):
                raise Refused(f"State Machine Already Exists: '{arn}'")
            return self.update(site, Made(arn), {}, properties)
        client.create_state_machine(
            name=name,
            type=properties.get("StateMachineType", "STANDARD"),
            tags=values.tag_list(site.all_tags(properties), "key", "value"),
            **_definition(site, properties),
        )
        return _made(client, arn)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client = site.client("stepfunctions")
        client.update_state_machine(stateMachineArn=made.physical_id, **_definition(site, new))
        tags = values.tag_list(site.all_tags(new), "key", "value")
        client.tag_resource(resourceArn=made.physical_id, tags=tags)
        return _made(client, made.physical_id)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("stepfunctions").delete_state_machine(stateMachineArn=made.physical_id)


def _made(client: Any, arn: str) -> Made:
    shown = client.describe_state_machine(stateMachineArn=arn)
    revision = shown.get("revisionId", "INITIAL")
    return Made(arn, {"Arn": arn, "Name": shown["name"], "StateMachineRevisionId": revision})


def _exists(client: Any, arn: str) -> bool:
    try:
        client.describe_state_machine(stateMachineArn=arn)
    except client.exceptions.StateMachineDoesNotExist:
        return False
    return True


def _is_left_behind(client: Any, arn: str, kind: str, site: Site) -> bool:
    """Whether a stack that is no more made it, of the same type, where this stack makes its resource."""
    if client.describe_state_machine(stateMachineArn=arn)["type"] != kind:
        return False
    tags = client.list_tags_for_resource(resourceArn=arn)["tags"]
    given = {tag["key"]: tag["value"] for tag in tags}
    same = {"stack-name": site.stack, "logical-id": site.logical_id}
    return all(
        given.get(f"aws:cloudformation:{name}") == value for name, value in same.items()
    ) and given.get("aws:cloudformation:stack-id") not in (None, site.stack_id)


def _definition(site: Site, properties: Mapping[str, Any]) -> dict[str, Any]:
    """What CreateStateMachine and UpdateStateMachine share."""
    return {
        "definition": _substituted(
            _text(site, properties), properties.get("DefinitionSubstitutions", {})
        ),
        "roleArn": properties["RoleArn"],
        "loggingConfiguration": logging_configuration(properties.get("LoggingConfiguration")),
        **_encryption(properties.get("EncryptionConfiguration")),
        "tracingConfiguration": {
            "enabled": values.boolean(properties.get("TracingConfiguration", {}).get("Enabled"))
        },
        "encryptionConfiguration": values.camel(
            properties.get("EncryptionConfiguration", {"Type": "AWS_OWNED_KEY"})
        ),
    }


def _encryption(given: Mapping[str, Any] | None) -> dict[str, Any]:
    if not given:
        return {}
    made = values.camel(given)
    if "kmsDataKeyReusePeriodSeconds" in made:
        made["kmsDataKeyReusePeriodSeconds"] = int(made["kmsDataKeyReusePeriodSeconds"])
    return {"encryptionConfiguration": made}


def _text(site: Site, properties: Mapping[str, Any]) -> str:
    if "DefinitionString" in properties:
        return str(properties["DefinitionString"])
    if "Definition" in properties:
        return json.dumps(properties["Definition"])
    if "DefinitionS3Location" not in properties:
        raise Refused(
            "A definition is required: DefinitionString, Definition or DefinitionS3Location"
        )
    location = properties["DefinitionS3Location"]
    version = {"VersionId": location["Version"]} if "Version" in location else {}
    answer = site.client("s3").get_object(Bucket=location["Bucket"], Key=location["Key"], **version)
    text: str = answer["Body"].read().decode()
    return text


def _substituted(definition: str, substitutions: Mapping[str, Any]) -> str:
    def value_of(match: re.Match[str]) -> str:
        value = substitutions.get(match.group(1))
        if value is None:
            return match.group()
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return json.dumps(text)[1:-1]

    return _PLACEHOLDER.sub(value_of, definition)


def logging_configuration(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """LoggingConfiguration in the API's spelling; the level is OFF where none is given."""
    if not given:
        return {"level": "OFF", "includeExecutionData": False}
    configuration: dict[str, Any] = values.camel(given)
    configuration["includeExecutionData"] = values.boolean(
        configuration.get("includeExecutionData", False)
    )
    return configuration
