from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from localaws.stepfunctions.language.json_text import NoJson, Twice, read, write

VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.text()
    | some.floats(allow_nan=False, allow_infinity=False),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=20,
)


@settings(max_examples=40)
@given(JSON)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert read(write(value)) == value


def test_it_is_written_compactly_in_its_own_letters() -> None:
    assert write({"a": [1, "ü", None]}) == '{"a":[1,"ü",null]}'


@pytest.mark.parametrize(
    ("text", "reason", "line", "column"),
    [
        ("not json", f"Unrecognized token 'not': was expecting {VALUES}", 1, 4),
        (
            "{'a': 1}",
            "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
            1,
            3,
        ),
        (
            '{"a":\n ]}',
            f"Unexpected character (']' (code 93)): expected a valid value {VALUES}",
            2,
            3,
        ),
        ('{"a": 1', "Unexpected end-of-input", 1, 8),
        ("NaN", f"Unrecognized token 'NaN': was expecting {VALUES}", 1, 1),
        ('{"a": -1e999}', "Numeric value (-1e999) out of range of double", 1, 7),
        ("9" * 5000, "Numeric value (99999999999999999999…) out of range of double", 1, 1),
    ],
)
def test_what_is_none_is_told_as_jackson_tells_it(
    text: str, reason: str, line: int, column: int
) -> None:
    with pytest.raises(NoJson) as told:
        read(text)
    assert (str(told.value), told.value.line, told.value.column) == (reason, line, column)


def test_text_that_nests_without_end_is_told() -> None:
    with pytest.raises(NoJson, match="nests too deeply"):
        read("[" * 100_000)


def test_names_that_stand_twice_are_remembered() -> None:
    found = read('{"a": {"b": 1, "b": 2, "c": 3}, "d": {"e": 1}}')
    assert found == {"a": {"b": 2, "c": 3}, "d": {"e": 1}}
    assert isinstance(found["a"], Twice)
    assert found["a"].names == ("b",)
    assert not isinstance(found["d"], Twice)
