"""Whether a mocked result is what the service could have answered, by botocore's model of it. Pure.

``STRICT`` asks for all that the model says is always there, ``PRESENT`` looks only at what is there; members
that the model does not know pass in both. https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from botocore.model import ListShape, MapShape, OperationNotFoundError, Shape, StructureShape

from localaws.stepfunctions.language.resource import Action, Pattern, Resource
from localaws.stepfunctions.tasks.services import Called, called

STRICT, PRESENT, NONE = "STRICT", "PRESENT", "NONE"
_ANY_JSON = ("http", "apigateway", "eks")  # responses that no model describes
_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    **dict.fromkeys(("string", "timestamp", "blob", "character"), ((str,), "a string")),
    **dict.fromkeys(
        ("integer", "long", "float", "double", "short", "byte", "bigdecimal", "biginteger"),
        ((int, float), "a number"),
    ),
    "boolean": ((bool,), "a boolean"),
}


class WrongShape(ValueError):
    """The message is AWS's, without its beginning."""


def check(resource: Resource, result: Any, mode: str) -> None:
    """Hold the mocked result of a task against the response of what it calls.

    Raises:
        WrongShape: the service could not have answered so.
    """
    shape = None if mode == NONE else response_shape(resource)
    if shape is not None:
        _check(result, shape, None, mode == STRICT)


def response_shape(resource: Resource) -> Shape | None:
    """What the task gives; None where no model says what that is."""
    if not isinstance(resource, Action) or resource.service in _ANY_JSON:
        return None
    if resource.pattern is Pattern.TASK_TOKEN:
        return None  # whatever SendTaskSuccess brings
    found = called(resource)
    try:
        return None if found is None else _responding(resource, found).model.output_shape
    except OperationNotFoundError:
        return None


def _responding(resource: Action, asked: Called) -> Called:
    """A task that waits for its work gives what describes it: CreateTrainingJob, DescribeTrainingJob."""
    if resource.pattern is Pattern.REQUEST_RESPONSE:
        return asked
    if asked.operation == "StartExecution":
        return replace(asked, operation="DescribeExecution")
    return replace(asked, operation=f"Describe{asked.operation.removeprefix('Create')}")


def _check(value: Any, shape: Shape, name: str | None, strict: bool) -> None:
    match shape:
        case StructureShape(is_document_type=True):
            return
        case StructureShape():
            _check_structure(value, shape, name, strict)
        case ListShape():
            _need(isinstance(value, list), name, "an array")
            for item in value:
                _check(item, shape.member, name, strict)
        case MapShape():
            _need(isinstance(value, dict), name, "an object")
            for item in value.values():
                _check(item, shape.value, name, strict)
        case _:
            types, called = _TYPES[shape.type_name]
            right = isinstance(value, types) and (bool in types or not isinstance(value, bool))
            _need(right, name, called)
            allowed = getattr(shape, "enum", None)
            if allowed and value not in allowed:
                raise WrongShape(f"Field '{name}' is not an expected value")


def _check_structure(value: Any, shape: StructureShape, name: str | None, strict: bool) -> None:
    if not isinstance(value, dict):
        raise WrongShape(
            "The mocked result must be a JSON object" if name is None else _must(name, "an object")
        )
    body = shape.serialization.get("payload")  # a function's, say: text, or the JSON that it is
    members = {
        _spelled(member): inner
        for member, inner in shape.members.items()
        if member != body or inner.type_name != "blob"
    }
    for required in shape.required_members if strict else ():
        if _spelled(required) not in value:
            raise WrongShape(f"Required field '{_spelled(required)}' is missing")
    for key, inner in value.items():
        if key in members:
            _check(inner, members[key], key, strict)


def _spelled(member: str) -> str:
    """As Step Functions gives it: ``ExecutionArn`` for the API's ``executionArn``."""
    return member[:1].upper() + member[1:]


def _need(right: bool, name: str | None, called: str) -> None:
    if not right:
        raise WrongShape(_must(name, called))


def _must(name: str | None, called: str) -> str:
    return f"Field '{name}' must be {called}"
