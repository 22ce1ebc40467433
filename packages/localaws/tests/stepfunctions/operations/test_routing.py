"""An alias leads to one or two versions of one state machine, a hundred times together."""

from __future__ import annotations

import random
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.operations import routing
from localaws.stepfunctions.state_machine import Route

from .account import STATES

MACHINE = f"{STATES}:stateMachine:Name"


def routes(*weighted: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"stateMachineVersionArn": arn, "weight": weight} for arn, weight in weighted]


def refused(*weighted: tuple[str, int]) -> str:
    with pytest.raises(Refusal) as caught:
        routing.read(routes(*weighted))
    assert caught.value.code == "ValidationException"
    return caught.value.message


def test_what_is_read_is_shown() -> None:
    asked = routes((f"{MACHINE}:1", 30), (f"{MACHINE}:2", 70))
    read = routing.read(asked)
    assert read == (Route(f"{MACHINE}:1", 30), Route(f"{MACHINE}:2", 70))
    assert routing.shown(read) == asked


def test_only_versions_are_led_to() -> None:
    message = "Routing configuration must contain state machine version ARNs. Received: "
    assert refused((MACHINE, 100)) == f"{message}[{MACHINE}]"
    assert refused((MACHINE, 30), (f"{MACHINE}:2", 70)) == f"{message}[{MACHINE}, {MACHINE}:2]"
    assert refused((f"{MACHINE}:PROD", 100)) == f"{message}[{MACHINE}:PROD]"


def test_they_are_different_versions_of_one_machine() -> None:
    assert refused((f"{MACHINE}:1", 50), (f"{MACHINE}:1", 50)) == (
        "Routing configuration must contain distinct state machine version ARNs. "
        f"Received: [{MACHINE}:1, {MACHINE}:1]"
    )
    assert "same state machine" in refused((f"{MACHINE}:1", 50), (f"{MACHINE}s:1", 50))


@pytest.mark.parametrize("second", [29, 31])
def test_the_weights_are_a_hundred(second: int) -> None:
    assert refused((f"{MACHINE}:1", 70), (f"{MACHINE}:2", second)) == (
        f"Sum of routing configuration weights must equal 100. Received: [70, {second}]"
    )


def test_what_has_no_weight_is_never_chosen() -> None:
    both = (Route("never", 0), Route("always", 100))
    dice = random.Random(1)
    assert {routing.choose(both, dice) for _ in range(100)} == {"always"}
    assert routing.weightiest(both) == "always"
