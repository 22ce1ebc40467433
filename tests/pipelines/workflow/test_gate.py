"""What passes the gate: every verdict, and the borders."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.policy import Gate
from pipelines.workflow.gate import NEARLY_EQUAL, decision
from tests.pipelines.conftest import evaluated

ACCURACY = Gate("accuracy", floor=0.85, margin=0.05)
ERROR = Gate("test:mae", floor=10, margin=0.5, less_is_better=True)
NUMBERS = st.integers(-10_000, 10_000)


def decided(gate: Gate, scores: Any, champion: Any = None) -> dict[str, Any]:
    """The decision on scores, which are any JSON; `champion` is what is known of the model that serves."""
    known = {"scores": scores, "champion": champion}
    there = {name: value for name, value in known.items() if value is not None}
    found: dict[str, Any] = evaluated(decision(gate), there)
    json.dumps(found, allow_nan=False)
    return found


def of(gate: Gate, new: Any, old: Any = None) -> dict[str, Any]:
    """The scores that an evaluation of a new and an old model leaves."""
    value = {"low": 0, "high": 1}
    return {
        gate.metric: {
            "candidate": {"value": new, **value},
            "champion": None if old is None else {"value": old, **value},
        }
    }


def verdict(gate: Gate, new: Any, old: Any = None) -> str:
    found = decided(gate, of(gate, new, old))
    assert found["accepted"] is (found["verdict"] in ("first", "good enough"))
    return str(found["verdict"])


@pytest.mark.parametrize(
    ("gate", "new", "old", "then"),
    [
        (ACCURACY, 0.85, None, "first"),
        (ACCURACY, 0.8499, None, "below the floor"),
        (ACCURACY, 0.9, 0.95, "good enough"),
        (ACCURACY, 0.85, 0.9, "good enough"),  # 0.9 - 0.85 is 0.050000000000000044
        (ACCURACY, 0.899999, 0.95, "worse than what serves"),
        (ACCURACY, 0.99, 0.9, "good enough"),
        (ACCURACY, 0.8, 0.7, "below the floor"),
        (ERROR, 10, None, "first"),
        (ERROR, 10.01, None, "below the floor"),
        (ERROR, 9.5, 9, "good enough"),
        (ERROR, 9.501, 9, "worse than what serves"),
        (ERROR, 3, 9, "good enough"),
        (ERROR, -3, None, "first"),
    ],
)
def test_the_floor_and_the_margin_decide_in_the_gates_direction(
    gate: Gate, new: float, old: float | None, then: str
) -> None:
    assert verdict(gate, new, old) == then


NO_NUMBERS = [None, "NaN", "0.99", "", True, [0.99], {"value": 0.99}, [], 1e301]


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize("gate", [ACCURACY, ERROR])
def test_what_is_no_number_never_passes(gate: Gate, value: Any) -> None:
    assert verdict(gate, value) == "unmeasured"
    assert verdict(gate, value, 0.9) == "unmeasured"


@pytest.mark.parametrize("value", NO_NUMBERS[1:])
def test_a_champion_without_a_number_cannot_be_compared_with(value: Any) -> None:
    assert verdict(ACCURACY, 0.99, value) == "incomparable"


@pytest.mark.parametrize(
    "scores",
    [
        None,
        {},
        [],
        "accuracy",
        {"f1": {"candidate": {"value": 1}}},
        {"accuracy": None},
        {"accuracy": 0.99},
        {"accuracy": {"champion": {"value": 0.5}}},
        {"accuracy": {"candidate": 0.99}},
        {"accuracy": {"candidate": {"low": 0.9, "high": 0.99}}},
    ],
)
def test_a_metric_that_is_missing_refuses(scores: Any) -> None:
    assert decided(ACCURACY, scores)["verdict"] == "unmeasured"


def test_where_a_model_serves_the_evaluation_must_have_its_number() -> None:
    scores = of(ACCURACY, 0.99)
    assert decided(ACCURACY, scores, {"endpoint": "e"})["verdict"] == "incomparable"
    assert decided(ACCURACY, scores, {})["verdict"] == "first"


UNREADABLE = {"endpoint": "e", "problem": "It was trained on 3 columns."}


def test_a_champion_that_could_not_be_measured_refuses_and_says_why_and_the_way_on() -> None:
    found = decided(ACCURACY, of(ACCURACY, 0.99), UNREADABLE)
    assert (found["accepted"], found["verdict"]) == (False, "incomparable")
    assert found["sentence"] == (
        "It was trained on 3 columns. So the new model, which has 0.99, is not comparable with it and is "
        "not released. Mend that; or, to let the floor alone decide, start one execution with the input "
        '{"champion": "ignore"}.'
    )
    assert decided(ACCURACY, of(ACCURACY, 0.5), UNREADABLE)["sentence"] == (
        "Refused: accuracy of the new model is 0.5, and the one that serves could not be measured. It "
        "must be at least 0.85."
    )


@pytest.mark.parametrize(
    ("new", "then"),
    [(0.85, "champion ignored"), (0.84, "below the floor"), (None, "unmeasured")],
)
def test_where_the_champion_is_ignored_the_floor_decides(new: Any, then: str) -> None:
    found = decided(ACCURACY, of(ACCURACY, new), {**UNREADABLE, "ignored": True})
    assert (found["verdict"], found["accepted"]) == (then, then == "champion ignored")


def test_a_model_that_is_released_beside_an_ignored_one_says_so() -> None:
    found = decided(ACCURACY, of(ACCURACY, 0.9), {**UNREADABLE, "ignored": True})
    assert found["sentence"] == (
        "Good enough: accuracy of the new model is 0.9, and the one that serves was ignored, as the "
        "execution's input says. It must be at least 0.85."
    )


def test_a_value_of_null_beside_a_champion_is_no_first_execution() -> None:
    scores = {"accuracy": {"candidate": {"value": 0.99}, "champion": {"value": None}}}
    assert decided(ACCURACY, scores)["verdict"] == "incomparable"


@pytest.mark.parametrize(
    ("gate", "new", "old", "sentence"),
    [
        (
            ACCURACY,
            0.526,
            0.9533333333333334,
            "Refused: accuracy of the new model is 0.526, of the one that serves 0.953333. "
            "It must be at least 0.85.",
        ),
        (
            ACCURACY,
            0.86,
            0.95,
            "Refused: accuracy of the new model is 0.86, of the one that serves 0.95. "
            "It may be at most 0.05 less than that of what serves.",
        ),
        (
            ERROR,
            12,
            9,
            "Refused: test:mae of the new model is 12, of the one that serves 9. "
            "It must be at most 10.",
        ),
        (
            ERROR,
            3,
            None,
            "Good enough: test:mae of the new model is 3, and none serves yet. "
            "It must be at most 10.",
        ),
        (
            Gate("f1", 0.5),
            0.7,
            0.7,
            "Good enough: f1 of the new model is 0.7, of the one that serves 0.7. It must be at least "
            "0.5, and may be no less than that of what serves.",
        ),
        (
            ACCURACY,
            None,
            0.9,
            "The evaluation has no number for accuracy of the new model: it says null. Without one "
            "no model is released.",
        ),
        (
            ACCURACY,
            0.9,
            "NaN",
            "The evaluation has no number for accuracy of the model that serves: it says NaN. So "
            "the new model, which has 0.9, is not comparable with it and is not released. Mend that; "
            "or, to let the floor alone decide, start one execution with the input "
            '{"champion": "ignore"}.',
        ),
    ],
)
def test_the_sentence_names_both_numbers_and_the_rule(
    gate: Gate, new: Any, old: Any, sentence: str
) -> None:
    assert decided(gate, of(gate, new, old))["sentence"] == sentence


def test_the_decision_has_the_numbers_that_decided() -> None:
    found = decided(ACCURACY, of(ACCURACY, 0.9, 0.95))
    assert {key: found[key] for key in ("metric", "candidate", "champion", "floor", "margin")} == {
        "metric": "accuracy",
        "candidate": 0.9,
        "champion": 0.95,
        "floor": 0.85,
        "margin": 0.05,
    }


@given(NUMBERS, st.none() | NUMBERS, NUMBERS, st.integers(0, 1000), st.booleans())
def test_borders_are_exact_in_tenthousandths(
    new: int, old: int | None, floor: int, margin: int, less: bool
) -> None:
    """Decimals that a person writes are compared as decimals are, not as binary fractions are."""
    one = Decimal(10_000)
    sign = -1 if less else 1
    passes = sign * new >= sign * floor and (
        old is None or sign * (Decimal(old) - Decimal(new)) <= margin
    )
    gate = Gate("m", float(floor / one), float(margin / one), less)
    scores = of(gate, float(new / one), None if old is None else float(old / one))
    assert decided(gate, scores)["accepted"] is passes


@given(st.floats(0.001, 1e12), st.floats(2 * NEARLY_EQUAL, 1))
def test_what_differs_by_more_than_the_last_digits_is_told_apart(much: float, by: float) -> None:
    assert verdict(Gate("m", much), much * (1 - by)) == "below the floor"
    assert verdict(Gate("m", much), much) == "first"
    assert verdict(Gate("m", 0), much * (1 - by), much) == "worse than what serves"


@pytest.mark.parametrize("metric", ['a "b"', "test:f1", "a.b", "a b", "$x", "ä", "\\"])
def test_a_metric_may_have_any_name(metric: str) -> None:
    assert verdict(Gate(metric, 0.5), 0.6, 0.6) == "good enough"


@pytest.mark.parametrize(
    "numbers",
    [(float("nan"), 0), (float("inf"), 0), (1, -0.1), (1, float("nan"))],
)
def test_a_gate_that_compares_with_nothing_cannot_be_described(
    numbers: tuple[float, float],
) -> None:
    with pytest.raises(ValueError, match="of a gate must be a number"):
        Gate("m", *numbers)


def test_a_deployment_moves_the_numbers() -> None:
    assert ACCURACY.with_numbers(0.5, None) == Gate("accuracy", 0.5, 0.05)
    assert ACCURACY.with_numbers(None, 0) == Gate("accuracy", 0.85, 0)
