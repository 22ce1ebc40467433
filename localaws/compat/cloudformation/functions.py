"""Evaluates a template's functions: Ref, Fn::GetAtt, Fn::Join and their kind."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from localaws.compat.cloudformation.errors import TemplateError

_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]*)\}")
_DYNAMIC = "{{resolve:"

NOTHING = object()  # AWS::NoValue: whatever has this value is left out


class Evaluation:
    """One template's values.

    Args:
        pseudo: the pseudo parameters (``AWS::Region``) and parameters by name.
        mappings, conditions: those sections of the template.
        reference, attribute: Ref and Fn::GetAtt of a resource; both raise TemplateError.
        exported: the value of an export, or None.
    """

    def __init__(
        self,
        pseudo: Mapping[str, Any],
        mappings: Mapping[str, Any],
        conditions: Mapping[str, Any],
        reference: Callable[[str], Any],
        attribute: Callable[[str, str], Any],
        exported: Callable[[str], str | None],
    ) -> None:
        self._pseudo = pseudo
        self._mappings = mappings
        self._conditions = conditions
        self._reference = reference
        self._attribute = attribute
        self._exported = exported
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.condition,
            "Fn::GetAtt": self._get_att,
            "Fn::Join": self._join,
            "Fn::Split": self._split,
            "Fn::Select": self._select,
            "Fn::Sub": self._sub,
            "Fn::If": self._if,
            "Fn::FindInMap": self._find_in_map,
            "Fn::ImportValue": self._import_value,
            "Fn::GetAZs": self._get_azs,
            "Fn::Base64": lambda text: base64.b64encode(str(self(text)).encode()).decode(),
            "Fn::ToJsonString": lambda value: json.dumps(self(value), separators=(",", ":")),
            "Fn::Length": lambda value: len(self(value)),
            "Fn::Equals": lambda pair: _same(*self._all(pair)),
            "Fn::Not": lambda one: not self._all(one)[0],
            "Fn::And": lambda several: all(self._all(several)),
            "Fn::Or": lambda several: any(self._all(several)),
        }

    def __call__(self, value: Any) -> Any:
        """The value with every function in it evaluated.

        Raises:
            TemplateError: a function is unknown, or cannot be evaluated.
        """
        if isinstance(value, dict):
            if len(value) == 1:
                ((name, argument),) = value.items()
                function = self._functions.get(name)
                # A condition of a policy statement is a mapping; a template's is a name.
                if function is not None and (name != "Condition" or isinstance(argument, str)):
                    return function(argument)
                if name.startswith("Fn::"):
                    raise TemplateError(f"{name} is not supported by this embedded AWS")
            found = ((key, self(member)) for key, member in value.items())
            return {key: member for key, member in found if member is not NOTHING}
        if isinstance(value, list):
            return self._all(value)
        if isinstance(value, str) and _DYNAMIC in value:
            raise TemplateError(
                f"The dynamic reference {value} is not supported by this embedded AWS"
            )
        return value

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        if name not in self._conditions:
            raise TemplateError(f"Unresolved condition dependency {name}")
        return bool(self(self._conditions[name]))

    def _all(self, values: list[Any]) -> list[Any]:
        return [found for value in values if (found := self(value)) is not NOTHING]

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NOTHING
        return self._pseudo[name] if name in self._pseudo else self._reference(name)

    def _get_att(self, argument: Any) -> Any:
        parts = argument.split(".", 1) if isinstance(argument, str) else argument
        return self._attribute(parts[0], str(self(parts[1])))

    def _join(self, argument: Any) -> str:
        separator, parts = argument
        found = self(parts)
        if not isinstance(found, list):
            raise TemplateError("Fn::Join needs a list")
        return str(separator).join(map(_text, found))

    def _split(self, argument: Any) -> list[str]:
        return str(self(argument[1])).split(argument[0])

    def _select(self, argument: Any) -> Any:
        index, values = int(self(argument[0])), self(argument[1])
        if not 0 <= index < len(values):
            raise TemplateError(f"Fn::Select cannot select nonexistent value at index {index}")
        return values[index]

    def _sub(self, argument: Any) -> str:
        text, values = (argument, {}) if isinstance(argument, str) else argument

        def value_of(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return "${" + name + "}"
            name = name.strip()
            if name in values:
                return _text(self(values[name]))
            if name in self._pseudo or "." not in name:
                return _text(self._ref(name))
            return _text(self._get_att(name))

        return _PLACEHOLDER.sub(value_of, text)

    def _if(self, argument: Any) -> Any:
        name, then, otherwise = argument
        return self(then if self.condition(name) else otherwise)

    def _find_in_map(self, argument: Any) -> Any:
        found: Any = self._mappings
        for key in map(self, argument[:3]):
            if key not in found:
                raise TemplateError(f"Fn::FindInMap: no entry {key!r}")
            found = found[key]
        return found

    def _import_value(self, argument: Any) -> str:
        name = self(argument)
        value = self._exported(name)
        if value is None:
            raise TemplateError(f"No export named {name} found")
        return value

    def _get_azs(self, argument: Any) -> list[str]:
        region = self(argument) or self._pseudo["AWS::Region"]
        return [f"{region}{letter}" for letter in "abc"]


def _same(one: Any, other: Any) -> bool:
    return _text(one) == _text(other)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
