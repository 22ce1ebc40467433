"""What a request is refused with, in AWS's words where they are known: the API reference and recordings."""

from __future__ import annotations

from localaws.protocols.refusal import Refusal


def invalid_arn(reason: str) -> Refusal:
    return Refusal("InvalidArn", f"Invalid Arn: '{reason}'")


def validation(message: str) -> Refusal:
    return Refusal("ValidationException", message)


def invalid_name(name: str) -> Refusal:
    return Refusal("InvalidName", f"Invalid Name: '{name}'")


def invalid_token() -> Refusal:
    return Refusal("InvalidToken", "Invalid Token: 'Invalid token'")


def no_machine(arn: str) -> Refusal:
    return Refusal("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")


def machine_exists(arn: str) -> Refusal:
    return Refusal("StateMachineAlreadyExists", f"State Machine Already Exists: '{arn}'")


def machine_deleting(arn: str) -> Refusal:
    return Refusal("StateMachineDeleting", f"State Machine is being deleted: '{arn}'")


def wrong_type() -> Refusal:
    return Refusal(
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine",
    )


def no_execution(arn: str) -> Refusal:
    return Refusal("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")


def execution_exists(arn: str) -> Refusal:
    return Refusal("ExecutionAlreadyExists", f"Execution Already Exists: '{arn}'")


def invalid_input(reason: str) -> Refusal:
    return Refusal("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{reason}'")


def no_activity(arn: str) -> Refusal:
    return Refusal("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'")


def no_resource(arn: str) -> Refusal:
    return Refusal("ResourceNotFound", f"Resource not found: '{arn}'")


def conflict(message: str) -> Refusal:
    return Refusal("ConflictException", message)


def quota(message: str) -> Refusal:
    return Refusal("ServiceQuotaExceededException", message)


def internal(message: str) -> Refusal:
    return Refusal("InternalFailure", message, 500)
