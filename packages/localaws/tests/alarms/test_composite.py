from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.alarms.alarm import State
from localaws.alarms.composite import BadRule, children, holds, read

STATES = {"a": State.ALARM, "b": State.OK, "c d": State.INSUFFICIENT_DATA}


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        ("ALARM(a)", True),
        ('ALARM("a") AND OK("b")', True),
        ('ALARM(b) OR INSUFFICIENT_DATA("c d")', True),
        ("NOT ALARM(a)", False),
        ("ALARM(b) AND ALARM(b) OR ALARM(a)", True),
        ("ALARM(b) AND (ALARM(b) OR ALARM(a))", False),
        ("NOT (ALARM(b) OR FALSE)", True),
        ("TRUE", True),
    ],
)
def test_a_rule(rule: str, held: bool) -> None:
    assert holds(read(rule), STATES.__getitem__) is held


def test_the_alarms_it_speaks_of() -> None:
    assert list(children(read('ALARM(a) AND NOT OK("c d")'))) == ["a", "c d"]


@pytest.mark.parametrize(
    "rule", ["", "ALARM()", "ALARM(a) OK(b)", "(ALARM(a)", "a", "NOT", "NOT " * 200]
)
def test_what_is_no_rule(rule: str) -> None:
    with pytest.raises(BadRule):
        read(rule)


@given(st.text(alphabet='ALRMOKNDTUE ()"a', max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except BadRule:
        return
