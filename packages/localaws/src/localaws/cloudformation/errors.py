"""Errors of templates and of resources, and those of the API that its operations refuse with."""

from __future__ import annotations

from localaws.protocols.refusal import Refusal


class TemplateError(Exception):
    """The template cannot be evaluated. The message says where and why."""


class ReplacementNeeded(Exception):
    """A change that no update can make: the resource has to be made anew."""


class InvalidProperties(Exception):
    """A resource's properties are not those of its type. The message is CloudFormation's."""


class Refused(Exception):
    """A resource that is not made, for a reason which no service gave: the message."""


class Unchangeable(Refused):
    """A change that is refused before any of it was made: there is nothing to undo."""


class ResourceFailed(Exception):
    """A resource could not be made, changed or deleted; the message is the service's reason."""


class ValidationError(Refusal):
    """A request that is not what it has to be, or comes at a wrong time."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationError", message)


class AlreadyExists(Refusal):
    """A stack or a change set of that name is there."""

    def __init__(self, what: str) -> None:
        super().__init__("AlreadyExistsException", f"{what} already exists")


class InsufficientCapabilities(Refusal):
    """A template has IAM resources, and nobody acknowledged that."""

    def __init__(self, missing: list[str]) -> None:
        message = f"Requires capabilities : [{', '.join(missing)}]"
        super().__init__("InsufficientCapabilitiesException", message)


class ChangeSetNotFound(Refusal):
    """The stack has no such change set."""

    def __init__(self, name: str) -> None:
        super().__init__("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)


class InvalidChangeSetStatus(Refusal):
    """The change set is not one that can be executed now."""

    def __init__(self, message: str) -> None:
        super().__init__("InvalidChangeSetStatus", message)
