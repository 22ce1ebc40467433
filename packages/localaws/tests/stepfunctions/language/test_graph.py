from typing import Any

import pytest

MISSING = "MISSING_TRANSITION_TARGET"
ENDS = {"Type": "Pass", "End": True}


def to(name: str) -> dict[str, Any]:
    return {"Type": "Pass", "Next": name}


def machine(start: str = "A", **states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": start, "States": states}


def test_a_loop_has_no_end_of_which_no_state_is_to_blame(said: Any) -> None:
    assert said(machine(A=to("B"), B=to("A"))) == [
        "MISSING_END_STATE: Workflow has no terminal state at null"
    ]
    assert said(machine(A=to("B"), B=to("A"), C=to("A"))) == [
        "MISSING_END_STATE: Workflow has no terminal state at null"
    ]


def test_an_end_that_nothing_leads_to_is_told_as_such(said: Any) -> None:
    assert said(machine(A=to("B"), B=to("A"), C=ENDS)) == [
        f'{MISSING}: State "C" is not reachable. at /States/C'
    ]


def test_a_target_that_is_not_there_comes_before_the_end_that_is_not(said: Any) -> None:
    assert said(machine(A=to("B"))) == [
        f"{MISSING}: Missing 'Next' target: B at /States/A/Next",
        "MISSING_END_STATE: Workflow has no terminal state at null",
    ]


def test_nothing_can_be_reached_from_a_start_that_is_not_there(said: Any) -> None:
    assert said(machine("B", A=ENDS)) == [
        f"{MISSING}: Missing 'Next' target: B at /StartAt",
        f'{MISSING}: State "A" is not reachable. at /States/A',
    ]


@pytest.mark.parametrize(
    ("state", "location"),
    [
        (
            {
                "Type": "Choice",
                "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "X"}],
                "Default": "Z",
            },
            "Choices[0]/Next",
        ),
        (
            {
                "Type": "Choice",
                "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "Z"}],
                "Default": "X",
            },
            "Default",
        ),
        (
            {
                "Type": "Parallel",
                "Branches": [{"StartAt": "I", "States": {"I": ENDS}}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "X"}],
                "Next": "Z",
            },
            "Catch[0]/Next",
        ),
    ],
)
def test_every_transition_is_a_next_wherever_it_stands(
    said: Any, state: dict[str, Any], location: str
) -> None:
    assert said(machine(A=state, Z=ENDS)) == [
        f"{MISSING}: Missing 'Next' target: X at /States/A/{location}"
    ]


def test_a_branch_is_a_graph_of_its_own(said: Any) -> None:
    parallel = {"Type": "Parallel", "Branches": [machine("I", I=ENDS, J=ENDS)], "End": True}
    assert said(machine(A=parallel)) == [
        f'{MISSING}: State "J" is not reachable. at /States/A/Branches[0]/States/J'
    ]
    each = {"Type": "Map", "Iterator": machine("I", I=to("A")), "End": True}
    assert said(machine(A=each)) == [
        f"{MISSING}: Missing 'Next' target: A at /States/A/Iterator/States/I/Next"
    ]


def test_a_branch_needs_no_end(said: Any) -> None:
    each = {"Type": "Map", "ItemProcessor": machine("I", I=to("J"), J=to("I")), "End": True}
    assert said(machine(A=each)) == []


def test_names_differ_wherever_they_stand(said: Any) -> None:
    each = {"Type": "Map", "ItemProcessor": machine("A", A=ENDS), "End": True}
    assert said(machine(A=each)) == [
        "DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/ItemProcessor/States/A"
    ]
    twice = '{"StartAt": "A", "States": {"A": {"Type": "Fail"}, "A": {"Type": "Succeed"}}}'
    assert said(twice) == ["DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A"]


def test_names_have_an_end(said: Any) -> None:
    name = "a" * 81
    assert said({"StartAt": name, "States": {name: ENDS}}) == [
        f"INVALID_STATE_NAME: State name '{name}' exceeds the 80-character limit allowed by the "
        f"service at /States/{name}"
    ]
    assert said({"StartAt": name[1:], "States": {name[1:]: ENDS}}) == []


def test_a_name_may_look_like_a_place(said: Any) -> None:
    assert said({"StartAt": "A", "States": {"A": ENDS, "a/b": ENDS}}) == [
        f'{MISSING}: State "a/b" is not reachable. at /States/a/b'
    ]


def test_the_graph_is_looked_at_once_the_states_are_right(said: Any) -> None:
    assert said(machine(A={**to("X"), "Seconds": 1})) == [
        "SCHEMA_VALIDATION_FAILED: Field 'Seconds' is not supported at /States/A"
    ]
