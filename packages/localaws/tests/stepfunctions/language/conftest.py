"""What is said of a definition, as statements can read it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from localaws.stepfunctions.language.check import check

Said = Callable[..., list[str]]


def said(definition: dict[str, Any] | str, *rules: Any) -> list[str]:
    text = definition if isinstance(definition, str) else json.dumps(definition)
    _, problems = check(text, *rules)
    return [str(problem) for problem in problems]


@pytest.fixture(name="said")
def said_of_a_definition() -> Said:
    """Everything said of a definition."""
    return said


@pytest.fixture
def said_of() -> Said:
    """What is said of a machine whose first state is called S, and the one it may lead to E."""

    def of(state: dict[str, Any], *rules: Any, **machine: Any) -> list[str]:
        if not {"Next", "Choices"} & set(state) and state.get("Type") not in ("Succeed", "Fail"):
            state = {"End": True, **state}
        states = {"S": state}
        if '"E"' in json.dumps(state):
            states["E"] = {"Type": "Succeed"}
        return said({"StartAt": "S", "States": states, **machine}, *rules)

    return of
