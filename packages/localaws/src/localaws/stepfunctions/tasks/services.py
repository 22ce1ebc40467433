"""Which service, and which of its operations, an action of a task calls.

Step Functions has the SDK for Java's names of services, botocore has its own.
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

from __future__ import annotations

from dataclasses import dataclass

from botocore.model import OperationModel, Shape

from localaws.protocols.models import service_model
from localaws.protocols.sdk_names import ids, sdk_service
from localaws.stepfunctions.language.resource import Action

# The services of optimised integrations that botocore calls otherwise.
_OPTIMISED = {
    "states": "stepfunctions",
    "elasticmapreduce": "emr",
    "bedrock": "bedrock-runtime",
}


@dataclass(frozen=True)
class Called:
    """An operation of a service, in botocore's names."""

    service: str
    operation: str

    @property
    def model(self) -> OperationModel:
        return service_model(self.service).operation_model(self.operation)


def called(action: Action) -> Called | None:
    """What an action calls; None where there is no such service, or it has no such operation."""
    service = sdk_service(action.service) if action.is_sdk else optimised_service(action.service)
    operation = action.action[:1].upper() + action.action[1:]
    if service is None or not action.action[:1].islower():
        return None
    if action.service == "bedrock" and action.action == "createModelCustomizationJob":
        service = "bedrock"
    if service not in ids() or operation not in service_model(service).operation_names:
        return None
    return Called(service, operation)


def input_shape(action: Action) -> Shape | None:
    """The shape of what an action takes; None where it takes nothing, or calls no operation."""
    found = called(action)
    return None if found is None else found.model.input_shape


def optimised_service(name: str) -> str:
    """botocore's name of the service of an optimised integration."""
    return _OPTIMISED.get(name, name)
