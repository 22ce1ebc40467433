"""What the check of a definition as a graph finds."""

from typing import Any

from tools.graph import problems

FAIL: dict[str, Any] = {"Type": "Fail"}


def _machine(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def test_a_sound_machine_has_no_problem() -> None:
    assert problems(_machine(One={"Type": "Pass", "Next": "Two"}, Two={"Type": "Succeed"})) == []


def test_a_next_that_does_not_exist_is_found() -> None:
    machine = _machine(
        One={"Type": "Choice", "Choices": [{"Next": "Gone"}], "Default": "End"}, End=FAIL
    )
    assert problems(machine) == ["State 'One' leads to 'Gone', which does not exist."]


def test_a_catch_that_does_not_exist_is_found() -> None:
    machine = _machine(One={"Type": "Task", "End": True, "Catch": [{"Next": "Gone"}]})
    assert problems(machine) == ["State 'One' leads to 'Gone', which does not exist."]


def test_a_state_that_nothing_leads_to_is_found() -> None:
    machine = _machine(One={"Type": "Succeed"}, Two=FAIL)
    assert problems(machine) == ["State 'Two' is never reached."]


def test_a_path_that_stops_without_an_end_is_found() -> None:
    machine = _machine(One={"Type": "Pass"})
    assert problems(machine) == [
        "State 'One' neither leads on nor ends.",
        "From state 'One' no end can be reached.",
    ]


def test_a_loop_without_a_way_out_is_found() -> None:
    machine = _machine(One={"Type": "Pass", "Next": "Two"}, Two={"Type": "Wait", "Next": "One"})
    assert len(problems(machine)) == 2


def test_a_start_that_does_not_exist_is_found() -> None:
    assert problems({"StartAt": "Gone", "States": {}}) == ["The start 'Gone' does not exist."]


def test_a_branch_is_looked_into() -> None:
    broken = _machine(Inner={"Type": "Pass", "Next": "Gone"})
    machine = _machine(Both={"Type": "Parallel", "Branches": [broken], "End": True})
    assert "State 'Inner' leads to 'Gone', which does not exist." in problems(machine)
