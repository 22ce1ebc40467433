"""A model that was made to be asked does not outlive its refusal."""

from typing import Any

import pytest

from tests.pipelines.workflow.walking import walk

REFUSED = {
    "names": {"run": "the-run"},
    "model": {"ModelArn": "arn"},
    "outcome": {"name": "Refused", "sentence": "No."},
}
DENIED = ("SageMaker.SageMakerException", "not authorized")


@pytest.fixture
def dropped(definitions: Any) -> Any:
    def drop(given: Any, answer: Any = None) -> tuple[Any, list[str]]:
        states = definitions["clicks"]["States"]
        after = ("Was the model refused?", "Was it redriven?")
        _, known, walked = walk(
            states, "Is a model left over?", given, {"deleteModel": answer}, after
        )
        return known, walked

    return drop


@pytest.mark.parametrize("outcome", ["Refused", "Rejected", "Forgotten", "Unchanged"])
def test_it_is_deleted_where_it_is_not_released(dropped: Any, outcome: str) -> None:
    known, walked = dropped({**REFUSED, "outcome": {"name": outcome}}, {})
    assert "Delete refused model" in walked
    assert "model" not in known


def test_its_own_name_is_deleted_and_no_other(definitions: Any, evaluate: Any) -> None:
    delete = definitions["clicks"]["States"]["Delete refused model"]
    assert evaluate(delete["Arguments"]["ModelName"], REFUSED) == "the-run"


@pytest.mark.parametrize(
    "given",
    [
        {**REFUSED, "outcome": {"name": "In service"}},
        {key: value for key, value in REFUSED.items() if key != "model"},
    ],
)
def test_what_serves_and_what_was_never_made_is_left_alone(dropped: Any, given: Any) -> None:
    known, walked = dropped(given)
    assert walked == ["Is a model left over?"]
    assert known == given


def test_one_that_cannot_be_deleted_ends_nothing(dropped: Any) -> None:
    known, _ = dropped(REFUSED, DENIED)
    assert known == REFUSED


def test_who_makes_the_model_after_the_gate_has_none_left_over(definitions: Any) -> None:
    assert "Delete refused model" not in definitions["bank"]["States"]
