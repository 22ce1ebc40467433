"""Every problem of a definition is named; a warning refuses none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.language.problem import Code, Problem, Severity
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.definitions import Check, accept, validate

CALLER = Caller("123456789012", "us-east-1")
ERROR = Problem("These fields are required: [StartAt]", "/")
WARNING = Problem("Avoid it", "/States/S", severity=Severity.WARNING)


def finding(*problems: Problem) -> Check:
    return lambda definition, machine_type, name: problems


def validated(*problems: Problem, **request: Any) -> dict[str, Any]:
    return validate(finding(*problems), CALLER, {"definition": "{}", **request})


def test_one_that_is_right() -> None:
    assert validated() == {"result": "OK", "diagnostics": [], "truncated": False}


def test_one_that_is_wrong() -> None:
    assert validated(ERROR) == {
        "result": "FAIL",
        "diagnostics": [
            {
                "severity": "ERROR",
                "code": "SCHEMA_VALIDATION_FAILED",
                "message": "These fields are required: [StartAt]",
                "location": "/",
            }
        ],
        "truncated": False,
    }


def test_what_is_nowhere_has_no_location() -> None:
    whole = Problem("Definition must be a valid JSON object", "", Code.SCHEMA)
    assert "location" not in validated(whole)["diagnostics"][0]


def test_warnings_are_shown_where_they_are_asked_for() -> None:
    assert validated(WARNING)["diagnostics"] == []
    shown = validated(WARNING, severity="WARNING")
    assert (shown["result"], len(shown["diagnostics"])) == ("OK", 1)
    assert len(validated(ERROR, WARNING, severity="WARNING")["diagnostics"]) == 2


@pytest.mark.parametrize(("most", "count"), [(None, 100), (0, 100), (1, 1), (100, 100)])
def test_there_are_so_many_at_most(most: int | None, count: int) -> None:
    request = {} if most is None else {"maxResults": most}
    response = validated(*[ERROR] * 101, **request)
    assert (len(response["diagnostics"]), response["truncated"]) == (count, True)


def test_the_type_of_the_machine_is_told() -> None:
    types = []

    def check(_definition: str, machine_type: str, _name: str) -> Sequence[Problem]:
        types.append(machine_type)
        return ()

    validate(check, CALLER, {"definition": "{}"})
    validate(check, CALLER, {"definition": "{}", "type": "EXPRESS"})
    assert types == ["STANDARD", "EXPRESS"]


def test_a_machine_is_made_in_spite_of_warnings() -> None:
    accept(finding(WARNING), "{}", "STANDARD", "Name")
    with pytest.raises(Refusal) as caught:
        accept(finding(ERROR, WARNING, ERROR), "{}", "STANDARD", "Name")
    assert str(caught.value) == (
        f"InvalidDefinition: Invalid State Machine Definition: '{ERROR}, {ERROR}'"
    )
