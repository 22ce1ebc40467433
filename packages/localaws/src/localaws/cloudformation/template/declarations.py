"""One parameter, resource or output of a document as it is declared, if it is well-formed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import regex

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.parts import Declared, DeclaredOutput, Parameter

_PARAMETER_MEMBERS = frozenset(
    [
        "Type",
        "Default",
        "AllowedValues",
        "AllowedPattern",
        "MinLength",
        "MaxLength",
        "MinValue",
        "MaxValue",
        "NoEcho",
        "Description",
        "ConstraintDescription",
    ]
)
_RESOURCE_MEMBERS = frozenset(
    [
        "Type",
        "Properties",
        "DependsOn",
        "Condition",
        "Metadata",
        "DeletionPolicy",
        "UpdateReplacePolicy",
        "CreationPolicy",
        "UpdatePolicy",
        "Description",
        "Version",
    ]
)
_OUTPUT_MEMBERS = frozenset({"Value", "Description", "Condition", "Export"})
_KIND = re.compile(r"[A-Za-z0-9]+(::[A-Za-z0-9_@-]+){1,3}")
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
_AWS_KIND = r"AWS::(EC2|Route53)::[A-Za-z0-9]+::[A-Za-z]+"
_PARAMETER_KIND = re.compile(
    "(String|Number|CommaDelimitedList|List<(String|Number)>|AWS::SSM::Parameter::Name|"
    rf"{_AWS_KIND}|List<{_AWS_KIND}>|AWS::SSM::Parameter::Value<"
    rf"(String|CommaDelimitedList|List<String>|{_AWS_KIND}|List<{_AWS_KIND}>)>)"
)
_POLICIES = frozenset({"Delete", "Retain", "RetainExceptOnCreate", "Snapshot"})


def _format(sentence: str) -> TemplateError:
    return TemplateError(f"Template format error: {sentence}")


def parameter(name: str, declared: Any) -> Parameter:
    """A parameter.

    Raises:
        TemplateError: it is malformed.
    """
    kind = declared.get("Type") if isinstance(declared, dict) else None
    if kind is None:
        raise _format("Every Parameters object must contain a Type member.")
    if not isinstance(kind, str) or not _PARAMETER_KIND.fullmatch(kind):
        raise _format(f"Unrecognized parameter type: {kind}")
    unknown = sorted(declared.keys() - _PARAMETER_MEMBERS)
    if unknown:
        raise _format(f"Invalid template parameter property '{unknown[0]}'")
    allowed = declared.get("AllowedValues", [])
    if not isinstance(allowed, list):
        raise _format(f"Every AllowedValues member of parameter {name} must be a list.")
    return Parameter(
        name=name,
        kind=kind,
        default=_optional(declared, "Default", f"parameter {name}"),
        allowed=tuple(scalar(one, f"AllowedValues of parameter {name}") for one in allowed),
        pattern=_pattern(name, declared),
        lengths=(_whole(name, declared, "MinLength"), _whole(name, declared, "MaxLength")),
        bounds=(_number(name, declared, "MinValue"), _number(name, declared, "MaxValue")),
        hidden=_truth(name, declared),
        description=_text(declared, "Description", f"parameter {name}"),
        constraint=_text(declared, "ConstraintDescription", f"parameter {name}"),
    )


def resource(name: str, declared: Any) -> Declared:
    """A resource; its functions are not looked at.

    Raises:
        TemplateError: it is malformed.
    """
    if not isinstance(declared, dict):
        raise _format(f"[/Resources/{name}] resource definition is malformed")
    kind = declared.get("Type")
    if not isinstance(kind, str):
        raise _format(f"[/Resources/{name}] Every Resources object must contain a Type member.")
    if not _KIND.fullmatch(kind) or len(kind) > 200:
        raise TemplateError(f"Template format error: Unrecognized resource types: [{kind}]")
    unknown = sorted(declared.keys() - _RESOURCE_MEMBERS)
    if unknown:
        raise TemplateError(
            f"Template validation error: Invalid template resource property '{unknown[0]}'"
        )
    for member in ("Properties", "Metadata", "CreationPolicy", "UpdatePolicy"):
        if not isinstance(declared.get(member, {}), dict):
            raise _format(f"[/Resources/{name}/{member}] {member} must be an object.")
    properties = declared.get("Properties", {})
    _refuse_nulls(properties, f"/Resources/{name}/Properties")
    return Declared(
        kind=kind,
        properties=properties,
        depends_on=_depends_on(name, declared),
        condition=_text(declared, "Condition", f"resource {name}"),
        outlives_stack=_retains(name, declared, "DeletionPolicy"),
        outlives_replacement=_retains(name, declared, "UpdateReplacePolicy"),
    )


def output(name: str, declared: Any) -> DeclaredOutput:
    """An output; its functions are not looked at.

    Raises:
        TemplateError: it is malformed.
    """
    if not isinstance(declared, dict) or declared.keys() - _OUTPUT_MEMBERS:
        raise _format(f"Output {name} is malformed.")
    value = declared.get("Value")
    if value is None:
        raise _format("Every Outputs member must contain a Value object")
    if isinstance(value, list):
        raise _format("The Value field of every Outputs member must evaluate to a String.")
    export = None
    if "Export" in declared:
        given = declared["Export"]
        export = given.get("Name") if isinstance(given, dict) and len(given) == 1 else None
        if not isinstance(export, str | dict) or export == "":
            raise _format(f"Output {name} is malformed. An Export must have a Name, and that only.")
    return DeclaredOutput(
        value=value,
        description=_text(declared, "Description", f"output {name}"),
        condition=_text(declared, "Condition", f"output {name}"),
        export=export,
    )


def scalar(value: Any, what: str) -> str:
    """A value of a parameter as CloudFormation has them all: text.

    Raises:
        TemplateError: it is an object, a list or null.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise _format(f"Every {what} must be a string.")
    return str(value)


