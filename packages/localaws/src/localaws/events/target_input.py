"""What a target receives of an event: all of it, a constant, a part, or a filled-in template. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\*)\]|\['([^']+)'\]")
_VARIABLE = re.compile(r"<([^<>\s\"]+)>")
_MISSING = object()


class BadInput(Exception):
    """No input can be made for a target. The message says why."""


def target_input(
    target: Mapping[str, Any], event: Mapping[str, Any], rule_arn: str, ingested: str | None = None
) -> str:
    """The text that a target gets, JSON unless its template makes something else.

    ``ingested`` is when the event was received, if that is not when it happened.

    Raises:
        BadInput: a path or the template is wrong.
    """
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        found = find(event, target["InputPath"])
        if found is _MISSING:
            raise BadInput(f"InputPath {target['InputPath']} finds nothing in the event")
        return json.dumps(found)
    transformer = target.get("InputTransformer")
    if transformer is None:
        return json.dumps(event)
    variables = {
        name: find(event, path) for name, path in transformer.get("InputPathsMap", {}).items()
    }
    variables |= {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": rule_arn.rpartition("/")[2],
        "aws.events.event.ingestion-time": ingested or event.get("time"),
        "aws.events.event": {key: value for key, value in event.items() if key != "detail"},
        "aws.events.event.json": event,
    }
    return fill(str(transformer["InputTemplate"]), variables)


def fill(template: str, variables: Mapping[str, Any]) -> str:
    """Replace ``<name>`` in a template.

    Between quotes a value is written as text; elsewhere as JSON, quotes of its own included. A
    path that found nothing is an empty text.
    """
    result = []
    position = 0
    quoted = False
    for match in _VARIABLE.finditer(template):
        before = template[position : match.start()]
        quoted ^= _odd_quotes(before)
        result.append(before)
        position = match.end()
        if match[1] not in variables:
            raise BadInput(f"the input template names <{match[1]}>, which InputPathsMap lacks")
        value = variables[match[1]]
        value = "" if value is _MISSING else value
        if not quoted:
            result.append(json.dumps(value))
        else:
            result.append(json.dumps(as_text(value))[1:-1])
    result.append(template[position:])
    return "".join(result)


def as_text(value: Any) -> str:
    """A value in the middle of a text; nothing for one that was not found."""
    if value is _MISSING:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def find(event: Any, path: str) -> Any:
    """What a JSON path such as ``$.detail.names[0]`` leads to, or ``_MISSING``.

    Raises:
        BadInput: the path is none that EventBridge knows.
    """
    if not path.startswith("$"):
        raise BadInput(f"{path} is no JSON path: it must begin with $")
    position = 1
    found = [event]
    several = False
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            raise BadInput(f"{path} is no JSON path that is known here, from {path[position:]} on")
        position = step.end()
        if step[2] == "*":
            several = True
            found = [item for value in found if isinstance(value, list) for item in value]
        else:
            found = [item for value in found if (item := _step(value, step)) is not _MISSING]
    if several:
        return found
    return found[0] if found else _MISSING


def _step(value: Any, step: re.Match[str]) -> Any:
    if step[2] is not None:
        index = int(step[2])
        return value[index] if isinstance(value, list) and index < len(value) else _MISSING
    name = step[1] if step[1] is not None else step[3]
    return value.get(name, _MISSING) if isinstance(value, dict) else _MISSING


def _odd_quotes(text: str) -> bool:
    return len(re.findall(r'(?<!\\)"', text)) % 2 == 1
