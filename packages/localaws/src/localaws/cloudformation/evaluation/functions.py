"""Evaluates a template's functions: Ref, Fn::GetAtt, Fn::Join and their kind.

Their arguments have the right shape (``function_check``); what nested functions give is looked at
here.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.expressions import PLACEHOLDER, attribute, call

NOTHING = object()  # AWS::NoValue: whatever has this value is left out


class Evaluation:
    """One template's values.

    Args:
        pseudo: the pseudo parameters (``AWS::Region``) and parameters by name.
        mappings, conditions: those sections of the template; each condition after those it names.
        reference, attribute: Ref and Fn::GetAtt of a resource; both raise TemplateError.
        exported: the value of an export, or None.

    Attributes:
        imported: the exports that were asked for so far.

    Raises:
        TemplateError: a condition cannot be evaluated.
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
        self._conditions: dict[str, bool] = {}
        self._reference = reference
        self._attribute = attribute
        self._exported = exported
        self.imported: set[str] = set()
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
            "Fn::Base64": self._base64,
            "Fn::ToJsonString": lambda value: json.dumps(self(value), separators=(",", ":")),
            "Fn::Length": lambda value: len(self._list(value, "Fn::Length")),
            "Fn::Equals": self._equals,
            "Fn::Not": lambda one: not self(one[0]),
            "Fn::And": lambda several: all(self(each) for each in several),
            "Fn::Or": lambda several: any(self(each) for each in several),
        }
        for name, condition in conditions.items():
            self._conditions[name] = bool(self(condition))

    def __call__(self, value: Any) -> Any:
        """The value with every function in it evaluated.

        Raises:
            TemplateError: a function cannot be evaluated.
        """
        if isinstance(value, dict):
            found = call(value)
            if found is not None:
                return self._functions[found[0]](found[1])
            return {
                key: inner
                for key, member in value.items()
                if (inner := self(member)) is not NOTHING
            }
        if isinstance(value, list):
            return [inner for member in value if (inner := self(member)) is not NOTHING]
        return value

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        return self._conditions[name]

    def text(self, value: Any, what: str) -> str:
        """A value that has to be text, such as an argument of the function ``what``.

        Raises:
            TemplateError: it is an object, a list or nothing.
        """
        found = self(value)
        if not isinstance(found, str | int | float):
            raise TemplateError(f"{what} needs a string, and got {_shown(found)}")
        return _text(found)

    def _list(self, value: Any, what: str) -> list[Any]:
        found = self(value)
        if not isinstance(found, list):
            raise TemplateError(f"{what} needs a list, and got {_shown(found)}")
        return found

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NOTHING
        return self._pseudo[name] if name in self._pseudo else self._reference(name)

    def _get_att(self, argument: Any) -> Any:
        resource, name = attribute(argument)
        return self._attribute(resource, self.text(name, "Fn::GetAtt"))

    def _join(self, argument: Any) -> str:
        separator, parts = argument
        return str(separator.join(self.text(p, "Fn::Join") for p in self._list(parts, "Fn::Join")))

    def _split(self, argument: Any) -> list[str]:
        return self.text(argument[1], "Fn::Split").split(argument[0])

    def _select(self, argument: Any) -> Any:
        index, values = self.text(argument[0], "Fn::Select"), self._list(argument[1], "Fn::Select")
        if not re.fullmatch("[0-9]{1,9}", index) or int(index) >= len(values):
            raise TemplateError(
                f"Template error: Fn::Select cannot select nonexistent value at index {index}"
            )
        return values[int(index)]

    def _sub(self, argument: Any) -> str:
        text, values = (argument, {}) if isinstance(argument, str) else argument

        def value_of(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return "${" + name + "}"
            name = name.strip()
            if name in values:
                return self.text(values[name], "Fn::Sub")
            if name in self._pseudo or "." not in name:
                return self.text({"Ref": name}, "Fn::Sub")
            return self.text({"Fn::GetAtt": name}, "Fn::Sub")

        return PLACEHOLDER.sub(value_of, text)

    def _if(self, argument: Any) -> Any:
        name, then, otherwise = argument
        return self(then if self.condition(name) else otherwise)

    def _find_in_map(self, argument: Any) -> Any:
        keys = [self.text(key, "Fn::FindInMap") for key in argument]
        found: Any = self._mappings
        for key in keys:
            if key not in found:
                raise TemplateError(f"Template error: Unable to get mapping for {'::'.join(keys)}")
            found = found[key]
        return found

    def _import_value(self, argument: Any) -> str:
        name = self.text(argument, "Fn::ImportValue")
        value = self._exported(name)
        if value is None:
            raise TemplateError(f"No export named {name} found")
        self.imported.add(name)
        return value

    def _get_azs(self, argument: Any) -> list[str]:
        region = self.text(argument, "Fn::GetAZs") or self._pseudo["AWS::Region"]
        return [f"{region}{letter}" for letter in "abc"]

    def _base64(self, argument: Any) -> str:
        return base64.b64encode(self.text(argument, "Fn::Base64").encode()).decode()

    def _equals(self, pair: Any) -> bool:
        one, other = (self(each) for each in pair)
        return _text(one) == _text(other)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: Any) -> str:
    if value is NOTHING:
        return "AWS::NoValue"
    if isinstance(value, bool):
        return "a boolean"
    names = {dict: "an object", list: "a list", str: "a string", int: "a number", float: "a number"}
    return names.get(type(value), "null")
