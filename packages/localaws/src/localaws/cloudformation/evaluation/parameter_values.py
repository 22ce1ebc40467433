"""What a stack's parameters are: given values and defaults, checked against what the template allows.

The rules and sentences are CloudFormation's: the pattern is for the whole value, or each member of a
CommaDelimitedList, lengths are a String's, bounds a Number's.
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
No sentence but the template's own shows a value, which may be a secret.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import regex

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.parts import Parameter

_PATIENCE = 0.5  # seconds for a pattern of the template
_LONGEST = 4096  # bytes of a value


@dataclass(frozen=True)
class Parameters:
    """Values by name, and the names whose values are not to be shown."""

    values: Mapping[str, Any]
    hidden: frozenset[str]


NONE = Parameters({}, frozenset())


def resolved(
    declared: Mapping[str, Parameter],
    given: Mapping[str, str],
    ssm_value: Callable[[str], str | None],
) -> Parameters:
    """The parameters' values; ``ssm_value`` looks a Systems Manager parameter up.

    Raises:
        TemplateError: a value is missing, not allowed, of the wrong type, or of no parameter.
    """
    unknown = sorted(given.keys() - declared.keys())
    if unknown:
        raise TemplateError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    missing = [
        name for name, each in declared.items() if name not in given and each.default is None
    ]
    if missing:
        raise TemplateError(f"Parameters: [{', '.join(missing)}] must have values")
    values = {}
    for name, parameter in declared.items():
        text = given.get(name, parameter.default)
        assert text is not None
        _check(parameter, text)
        values[name] = _typed(parameter, text, ssm_value)
    hidden = frozenset(name for name, each in declared.items() if each.hidden)
    return Parameters(values, hidden)


def _check(parameter: Parameter, text: str) -> None:
    fault = _fault(parameter, text)
    if fault is None:
        return
    if parameter.constraint:
        raise TemplateError(
            f"Parameter {parameter.name} failed to satisfy constraint: {parameter.constraint}"
        )
    raise TemplateError(f"Parameter '{parameter.name}' {fault}")


def _fault(parameter: Parameter, text: str) -> str | None:
    """What a value has to be and is not, by the first of the parameter's constraints that it breaks."""
    if len(text.encode()) > _LONGEST:
        return f"must not be longer than {_LONGEST} bytes"
    parts = _parts(text) if _is_list(parameter.kind) else [text]
    if parameter.allowed and not all(part in parameter.allowed for part in parts):
        return "must be one of AllowedValues"
    if parameter.pattern is not None and not all(_matches(parameter, part) for part in parts):
        return f"must match pattern {parameter.pattern}"
    if "Number" not in parameter.kind:
        least, most = parameter.lengths
        if least is not None and len(text) < least:
            return f"must contain at least {least} characters"
        if most is not None and len(text) > most:
            return f"must contain at most {most} characters"
        return None
    low, high = parameter.bounds
    for part in parts:
        number = _number(parameter, part)
        if low is not None and number < low:
            return f"must be a number not less than {low:g}"
        if high is not None and number > high:
            return f"must be a number not greater than {high:g}"
    return None


def _matches(parameter: Parameter, text: str) -> bool:
    try:
        return bool(regex.fullmatch(parameter.pattern, text, timeout=_PATIENCE))
    except regex.error as error:
        raise TemplateError(
            f"AllowedPattern of parameter {parameter.name} is no regular expression: {error}"
        ) from error
    except TimeoutError:
        raise TemplateError(
            f"AllowedPattern of parameter {parameter.name} takes too long to match its value: "
            f"{parameter.pattern}"
        ) from None


def _number(parameter: Parameter, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise TemplateError(
            f"Parameter validation failed: parameter value {text} for parameter name "
            f"{parameter.name} is not a number."
        )
    return number


def _is_list(kind: str) -> bool:
    return kind.startswith(("List<", "CommaDelimitedList"))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _typed(parameter: Parameter, text: str, ssm_value: Callable[[str], str | None]) -> Any:
    kind = parameter.kind
    if kind.startswith("AWS::SSM::Parameter::Value<"):
        found = ssm_value(text)
        if found is None:
            raise TemplateError(
                f"Unable to fetch parameters [{text}] from parameter store for this account."
            )
        kind = kind.removeprefix("AWS::SSM::Parameter::Value<").removesuffix(">")
        text = found
    return _parts(text) if _is_list(kind) else text
