"""Makes wrong templates out of valid ones: a node gets another value, goes, comes twice, changes place."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

Path = tuple[Any, ...]
_DEEP: Any = "x"
for _ in range(60):
    _DEEP = [_DEEP]

ODD: list[Any] = [
    None, "", "x", " ", 0, -1, 7, 1.5, 10**40, True, False, [], {}, ["x"], [[]], [None], {"x": None},
    {"": ""}, {"x": {"y": ["z"]}}, "true", "${", "${Nothing}", "${!Literal}", "${A.B.C}",
    "{{resolve:ssm:x}}", "\x00", "a" * 3000, "ünï©ode", "2020-01-01", "AWS::NoValue", _DEEP,
    {"Ref": "Nothing"}, {"Ref": ["x"]}, {"Ref": None}, {"Ref": {"Ref": "x"}}, {"Ref": "AWS::NoValue"},
    {"Ref": "AWS::Nothing"}, {"Fn::GetAtt": "x"}, {"Fn::GetAtt": []}, {"Fn::GetAtt": ["Group"]},
    {"Fn::GetAtt": ["Group", "Nothing"]}, {"Fn::GetAtt": 7}, {"Fn::Join": ["", "x"]},
    {"Fn::Join": "x"}, {"Fn::Join": [7, [{}]]}, {"Fn::Join": []}, {"Fn::Split": ["", "x"]},
    {"Fn::Split": ["x"]}, {"Fn::Select": ["x", ["a"]]}, {"Fn::Select": [9, ["a"]]},
    {"Fn::Select": 1}, {"Fn::Sub": 7}, {"Fn::Sub": []}, {"Fn::Sub": ["${x}", "x"]},
    {"Fn::Sub": ["${x}", {"x": []}]}, {"Fn::If": ["x", 1, 2]}, {"Fn::If": [["x"], 1, 2]},
    {"Fn::If": []}, {"Fn::FindInMap": ["x", "y", "z"]}, {"Fn::FindInMap": "x"},
    {"Fn::FindInMap": [[], {}, None]}, {"Fn::ImportValue": "nothing"}, {"Fn::ImportValue": []},
    {"Fn::GetAZs": []}, {"Fn::Base64": []}, {"Fn::Base64": {}}, {"Fn::ToJsonString": 7},
    {"Fn::Length": 7}, {"Fn::Equals": "x"}, {"Fn::Equals": ["x"]}, {"Fn::Not": []},
    {"Fn::Not": {}}, {"Fn::And": []}, {"Fn::And": "x"}, {"Fn::Or": [7]}, {"Condition": "x"},
    {"Condition": []}, {"Fn::Nothing": []}, {"Fn::Transform": {"Name": "x"}}, {"Fn::Cidr": []},
    {"Ref": "x", "Fn::Sub": "y"},
]  # fmt: skip
KEYS = [
    "", " ", "x", "Ref", "Fn::Sub", "Fn::If", "Fn::Transform", "Type", "Properties", "Condition",
    "Not-Alphanumeric", "7", "a" * 300, "\x00", "ü", "aws:x",
]  # fmt: skip


def paths(node: Any, path: Path = ()) -> Iterator[Path]:
    """The way to every node below ``node``."""
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for key, child in children:
        yield (*path, key)
        if isinstance(child, dict | list):
            yield from paths(child, (*path, key))


def _parent(template: Any, path: Path) -> Any:
    for key in path[:-1]:
        template = template[key]
    return template


def _at(template: Any, path: Path) -> Any:
    return _parent(template, path)[path[-1]]


def _replace(template: Any, path: Path, chance: random.Random) -> None:
    _parent(template, path)[path[-1]] = copy.deepcopy(chance.choice(ODD))


def _delete(template: Any, path: Path, chance: random.Random) -> None:
    del _parent(template, path)[path[-1]]


def _duplicate(template: Any, path: Path, chance: random.Random) -> None:
    parent, value = _parent(template, path), copy.deepcopy(_at(template, path))
    if isinstance(parent, list):
        parent.append(value)
    else:
        parent[f"{path[-1]}2"] = value


def _rename(template: Any, path: Path, chance: random.Random) -> None:
    parent = _parent(template, path)
    if isinstance(parent, dict):
        parent[chance.choice(KEYS)] = parent.pop(path[-1])


def _wrap(template: Any, path: Path, chance: random.Random) -> None:
    value = _at(template, path)
    wrapped = chance.choice([[value], [value, value], {"x": value}, {"Fn::If": ["IsDev", value]}])
    _parent(template, path)[path[-1]] = wrapped


def _move(template: Any, path: Path, chance: random.Random) -> None:
    other = chance.choice(list(paths(template)))
    _parent(template, path)[path[-1]] = copy.deepcopy(_at(template, other))


_CHANGES: list[Callable[[Any, Path, random.Random], None]] = [
    _replace, _replace, _replace, _replace, _delete, _duplicate, _rename, _wrap, _move,
]  # fmt: skip


def mutated(sample: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy with one to three changes; short ways are likelier than their number would make them."""
    template = copy.deepcopy(sample)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        found = list(paths(template))
        if not found:
            break
        depth = chance.randint(1, max(map(len, found)))
        near = [path for path in found if len(path) <= depth]
        if chance.random() < 0.5:  # values of properties, which only whoever makes them looks at
            near = [path for path in found if len(path) > 3 and path[2] == "Properties"] or near
        chance.choice(_CHANGES)(template, chance.choice(near), chance)
    return template
