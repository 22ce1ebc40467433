"""The request that a custom resource's provider gets. Pure.

CloudFormation's user guide, "Custom resource request objects". Every scalar of the properties is text
there, as the providers that are published expect it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from localaws.cloudformation.errors import Refused

LONGEST = 3600  # seconds, of ServiceTimeout; also where there is none
DEFAULT_TYPE = "AWS::CloudFormation::CustomResource"


@dataclass(frozen=True)
class Request:
    """What is wanted of a provider, but for where it is to respond.

    Attributes:
        physical_id: None for Create.
        old: the properties before, for Update.
    """

    kind: Literal["Create", "Update", "Delete"]
    request_id: str
    stack_id: str
    logical_id: str
    resource_type: str
    properties: Mapping[str, Any]
    physical_id: str | None = None
    old: Mapping[str, Any] | None = None

    @property
    def provider(self) -> str:
        """The ARN of the function or topic that makes it."""
        token = self.properties.get("ServiceToken")
        if not isinstance(token, str) or not token.startswith("arn:"):
            raise Refused(
                "ServiceToken must be the ARN of a Lambda function or of an SNS topic, and is "
                f"{json.dumps(token)}"
            )
        return token

    @property
    def seconds(self) -> int:
        """How long the provider has to respond (``ServiceTimeout``)."""
        given = self.properties.get("ServiceTimeout", LONGEST)
        text = str(given)
        if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= LONGEST:
            raise Refused(f"ServiceTimeout must be a number from 1 to {LONGEST}, and is {text}")
        return int(text)

    def document(self, response_url: str) -> bytes:
        """The request as it is sent."""
        said = {
            "RequestType": self.kind,
            "ServiceToken": self.provider,
            "ResponseURL": response_url,
            "StackId": self.stack_id,
            "RequestId": self.request_id,
            "LogicalResourceId": self.logical_id,
            "PhysicalResourceId": self.physical_id,
            "ResourceType": self.resource_type,
            "ResourceProperties": as_text(self.properties),
            "OldResourceProperties": None if self.old is None else as_text(self.old),
        }
        return json.dumps(
            {name: value for name, value in said.items() if value is not None}
        ).encode()


def as_text(value: Any) -> Any:
    """The value with every scalar in it as text."""
    if isinstance(value, Mapping):
        return {name: as_text(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [as_text(member) for member in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)
