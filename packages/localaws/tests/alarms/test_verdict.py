"""The tables of the CloudWatch user guide, where it says how missing data are treated, and what they leave open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.alarms.alarm import Missing, State, Threshold
from localaws.alarms.verdict import decide, evaluation_range

MISSING, IGNORE = Missing.MISSING, Missing.IGNORE
BREACHING, NOT_BREACHING = Missing.BREACHING, Missing.NOT_BREACHING
MARKS = {"0": False, "X": True, "-": None}
STATES = {
    "OK": State.OK,
    "ALARM": State.ALARM,
    "INSUFFICIENT": State.INSUFFICIENT_DATA,
    "kept": None,
}


def decided(row: str, to_alarm: int, treatment: Missing) -> State | None:
    """Of a row as the guide writes it: the oldest data point first."""
    points = [MARKS[mark] for mark in reversed(row.split())]
    threshold = Threshold("GreaterThanThreshold", 0, 3, to_alarm)
    return decide(points, threshold, treatment).state


@pytest.mark.parametrize(
    ("row", "to_alarm", "missing", "ignore", "breaching", "not_breaching"),
    [
        ("0 - X - X", 3, "OK", "OK", "OK", "OK"),
        ("0 - - - -", 3, "OK", "OK", "OK", "OK"),
        ("- - - - 0", 3, "OK", "OK", "OK", "OK"),
        ("X - - - -", 3, "ALARM", "kept", "ALARM", "OK"),
        ("- - - - -", 3, "INSUFFICIENT", "kept", "ALARM", "OK"),
        ("0 X X - X", 3, "ALARM", "ALARM", "ALARM", "ALARM"),
        ("- - X - -", 3, "ALARM", "kept", "ALARM", "OK"),
        ("0 - X - X", 2, "ALARM", "ALARM", "ALARM", "ALARM"),
        ("0 0 X 0 X", 2, "ALARM", "ALARM", "ALARM", "ALARM"),
        ("0 - X - -", 2, "OK", "OK", "ALARM", "OK"),
        ("- - - - 0", 2, "OK", "OK", "ALARM", "OK"),
        ("- - - X -", 2, "ALARM", "kept", "ALARM", "OK"),
    ],
)
def test_a_row_of_the_guide(
    row: str, to_alarm: int, missing: str, ignore: str, breaching: str, not_breaching: str
) -> None:
    assert decided(row, to_alarm, MISSING) is STATES[missing]
    assert decided(row, to_alarm, IGNORE) is STATES[ignore]
    assert decided(row, to_alarm, BREACHING) is STATES[breaching]
    assert decided(row, to_alarm, NOT_BREACHING) is STATES[not_breaching]


@pytest.mark.parametrize("row", ["- - - - X", "- - - X -", "- - - X X"])
def test_too_few_breaching_ones_wait_for_what_comes_next(row: str) -> None:
    assert decided(row, 3, MISSING) is None


def test_real_data_points_from_farther_back_are_used_before_missing_ones_are_treated() -> None:
    assert decided("X X - - X", 3, NOT_BREACHING) is State.ALARM


def test_where_all_are_there_older_ones_do_not_count() -> None:
    assert decided("X X 0 0 0", 1, MISSING) is State.OK


def test_no_more_missing_ones_are_treated_than_it_takes() -> None:
    threshold = Threshold("GreaterThanThreshold", 0, 3)
    found = decide([None, None, None, True, False], threshold, BREACHING)
    assert (found.filled, found.evaluated) == (1, (0, 3, 4))


points = st.lists(st.sampled_from([True, False, None]), min_size=7, max_size=7)


@given(points, st.integers(1, 5), st.sampled_from(Missing))
def test_with_all_breaching_it_alarms_and_with_none_it_does_not(
    marks: list[bool | None], needed: int, treatment: Missing
) -> None:
    threshold = Threshold("GreaterThanThreshold", 0, 5, needed)
    assert len(marks) == evaluation_range(threshold)
    found = decide(marks, threshold, treatment)
    real = [mark for mark in marks if mark is not None][:5]
    if sum(real) >= needed:
        assert found.state is State.ALARM
    if real and not any(real) and treatment is not BREACHING:
        assert found.state is State.OK
    assert len(found.evaluated) <= 5
    assert list(found.evaluated) == sorted(set(found.evaluated))
