"""Reads template documents: JSON, or YAML as CloudFormation has it, into plain values of JSON.

CloudFormation's YAML has no aliases, no merge keys and no dates; keys are text.
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html)
"""

from __future__ import annotations

import copy
import json
import math
from functools import lru_cache
from typing import Any

import yaml

from localaws.cloudformation import xml_text
from localaws.cloudformation.errors import TemplateError

DEEPEST = 100  # levels; every step of an evaluation takes a few of Python's frames
_TOO_DEEP = f"Template format error: the template is nested more than {DEEPEST} levels deep."
_LONGEST_NUMBER = 1024  # bits, as much as a number of JSON can have where it is a double


def parsed(template: str) -> dict[str, Any]:
    """The document as values; the caller may change them.

    Raises:
        TemplateError: it is neither JSON nor YAML, no object, or too deep to be worked on.
    """
    return copy.deepcopy(_parsed(template))


@lru_cache(maxsize=16)
def _parsed(template: str) -> dict[str, Any]:
    try:
        document = _from_json(template) if template.lstrip()[:1] == "{" else _from_yaml(template)
    except RecursionError:
        raise TemplateError(_TOO_DEEP) from None
    if not isinstance(document, dict):
        raise TemplateError("Template format error: unsupported structure.")
    _check_values(document)
    return document


def _from_json(template: str) -> Any:
    try:
        return json.loads(template, object_pairs_hook=_object)
    except ValueError as error:
        try:  # YAML's flow mappings begin with a brace too
            return _from_yaml(template)
        except TemplateError:
            raise TemplateError(f"Template format error: JSON not well-formed. {error}") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise TemplateError(f"Template format error: the key {twice!r} is there twice.")
    return found


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, such as ``!Ref``, and without what it lacks."""

    # As SafeLoader's, but dates stay text.
    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise TemplateError(
                "Template error: YAML aliases are not allowed in CloudFormation templates"
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise TemplateError(
                    "Template format error: YAML not well-formed. A key must be text "
                    f"{_position(key.start_mark)}"
                )
            if key.tag == "tag:yaml.org,2002:merge":
                raise TemplateError(
                    "Template format error: YAML merge keys (<<) are not supported "
                    f"{_position(key.start_mark)}"
                )
            if key.value in found:
                raise TemplateError(
                    f"Template format error: the key {key.value!r} is there twice "
                    f"{_position(key.start_mark)}"
                )
            found[key.value] = self.construct_object(value, deep=True)
        return found


def _plain_mapping(loader: _Loader, node: Any) -> dict[str, Any]:
    return loader.construct_mapping(node)


def _short_function(loader: _Loader, suffix: str, node: Any) -> dict[str, Any]:
    """``!Sub x`` is ``{"Fn::Sub": "x"}``; ``!GetAtt a.b`` is cut at its first dot."""
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        cut = suffix == "GetAtt" and "." in node.value
        return {name: node.value.split(".", 1) if cut else node.value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


def _unknown_tag(loader: Any, suffix: str, node: Any) -> Any:
    raise TemplateError(
        f"Template format error: YAML not well-formed. The tag {node.tag} is not supported "
        f"{_position(node.start_mark)}"
    )


_Loader.add_constructor("tag:yaml.org,2002:map", _plain_mapping)
_Loader.add_multi_constructor("!", _short_function)
_Loader.add_multi_constructor("", _unknown_tag)
for _kind in ("timestamp", "binary", "omap", "pairs", "set"):
    _Loader.add_constructor(
        f"tag:yaml.org,2002:{_kind}", lambda loader, node: _unknown_tag(loader, "", node)
    )


def _from_yaml(template: str) -> Any:
    try:
        return yaml.load(template, Loader=_Loader)  # a SafeLoader
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        said = " ".join(str(error).split())
        raise TemplateError(f"Template format error: YAML not well-formed. {said}") from error


def _position(mark: Any) -> str:
    return f"(line {mark.line + 1}, column {mark.column + 1})"


def _check_values(document: Any) -> None:
    """See that nothing is in it that cannot be evaluated, or told to a client again."""
    open_: list[tuple[Any, int]] = [(document, 1)]
    while open_:
        value, depth = open_.pop()
        if depth > DEEPEST:
            raise TemplateError(_TOO_DEEP)
        if isinstance(value, dict):
            for key in value:
                _check_text(key)
            open_ += [(member, depth + 1) for member in value.values()]
        elif isinstance(value, list):
            open_ += [(member, depth + 1) for member in value]
        elif isinstance(value, str):
            _check_text(value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise TemplateError("Template format error: a number is infinite, or none.")
        elif isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER:
            raise TemplateError("Template format error: a number has too many digits.")


def _check_text(text: str) -> None:
    character = xml_text.fault(text)
    if character is not None:
        raise TemplateError(
            f"Template format error: the character {character} is not allowed in a template "
            f"({text[:40]!r})"
        )
