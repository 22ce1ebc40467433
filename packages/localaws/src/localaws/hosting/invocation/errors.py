"""How sagemaker-runtime words what went wrong with a request. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from localaws.hosting.log_streams import group_of

LARGEST_BODY = 6 * 1024 * 1024  # bytes
LARGEST_SERVERLESS_BODY = 4 * 1024 * 1024


class InvokeError(Exception):
    """A request is answered with an error: its name, HTTP status, message and members."""

    def __init__(self, code: str, status: int, message: str, **members: Any) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.members = members
        self.body = json.dumps({"Message": message, "message": message} | members).encode()


@dataclass(frozen=True)
class Where:
    """The endpoint that a message is about."""

    endpoint: str
    region: str
    account: str


def invalid(message: str) -> InvokeError:
    """The request cannot be sent to the endpoint: ValidationError."""
    return InvokeError("ValidationError", 400, message)


def constraint(member: str, said: str) -> InvokeError:
    """A member of the request is not as the service's model has it."""
    return invalid(
        f"1 validation error detected: Value at '{member}' failed to satisfy constraint: {said}"
    )


def too_large(most: int = LARGEST_BODY) -> InvokeError:
    """The refusal of a larger body."""
    return constraint("body", f"Member must have length less than or equal to {most}")


def endpoint_not_found(name: str, account: str) -> InvokeError:
    return invalid(f"Endpoint {name} of account {account} not found.")


def variant_not_found(variant: str, where: Where) -> InvokeError:
    return invalid(
        f"Variant {variant} not found for Endpoint {where.endpoint} of account {where.account}."
    )


def none_ready(endpoint: str) -> InvokeError:
    return InvokeError(
        "ServiceUnavailable", 503, f"No instance of endpoint {endpoint} is ready to answer."
    )


def throttled() -> InvokeError:
    """As many requests as a serverless variant answers at once are under way."""
    return InvokeError("ThrottlingException", 400, "Rate exceeded")


def not_started(where: Where, why: str) -> InvokeError:
    """A serverless variant could not start what the request needs."""
    return InvokeError(
        "ModelNotReadyException",
        429,
        f"Endpoint {where.endpoint} of account {where.account} has no resources for the request: {why}",
    )


def timed_out(where: Where, container: str) -> InvokeError:
    """A container gave no response in time."""
    said = (
        f"Your invocation timed out while waiting for a response from container {container}. Review "
        "the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again."
    )
    return model_error(where, container, 0, said)


def broke_off(where: Where, container: str, how: str) -> InvokeError:
    """A container ended the connection before it had responded."""
    said = f"The container broke off before it answered: {how}"
    return model_error(where, container, 0, said)


def model_error(where: Where, container: str, status: int, text: str) -> InvokeError:
    """A container responded with an error, or, with a status of 0, did not respond."""
    kind = "client" if 400 <= status < 500 else "server"
    group = group_of(where.endpoint)
    console = f"https://{where.region}.console.aws.amazon.com/cloudwatch/home"
    return InvokeError(
        "ModelError",
        424,
        f'Received {kind} error ({status}) from {container} with message "{text}". See '
        f"{console}?region={where.region}#logEventViewer:group={group} in account "
        f"{where.account} for more information.",
        OriginalStatusCode=status,
        OriginalMessage=text,
        LogStreamArn=f"arn:aws:logs:{where.region}:{where.account}:log-group:{group}",
    )
