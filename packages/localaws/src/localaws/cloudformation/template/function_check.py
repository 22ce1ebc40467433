"""Whether the functions of a template have arguments that they can work with, and name what there is.

Values are not looked at: a function's argument may itself be a function. The sentences are
CloudFormation's where one is known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.expressions import PLACEHOLDER, attribute, call, variables

PSEUDO = frozenset(
    f"AWS::{name}"
    for name in (
        "AccountId",
        "NoValue",
        "NotificationARNs",
        "Partition",
        "Region",
        "StackId",
        "StackName",
        "URLSuffix",
    )
)


@dataclass(frozen=True)
class Names:
    """What functions may name."""

    parameters: Collection[str]
    mappings: Collection[str]
    conditions: Collection[str]
    resources: Collection[str]  # none where only parameters may be referred to


def check(value: Any, names: Names, section: str) -> None:
    """Go through a value and everything below it.

    Raises:
        TemplateError: a function is unknown, has arguments of a wrong number or type, or names
            what the template has not.
    """
    found = call(value)
    if found is not None:
        _check_call(*found, names, section)
    elif isinstance(value, dict):
        mixed = [key for key in value if key.startswith("Fn::")]
        if mixed and len(value) > 1:
            raise TemplateError(
                f"Template error: an object with {mixed[0]} must have no other member"
            )
    if isinstance(value, dict):
        for member in value.values():
            check(member, names, section)
    elif isinstance(value, list):
        for member in value:
            check(member, names, section)


def _check_call(name: str, argument: Any, names: Names, section: str) -> None:
    shape = _SHAPES.get(name)
    if shape is None:
        raise TemplateError(f"Template error: {name} is not supported by this embedded AWS")
    accepts, sentence = shape
    if not accepts(argument):
        raise TemplateError(f"Template error: {sentence}")
    if name == "Ref":
        _check_reference(argument, names, section)
    elif name == "Fn::GetAtt":
        _check_attribute(attribute(argument)[0], names)
    elif name == "Fn::Sub":
        for variable in variables(argument):
            resource, dot, _ = variable.partition(".")
            if dot and variable not in names.parameters:
                _check_attribute(resource, names)
            else:
                _check_reference(variable, names, section)
    elif name in ("Condition", "Fn::If"):
        condition = argument if name == "Condition" else argument[0]
        if condition not in names.conditions:
            raise TemplateError(
                f"Template format error: Unresolved condition dependency {condition} in the "
                f"{section} block of the template"
            )
    elif (
        name == "Fn::FindInMap"
        and isinstance(argument[0], str)
        and argument[0] not in names.mappings
    ):
        raise TemplateError(
            f"Template error: Mapping named '{argument[0]}' is not present in the 'Mappings' "
            "section of template."
        )


def _check_reference(name: str, names: Names, section: str) -> None:
    if not (name in PSEUDO or name in names.parameters or name in names.resources):
        raise TemplateError(
            f"Template format error: Unresolved resource dependencies [{name}] in the {section} "
            "block of the template"
        )


def _check_attribute(resource: str, names: Names) -> None:
    if resource not in names.resources:
        raise TemplateError(
            f"Template error: instance of Fn::GetAtt references undefined resource {resource}"
        )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _gives(value: Any, *kinds: type) -> bool:
    """Whether it is of one of the types, or a function, whose value is not known yet."""
    return isinstance(value, kinds) or call(value) is not None


def _scalar(value: Any) -> bool:
    return _gives(value, str, int, float, bool)


def _is_list(argument: Any, least: int, most: int) -> bool:
    return isinstance(argument, list) and least <= len(argument) <= most


def _is_get_att(argument: Any) -> bool:
    if isinstance(argument, str):
        resource, dot, name = argument.partition(".")
        return bool(resource and dot and name)
    return _is_list(argument, 2, 2) and _is_text(argument[0]) and _gives(argument[1], str)


def _is_join(argument: Any) -> bool:
    return _is_list(argument, 2, 2) and isinstance(argument[0], str) and _gives(argument[1], list)


def _is_split(argument: Any) -> bool:
    return _is_list(argument, 2, 2) and _is_text(argument[0]) and _gives(argument[1], str)


def _is_select(argument: Any) -> bool:
    return (
        _is_list(argument, 2, 2)
        and _gives(argument[0], int, str)
        and not isinstance(argument[0], bool)
        and (not isinstance(argument[0], str) or argument[0].isdecimal())
        and _gives(argument[1], list)
    )


def _is_sub(argument: Any) -> bool:
    if isinstance(argument, str):
        return _well_formed(argument)
    return (
        _is_list(argument, 2, 2)
        and isinstance(argument[0], str)
        and _well_formed(argument[0])
        and isinstance(argument[1], dict)
        and all(_scalar(member) for member in argument[1].values())
    )


def _well_formed(text: str) -> bool:
    """Every ``${`` has a name and an end."""
    return "${" not in PLACEHOLDER.sub("", text) and all(
        literal or name.strip() for literal, name in PLACEHOLDER.findall(text)
    )


def _is_find(argument: Any) -> bool:
    return _is_list(argument, 3, 3) and all(_scalar(key) for key in argument)


def _are_conditions(argument: Any, least: int, most: int) -> bool:
    return _is_list(argument, least, most) and all(call(each) is not None for each in argument)


_SHAPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "Ref": (_is_text, "every Ref must name a parameter or a resource by a string"),
    "Condition": (_is_text, "every Condition must be a string"),
    "Fn::GetAtt": (
        _is_get_att,
        "every Fn::GetAtt object requires two non-empty parameters, the resource name and the "
        "resource attribute",
    ),
    "Fn::Join": (
        _is_join,
        "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of "
        "strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) "
        "to be joined.",
    ),
    "Fn::Split": (
        _is_split,
        "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string "
        "to be split or a function that returns a string to be split.",
    ),
    "Fn::Select": (
        _is_select,
        "Fn::Select requires a list argument with two elements: an integer index and a list",
    ),
    "Fn::Sub": (
        _is_sub,
        "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a "
        "string as first argument, and an optional second argument to specify a mapping of values "
        "to replace in the string",
    ),
    "Fn::If": (
        lambda argument: _is_list(argument, 3, 3) and _is_text(argument[0]),
        "Fn::If requires a list argument with three elements, the first of them a condition's name",
    ),
    "Fn::FindInMap": (
        _is_find,
        "every Fn::FindInMap object requires three parameters, the map name, map key and the "
        "attribute for return value",
    ),
    "Fn::ImportValue": (
        lambda argument: _gives(argument, str),
        "the attribute in Fn::ImportValue must be a string or a function that returns one",
    ),
    "Fn::GetAZs": (
        lambda argument: _gives(argument, str),
        "Fn::GetAZs requires a region's name, or an empty string",
    ),
    "Fn::Base64": (_scalar, "every Fn::Base64 object must have a String-typed value."),
    "Fn::ToJsonString": (
        lambda argument: isinstance(argument, dict | list),
        "Fn::ToJsonString requires an object or a list",
    ),
    "Fn::Length": (
        lambda argument: _gives(argument, list),
        "Fn::Length requires a list, or a function that returns one",
    ),
    "Fn::Equals": (
        lambda argument: _is_list(argument, 2, 2) and all(_scalar(each) for each in argument),
        "every Fn::Equals object requires a list of 2 string parameters.",
    ),
    "Fn::Not": (
        lambda argument: _are_conditions(argument, 1, 1),
        "every Fn::Not object requires one boolean parameter.",
    ),
    "Fn::And": (
        lambda argument: _are_conditions(argument, 2, 10),
        "every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.",
    ),
    "Fn::Or": (
        lambda argument: _are_conditions(argument, 2, 10),
        "every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.",
    ),
}
