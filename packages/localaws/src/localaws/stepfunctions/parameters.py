"""Checks the parameters of SageMaker tasks when a state machine is made: a member that the API does
not have is refused then, as Step Functions does, and not an hour later when the state runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from localaws.stepfunctions import actions
from localaws.stepfunctions.definition_graph import inner_machines

_PREFIX = f"arn:aws:states:::{actions.SERVICE}:"


def problems(machine: dict[str, Any], where: str = "") -> list[str]:
    """Every member that the API does not have, with its path."""
    found = []
    for name, state in (machine.get("States") or {}).items():
        if isinstance(state, dict):
            found += _of_state(state, f"{where}/States/{name}")
    return found


def _of_state(state: dict[str, Any], where: str) -> list[str]:
    found = []
    for path, inner in inner_machines(state):
        found += problems(inner, f"{where}/{path}")
    resource = state.get("Resource", "")
    if not isinstance(resource, str) or not resource.startswith(_PREFIX):
        return found
    action = resource.removeprefix(_PREFIX).split(".")[0]
    if action in actions.REQUEST_RESPONSE:
        shape = _model().operation_model(actions.operation(action)).input_shape
        for key in ("Parameters", "Arguments"):
            found += _unknown(state.get(key), shape, f"{where}/{key}")
    return found


def _unknown(value: Any, shape: Shape | None, where: str) -> Iterator[str]:
    if isinstance(value, dict) and isinstance(shape, StructureShape):
        for key, member in value.items():
            name = str(key).removesuffix(".$")
            if name not in shape.members:
                yield f'The field "{name}" is not supported by Step Functions at {where}'
            elif name == key:
                yield from _unknown(member, shape.members[name], f"{where}/{name}")
    elif isinstance(value, list) and isinstance(shape, ListShape):
        for index, member in enumerate(value):
            yield from _unknown(member, shape.member, f"{where}[{index}]")
    elif isinstance(value, dict) and isinstance(shape, MapShape):
        for key, member in value.items():
            yield from _unknown(member, shape.value, f"{where}/{key}")


@lru_cache(maxsize=1)
def _model() -> ServiceModel:
    return botocore.session.get_session().get_service_model(actions.SERVICE)
