"""Arrows that lead nowhere, and references that Step Functions does not allow."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.stepfunctions.definition_graph import problems

END = {"Type": "Pass", "End": True}


def machine(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


@pytest.mark.parametrize(
    ("definition", "says"),
    [
        ({"StartAt": "B", "States": {"A": END}}, "Missing target state 'B' at /StartAt"),
        (machine(A={"Type": "Pass", "Next": "B"}), "'B' at /States/A/Next"),
        (machine(A={"Type": "Choice", "Choices": [{"Next": "B"}]}), "Choices[0]/Next"),
        (machine(A={"Type": "Choice", "Choices": [], "Default": "B"}), "/States/A/Default"),
        (machine(A={**END, "Catch": [{"Next": "B"}]}), "Catch[0]/Next"),
        (
            machine(A={**END, "Branches": [{"StartAt": "X", "States": {"Y": END}}]}),
            "/States/A/Branches[0]/StartAt",
        ),
        (
            machine(A={**END, "ItemProcessor": {"StartAt": "X", "States": {"Y": END}}}),
            "/States/A/ItemProcessor/StartAt",
        ),
        ({"StartAt": "A", "States": {}}, "no states"),
        (machine(A={**END, "Output": "{% $.x %}"}), "uses $"),
        (machine(A={**END, "Output": {"deep": ["{% $$.x %}"]}}), "uses $$"),
    ],
)
def test_problems_are_named_with_their_path(definition: dict[str, Any], says: str) -> None:
    assert any(says in problem for problem in problems(definition))


@pytest.mark.parametrize(
    "expression",
    ["{% $states.input %}", "{% 'costs $ 5' %}", "{% $match('a', /a$/) %}", "$.x", "{% $f($x) %}"],
)
def test_what_only_looks_like_a_bare_reference_is_none(expression: str) -> None:
    assert problems(machine(A={**END, "Output": expression})) == []
