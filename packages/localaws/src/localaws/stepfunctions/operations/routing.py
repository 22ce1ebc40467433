"""Which version of a state machine an alias leads to: checked when it is made, chosen for each execution."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from localaws.stepfunctions.operations import arns, errors
from localaws.stepfunctions.state_machine import Route

_WHOLE = 100


def read(configuration: Sequence[Mapping[str, Any]]) -> tuple[Route, ...]:
    """The routes of a request's ``routingConfiguration``: different versions of one state machine.

    Raises:
        Refusal: they are not, or their weights are not a hundred together.
    """
    routes = tuple(Route(each["stateMachineVersionArn"], each["weight"]) for each in configuration)
    texts = [route.version_arn for route in routes]
    received = f"Received: [{', '.join(texts)}]"
    read = [arns.of_machine(text) for text in texts]
    if not all(arn.is_version for arn in read):
        raise errors.validation(
            f"Routing configuration must contain state machine version ARNs. {received}"
        )
    if len(set(texts)) < len(texts):
        raise errors.validation(
            f"Routing configuration must contain distinct state machine version ARNs. {received}"
        )
    if len({arn.machine_arn for arn in read}) > 1:
        raise errors.validation(
            f"Routing configuration must contain versions of the same state machine. {received}"
        )
    weights = [route.weight for route in routes]
    if sum(weights) != _WHOLE:
        raise errors.validation(
            f"Sum of routing configuration weights must equal {_WHOLE}. Received: {weights}"
        )
    return routes


def shown(routes: Sequence[Route]) -> list[dict[str, Any]]:
    """The same as the API shows it."""
    return [{"stateMachineVersionArn": each.version_arn, "weight": each.weight} for each in routes]


def choose(routes: Sequence[Route], dice: random.Random) -> str:
    """The ARN of the version that the next execution is of."""
    weights = [route.weight for route in routes]
    return dice.choices([route.version_arn for route in routes], weights)[0]


def weightiest(routes: Sequence[Route]) -> str:
    """The ARN of the version that most executions are of."""
    return max(routes, key=lambda route: route.weight).version_arn
