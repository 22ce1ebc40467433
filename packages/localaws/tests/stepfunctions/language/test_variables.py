from typing import Any

import pytest


@pytest.mark.parametrize("name", ["a", "aB_1", "größe", "変数", "a" * 80])
def test_letters_digits_and_underscores_make_a_name(said_of: Any, name: str) -> None:
    assert said_of({"Type": "Pass", "Assign": {name: 1, f"{name}2.$": "$.a"}}) == (
        [] if len(name) < 80 else _too_long(f"{name}2")
    )


def _too_long(name: str) -> list[str]:
    return [
        f"INVALID_VARIABLE_NAME: Invalid variable name '{name}': the variable name exceeds 80 "
        "characters. at /States/S/Assign"
    ]


@pytest.mark.parametrize("name", ["", "1a", "_a", "a-b", "a b", "a.b", "$a"])
def test_other_names_are_refused(said_of: Any, name: str) -> None:
    assert said_of({"Type": "Pass", "Assign": {name: 1}}) == [
        f"INVALID_VARIABLE_NAME: Invalid variable name '{name}': the variable name contains invalid "
        "characters. at /States/S/Assign"
    ]


def test_states_is_not_for_the_taking(said_of: Any) -> None:
    assert said_of({"Type": "Pass", "Assign": {"states": 1}}, QueryLanguage="JSONata") == [
        "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/S/Assign"
    ]


def test_only_the_names_of_variables_are_names(said_of: Any) -> None:
    assert said_of({"Type": "Pass", "Assign": {"a": {"any name": 1}}}) == []
    assert said_of({"Type": "Pass", "Assign": [1]}) == [
        "SCHEMA_VALIDATION_FAILED: Expected value of type [OBJECT] at /States/S/Assign"
    ]
