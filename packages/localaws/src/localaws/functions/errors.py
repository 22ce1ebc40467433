"""Errors of Lambda's API that several of its parts raise, each with its status. Pure."""

from __future__ import annotations

from localaws.protocols.refusal import Refusal


def invalid(message: str) -> Refusal:
    """What is asked for cannot be, as the message says."""
    return Refusal("InvalidParameterValueException", message)


def no_function(arn: str) -> Refusal:
    """There is no function, version or alias of that ARN."""
    return Refusal("ResourceNotFoundException", f"Function not found: {arn}", 404)


def nothing_there() -> Refusal:
    """What is asked for is not there; Lambda says no more of a policy, a mapping, a URL or a layer."""
    return Refusal("ResourceNotFoundException", "The resource you requested does not exist.", 404)


def statement_exists(sid: str) -> Refusal:
    """A policy has a statement of that identifier already."""
    return Refusal(
        "ResourceConflictException",
        f"The statement id ({sid}) provided already exists. Please provide a new statement id, or "
        "remove the existing statement.",
        409,
    )
