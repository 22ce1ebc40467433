"""How ``aws-sdk`` tasks spell members: Step Functions wants and gives a capital first letter
(``LogGroupName``) for every service, where the API has its own (``logGroupName``).
"""

from __future__ import annotations

from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape


def to_api(value: Any, shape: Shape | None) -> Any:
    """A request in the API's spelling. Keys of maps are data and stay; unknown members stay too."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        members: dict[str, str] = {_capital(name): name for name in shape.members}
        request = {}
        for key, member in value.items():
            name: str = members.get(_capital(key)) or key
            request[name] = to_api(member, shape.members.get(name))
        return request
    return _inside(value, shape, to_api)


def from_api(value: Any, shape: Shape | None) -> Any:
    """A response as Step Functions gives it."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {
            _capital(key): from_api(member, shape.members.get(key)) for key, member in value.items()
        }
    return _inside(value, shape, from_api)


def _inside(value: Any, shape: Shape | None, convert: Any) -> Any:
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [convert(member, shape.member) for member in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: convert(member, shape.value) for key, member in value.items()}
    return value


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
