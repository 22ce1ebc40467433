from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.metrics.expressions.evaluation import Scope, evaluate
from localaws.metrics.expressions.value import BadExpression, Series

# Newest first, at minutes of 2019-10-02 from 17:04 backwards.
BEGUN = (1570035840.0, 1570035780.0, 1570035720.0)
SCOPE = Scope(
    {"m1": Series((30.0, 20.0, 10.0)), "m2": Series((5.0, None, 2.0))}, ("m1", "m2"), BEGUN, 60
)


def worked(expression: str) -> list[float | None]:
    return list(evaluate(expression, SCOPE).values)


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("m1", [30, 20, 10]),
        ("m1 + m2", [35, None, 12]),
        ("m1 - 2 * 3 ^ 2", [12, 2, -8]),
        ("-m1", [-30, -20, -10]),
        ("m1 / (m2 - 2)", [10, None, None]),
        ("100*(m2/m1)", [pytest.approx(16.6667, 1e-4), None, 20]),
        ("m1 > 15 AND m1 < 25", [0, 1, 0]),
        ("m1 >= 30 || m1 <= 10", [1, 0, 1]),
        ("IF(m1 > 15, m1)", [30, 20, None]),
        ("IF(m1 > 15, m1, 0)", [30, 20, 0]),
        ("FILL(m2, 0)", [5, 0, 2]),
        ("FILL(m2, REPEAT)", [5, 2, 2]),
        ("FILL(m2, LINEAR)", [5, 3.5, 2]),
        ("FILL(m2, m1)", [5, 20, 2]),
        ("m1 / MAX(m1)", [1, pytest.approx(2 / 3), pytest.approx(1 / 3)]),
        ("SUM([m1, m2])", [35, 20, 12]),
        ("SUM(METRICS())", [35, 20, 12]),
        ("AVG(METRICS('m1'))", [30, 20, 10]),
        ("MIN([m1, m2])", [5, 20, 2]),
        ("DIFF(m1)", [10, 10, None]),
        ("RATE(m1)", [pytest.approx(1 / 6), pytest.approx(1 / 6), None]),
        ("DIFF_TIME(m2)", [120, None, None]),
        ("RUNNING_SUM(m1)", [60, 30, 10]),
        ("m1 / PERIOD(m1)", [0.5, pytest.approx(1 / 3), pytest.approx(1 / 6)]),
        ("TIME_SERIES(3)", [3, 3, 3]),
        ("TIME_SERIES(DATAPOINT_COUNT(m2))", [2, 2, 2]),
        ("MINUTE(m1)", [4, 3, 2]),
        ("HOUR(m2)", [17, None, 17]),
        ("LOG10(m1 * 10 - 200)", [2, None, None]),
        ("FIRST([m1, m2])", [30, 20, 10]),
    ],
)
def test_an_expression(expression: str, values: list[float | None]) -> None:
    assert worked(expression) == values


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("", "ends too early"),
        ("m1 +", "ends too early"),
        ("m1 m2", "unexpected m2"),
        ("m9", "there is no m9"),
        ("3", "a number, not a time series"),
        ("METRICS()", "several time series"),
        ("SEARCH('{A}', 'Sum')", "SEARCH is not offered here"),
        ("NOPE(m1)", "NOPE is no function"),
        ("m1 ; 2", "unexpected ;"),
        ("TIME_SERIES(1/0)", "divided by zero"),
        ("(" * 500 + "m1" + ")" * 500, "nested too deeply"),
    ],
)
def test_what_cannot_be_evaluated_says_why(expression: str, wrong: str) -> None:
    with pytest.raises(BadExpression, match=wrong):
        worked(expression)


@given(st.text(alphabet="m12+-*/^()[],<>=&|. IFAVGSUM'\"", max_size=30))
def test_any_text_is_evaluated_or_refused(text: str) -> None:
    try:
        made = evaluate(text, SCOPE)
    except BadExpression:
        return
    assert len(made.values) == len(BEGUN)