def _optional(declared: Mapping[str, Any], member: str, what: str) -> str | None:
    return scalar(declared[member], f"{member} of {what}") if member in declared else None


def _text(declared: Mapping[str, Any], member: str, what: str) -> str | None:
    if member in declared and not isinstance(declared[member], str):
        raise _format(f"Every {member} member must be a string: that of {what} is none.")
    return declared.get(member)


def _pattern(name: str, declared: Mapping[str, Any]) -> str | None:
    pattern = _text(declared, "AllowedPattern", f"parameter {name}")
    if pattern is None:
        return None
    try:
        regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError) as error:
        raise _format(
            f"AllowedPattern of parameter {name} is no regular expression: {error}"
        ) from error
    return pattern


def _whole(name: str, declared: Mapping[str, Any], member: str) -> int | None:
    text = _optional(declared, member, f"parameter {name}")
    if text is not None and not re.fullmatch("[0-9]{1,18}", text):
        raise _format(f"{member} of parameter {name} must be a whole number, not {text!r}.")
    return None if text is None else int(text)


def _number(name: str, declared: Mapping[str, Any], member: str) -> float | None:
    text = _optional(declared, member, f"parameter {name}")
    try:
        return None if text is None else float(text)
    except ValueError:
        raise _format(f"{member} of parameter {name} must be a number, not {text!r}.") from None


def _truth(name: str, declared: Mapping[str, Any]) -> bool:
    text = (_optional(declared, "NoEcho", f"parameter {name}") or "false").lower()
    if text not in ("true", "false"):
        raise _format(f"NoEcho of parameter {name} must be true or false, not {text!r}.")
    return text == "true"


def _depends_on(name: str, declared: Mapping[str, Any]) -> tuple[str, ...]:
    given = declared.get("DependsOn", [])
    several = [given] if isinstance(given, str) else given
    if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
        raise _format(
            f"[/Resources/{name}/DependsOn] DependsOn must be a string, or a list of strings."
        )
    return tuple(several)


def _retains(name: str, declared: Mapping[str, Any], member: str) -> bool:
    policy = declared.get(member, "Delete")
    if not isinstance(policy, str) or policy not in _POLICIES:
        raise _format(
            f"Unrecognized {member} {policy} for resource {name}: it must be one of "
            f"{', '.join(sorted(_POLICIES))}."
        )
    return policy.startswith("Retain")


def _refuse_nulls(value: Any, path: str) -> None:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        if member is None:
            raise _format(f"[{path}/{key}] 'null' values are not allowed in templates")
        if isinstance(member, dict | list):
            _refuse_nulls(member, f"{path}/{key}")
