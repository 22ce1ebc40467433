"""A template with its parameters: what CloudFormation is asked for, before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.compat.cloudformation.errors import TemplateError

# What has no effect on resources, or is checked by whoever made the template.
_SECTIONS = frozenset(
    [
        "AWSTemplateFormatVersion",
        "Description",
        "Metadata",
        "Parameters",
        "Mappings",
        "Conditions",
        "Resources",
        "Outputs",
        "Rules",
    ]
)


@dataclass(frozen=True)
class Parameters:
    """Values by name, and the names whose values are not to be shown."""

    values: Mapping[str, Any]
    hidden: frozenset[str]


class Template:
    """The parsed document.

    Raises:
        TemplateError: it is no template, or has a section that is not done here (Transform).
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        unknown = sorted(set(document) - _SECTIONS)
        if unknown:
            raise TemplateError(
                f"Template format error: the section {unknown[0]} is not supported by this "
                "embedded AWS"
            )
        self.document = document

    def _section(self, name: str) -> dict[str, Any]:
        return dict(self.document.get(name) or {})

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        return self._section("Resources")

    @property
    def outputs(self) -> dict[str, dict[str, Any]]:
        return self._section("Outputs")

    @property
    def mappings(self) -> dict[str, Any]:
        return self._section("Mappings")

    @property
    def conditions(self) -> dict[str, Any]:
        return self._section("Conditions")

    def parameters(
        self, given: Mapping[str, Any], ssm_value: Callable[[str], str | None]
    ) -> Parameters:
        """The parameters' values; ``ssm_value`` looks a Systems Manager parameter up.

        Raises:
            TemplateError: a value is missing, not allowed, or of the wrong type.
        """
        values: dict[str, Any] = {}
        hidden = set()
        for name, declared in self._section("Parameters").items():
            value = given.get(name, declared.get("Default"))
            if value is None:
                raise TemplateError(f"Parameters: [{name}] must have values")
            values[name] = _typed(name, declared, value, ssm_value)
            if declared.get("NoEcho") in (True, "true"):
                hidden.add(name)
        return Parameters(values, frozenset(hidden))


def _typed(
    name: str, declared: Mapping[str, Any], value: Any, ssm_value: Callable[[str], str | None]
) -> Any:
    kind = declared.get("Type", "String")
    allowed = declared.get("AllowedValues")
    if allowed and str(value) not in map(str, allowed):
        raise TemplateError(
            f"Parameter '{name}' must be one of AllowedValues, and {value!r} is not"
        )
    if kind.startswith("AWS::SSM::Parameter::Value"):
        found = ssm_value(str(value))
        if found is None:
            raise TemplateError(f"Unable to fetch parameters [{value}] from parameter store")
        value = found
    if "List<" in kind or kind == "CommaDelimitedList":
        return [part.strip() for part in str(value).split(",")]
    if kind == "Number":
        try:
            float(value)
        except ValueError:
            raise TemplateError(f"Parameter '{name}' must be a number, not {value!r}") from None
    return str(value).lower() if isinstance(value, bool) else str(value)
