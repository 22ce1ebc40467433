"""Template values as the APIs want them: CloudFormation takes ``"true"`` for true, ``"7"`` for 7."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def boolean(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def document(value: Any) -> str:
    """A policy or pattern as JSON text."""
    return value if isinstance(value, str) else json.dumps(value)


def given(properties: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Those of the named properties that are there."""
    return {name: properties[name] for name in names if name in properties}


def camel(value: Any) -> Any:
    """The keys with a small first letter, as the newer JSON APIs spell them."""
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: camel(member) for key, member in value.items()}
    return [camel(member) for member in value] if isinstance(value, list) else value


def tag_list(
    tags: Mapping[str, str], key: str = "Key", value: str = "Value"
) -> list[dict[str, str]]:
    return [{key: name, value: text} for name, text in tags.items()]


def without_reserved(tags: Mapping[str, str]) -> dict[str, str]:
    """Without those that begin with ``aws:``, which the APIs let nobody set."""
    return {name: text for name, text in tags.items() if not name.startswith("aws:")}


def text(value: Any) -> str:
    """A value as the APIs that know only texts want it: ``true``, ``7``, a document as JSON."""
    if isinstance(value, bool):
        return str(value).lower()
    return document(value) if isinstance(value, Mapping | list) else str(value)


def differing(old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Those of the named properties that differ."""
    return [name for name in names if old.get(name) != new.get(name)]
