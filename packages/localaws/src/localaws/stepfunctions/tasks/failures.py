"""What a refused request is to a task: an error's name and a cause, as the SDKs for Java have them.

An error that the service's model names has a class of its own in the SDK, whose name ends in Exception;
any other is the service's own class: ``S3.NoSuchBucketException``, ``S3.S3Exception``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from botocore.model import ServiceModel

from localaws.protocols.sdk_names import java_name
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.task import TaskFailure


@dataclass(frozen=True)
class Refused:
    """What a service responded in place of a result.

    Attributes:
        shape: the model's name of the error, where it is known to be another than ``code``.
        host_id: S3's second id of a request.
    """

    code: str
    message: str
    status: int
    request_id: str
    host_id: str | None = None
    shape: str | None = None


@dataclass(frozen=True)
class _Names:
    """A service in the SDK for Java 1."""

    prefix: str
    service: str
    general: str


_VERSION_1: Mapping[str, _Names] = {
    "dynamodb": _Names("DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"),
    "events": _Names("EventBridge", "AmazonEventBridge", "AmazonEventBridgeException"),
    "lambda": _Names("Lambda", "AWSLambda", "AWSLambdaException"),
    "sagemaker": _Names("SageMaker", "AmazonSageMaker", "AmazonSageMakerException"),
    "sns": _Names("SNS", "AmazonSNS", "AmazonSNSException"),
    "sqs": _Names("SQS", "AmazonSQS", "AmazonSQSException"),
    "stepfunctions": _Names("StepFunctions", "AWSStepFunctions", "AWSStepFunctionsException"),
}


def failure(model: ServiceModel, refused: Refused, dialect: Dialect) -> TaskFailure:
    """The failure of a task whose request was refused."""
    if dialect is Dialect.OPTIMISED:
        names = version_1(model)
        own = _class(model, refused) or names.general
        return TaskFailure(f"{names.prefix}.{own}", _cause_1(names, refused))
    name = java_name(model)
    own = _class(model, refused) or f"{name}Exception"
    return TaskFailure(f"{name}.{dialect.spelt(own)}", _cause_2(name, refused))


def version_1(model: ServiceModel) -> _Names:
    """A service's names in version 1."""
    found = _VERSION_1.get(model.service_name)
    if found is not None:
        return found
    name = java_name(model)
    return _Names(name, f"Amazon{name}", f"Amazon{name}Exception")


def _class(model: ServiceModel, refused: Refused) -> str | None:
    return _classes(model).get(refused.shape or refused.code)


@lru_cache(maxsize=256)
def _classes(model: ServiceModel) -> Mapping[str, str]:
    """The classes of a service's errors by the codes that it sends."""
    found = {}
    for shape in model.error_shapes:
        own = shape.name.removesuffix("Fault").removesuffix("Exception") + "Exception"
        found[shape.name] = own
        found[shape.metadata.get("error", {}).get("code", shape.name)] = own
    return found


def _cause_1(names: _Names, refused: Refused) -> str:
    return (
        f"{refused.message} (Service: {names.service}; Status Code: {refused.status}; "
        f"Error Code: {refused.code}; Request ID: {refused.request_id}; Proxy: null)"
    )


def _cause_2(name: str, refused: Refused) -> str:
    told = f"Service: {name}, Status Code: {refused.status}, Request ID: {refused.request_id}"
    if name == "S3":
        told += f", Extended Request ID: {refused.host_id or refused.request_id}"
    return f"{refused.message} ({told})"
