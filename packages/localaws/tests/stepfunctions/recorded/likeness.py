"""Where an answer of ours is not the one that AWS gave, but for what a recording masks.

Masked are ARNs, ids, names, times and tokens: by words in angle brackets, or by words that stand for a
whole value. JSON within strings may be parsed on either side.
"""

from __future__ import annotations

import json
import re
from typing import Any

_MASK = re.compile(r"<(?:[^<>]|<[^<>]*>)*>|\{short_uid\(\)\}|\b[a-z]+(?:_[a-z]+)*_(?:arn|name)\b")
_WORD = re.compile(
    r"(RandomNumberGenerated|arn|uuid|id|([a-z]+-)?(date|time)|timestamp|datetime|file[-_]key"
    r"|[\w-]*[_-](arn|id|name|uuid|url|token)([_-][\w-]+)*)"
)
_UNSAID = {"ResponseMetadata", "SdkHttpMetadata", "SdkResponseMetadata", "HTTPHeaders"}
# What AWS answers since most of it was recorded.
_SINCE = {"encryptionConfiguration", "RedriveCount"}
_AT_ONCE = ("Parallel", "MapIteration", "MapRun")
# The recordings of parallel branches have these taken out, and the ids of what is between.
_TAKEN_OUT = {"ParallelStateSucceeded", "ParallelStateExited"}


def difference(aws: Any, ours: Any, position: str = "") -> str | None:
    """The first difference, with its place; None where ours is what AWS's masks stand for."""
    if isinstance(aws, str) and isinstance(ours, str) and _texts(aws, ours):
        return None
    aws, ours = _parsed(aws), _parsed(ours)
    if isinstance(aws, str) and (_WORD.fullmatch(aws) or _MASK.fullmatch(aws)):
        return None
    if isinstance(aws, dict) and isinstance(ours, dict):
        if "events" in aws and "events" in ours:
            return _histories(aws["events"], ours["events"])
        return _first(_members(aws, ours, position))
    if isinstance(aws, list) and isinstance(ours, list):
        if len(aws) != len(ours):
            return f"{position}: {len(aws)} of AWS, {len(ours)} of ours"
        pairs = enumerate(zip(aws, ours, strict=True))
        return _first([difference(a, o, f"{position}[{n}]") for n, (a, o) in pairs])
    if _numbers(aws, ours) if _is_number(aws) and _is_number(ours) else aws == ours:
        return None
    return f"{position}: {aws!r} of AWS, {ours!r} of ours"


def _first(found: list[str | None]) -> str | None:
    return next((each for each in found if each is not None), None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(aws: float, ours: float) -> bool:
    return float(aws) == float(ours)


def _members(aws: dict[str, Any], ours: dict[str, Any], position: str) -> list[str | None]:
    found: list[str | None] = []
    masked = any(_MASK.search(name) for name in aws)  # a mask may be the name of a member as well
    for name in sorted((aws.keys() | ours.keys()) - _UNSAID):
        if name in aws and name in ours:
            found.append(difference(aws[name], ours[name], f"{position}/{name}"))
        elif name in _SINCE and name in ours:
            continue
        elif not (masked and (name in ours or _MASK.search(name))):
            whose = "AWS's" if name in aws else "ours"
            found.append(
                f"{position}/{name}: only {whose}: {(aws if name in aws else ours)[name]!r}"
            )
    return found


def _texts(aws: str, ours: str) -> bool:
    if aws == ours or _WORD.fullmatch(aws):
        return True
    pattern = ".*".join(map(re.escape, _MASK.split(aws)))
    return re.fullmatch(pattern, ours, re.DOTALL) is not None


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _histories(aws: list[Any], ours: list[Any]) -> str | None:
    """The first event that differs, in their order where one follows from another."""
    if any(isinstance(event["id"], list) for event in aws):
        return difference(_types(aws), _types(ours), "events")
    types = [[event["type"] for event in events] for events in (aws, ours)]
    if types[0] == types[1]:
        found = difference(aws, ours, "events")
    else:
        found = f"events: {types[0]} of AWS, {types[1]} of ours"
    if found is None or not any(event["type"].startswith(_AT_ONCE) for event in aws):
        return found
    left = list(map(_without_position, ours))
    for event in map(_without_position, aws):
        like = next((each for each in left if difference(event, each) is None), None)
        if like is None:
            near = [difference(event, each) for each in left if each["type"] == event["type"]]
            return f"no such event of ours: {event['type']} {near}"
        left.remove(like)
    return f"only ours: {left}" if left else None


def _types(events: list[Any]) -> list[str]:
    return sorted(event["type"] for event in events if event["type"] not in _TAKEN_OUT)


def _without_position(event: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in ("id", "previousEventId")}
