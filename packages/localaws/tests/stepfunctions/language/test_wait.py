from typing import Any

import pytest

SCHEMA = "SCHEMA_VALIDATION_FAILED"
FORMS = "[SecondsPath, Seconds, TimestampPath, Timestamp]"


@pytest.mark.parametrize(
    "form",
    [
        {"Seconds": 0},
        {"Seconds": 99_999_999},
        {"SecondsPath": "$.a"},
        {"SecondsPath": "$variable"},
        {"Timestamp": "2026-11-26T09:00:00Z"},
        {"Timestamp": "2026-11-26T09:00:00.123+01:00"},
        {"TimestampPath": "$.a['b']"},
    ],
)
def test_a_wait_has_four_forms(said_of: Any, form: dict[str, Any]) -> None:
    assert said_of({"Type": "Wait", **form}) == []


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (
            {},
            f"This object should have only one of the following fields: {FORMS} at /States/S",
        ),
        (
            {"Seconds": 1, "SecondsPath": "$.a"},
            f"There should only be one of the following fields: {FORMS} at /States/S",
        ),
        ({"Seconds": -1}, "Minimum value is 0 at /States/S/Seconds"),
        ({"Seconds": 100_000_000}, "Maximum value is 99999999 at /States/S/Seconds"),
        ({"Seconds": "1"}, "Expected value of type Integer at /States/S/Seconds"),
        ({"SecondsPath": "$$.a"}, "Value is not a Reference Path at /States/S/SecondsPath"),
        (
            {"Timestamp": "tomorrow"},
            "String does not match RFC3339 timestamp at /States/S/Timestamp",
        ),
        ({"TimestampPath": "$.a[0:1]"}, "Value is not a Reference Path at /States/S/TimestampPath"),
    ],
)
def test_a_wrong_wait_is_told(said_of: Any, form: dict[str, Any], problem: str) -> None:
    assert said_of({"Type": "Wait", **form}) == [f"{SCHEMA}: {problem}"]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"Seconds": "{% $a %}"}, None),
        ({"Timestamp": "{% $a %}"}, None),
        ({"Seconds": "{% a %}"}, "Reference to 'a' at the top level is not supported."),
        ({"Seconds": "{% 1"}, "JSONata string must start with {% and end with %}"),
        ({"Timestamp": "$a"}, "String does not match RFC3339 timestamp"),
    ],
)
def test_jsonata_says_how_long(said_of: Any, form: dict[str, Any], problem: str | None) -> None:
    said = said_of({"Type": "Wait", **form}, QueryLanguage="JSONata")
    assert [problem in each for each in said] == ([] if problem is None else [True])
