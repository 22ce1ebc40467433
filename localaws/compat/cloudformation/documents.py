"""Reads template documents. Nearly all are JSON, which moto reads with its slow YAML reader."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import yaml
from moto.cloudformation.utils import yaml_tag_constructor


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, such as ``!Ref``."""


_Loader.add_multi_constructor("", yaml_tag_constructor)


def parsed(template: str) -> dict[str, Any]:
    """The document as values; the caller may change them.

    Raises:
        ValueError: it is neither JSON nor YAML, or no object.
    """
    try:
        document = json.loads(template)
    except ValueError:
        document = _from_yaml(template)
    if not isinstance(document, dict):
        raise ValueError("Template format error: unsupported structure.")
    return document


def _from_yaml(template: str) -> Any:
    try:
        return json.loads(_yaml_as_json(template))
    except yaml.YAMLError as error:
        raise ValueError(f"Template format error: YAML not well-formed. {error}") from error


@lru_cache(maxsize=16)
def _yaml_as_json(template: str) -> str:
    return json.dumps(yaml.load(template, Loader=_Loader), default=str)
