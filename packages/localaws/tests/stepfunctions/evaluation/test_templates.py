from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.failure import EvaluationFailure
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import intrinsic, path_reader
from localaws.stepfunctions.language.expression import Array, Constant, Evaluated, Jsonata, Object

SCOPE = Scope({"a": 1}, {"State": {"Name": "S"}}, {"v": [1, 2]}, input={"a": 1})
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(JSON)
@settings(max_examples=40)
def test_a_constant_is_its_value(found: Any) -> None:
    assert templates.value(Constant(found), SCOPE) == found


def test_expressions_within_are_replaced_by_their_values() -> None:
    path = Evaluated("p.$", path_reader.read("$.a"))
    variable = Evaluated("v.$", path_reader.read("$v[1]"))
    template = Object((("p", path), ("l", Array((variable, Constant("x"))))))
    assert templates.value(template, SCOPE) == {"p": 1, "l": [2, "x"]}


@pytest.mark.parametrize(
    ("expression", "error", "cause"),
    [
        (
            path_reader.read("$.b"),
            "States.Runtime",
            "The JSONPath '$.b' specified for the field 'f.$' could not be found in the input "
            "'{\"a\":1}'",
        ),
        (
            path_reader.read("$.a[0]"),
            "States.Runtime",
            "Filter: [0] can only be applied to arrays. Current context is: 1",
        ),
        (
            intrinsic.read("States.Format('{}', $.b)"),
            "States.Runtime",
            "The function 'States.Format('{}', $.b)' had the following error: The JsonPath argument "
            "for the field '$.b' could not be found in the input '{\"a\":1}'",
        ),
        (
            intrinsic.read("States.ArrayLength($.a)"),
            "States.IntrinsicFailure",
            "The function 'States.ArrayLength($.a)' had the following error: the first argument must "
            "be an array",
        ),
        (
            Jsonata("$states.input.b"),
            "States.QueryEvaluationError",
            "The JSONata expression '$states.input.b' specified for the field 'f.$' returned nothing "
            "(undefined).",
        ),
    ],
)
def test_a_failure_has_awss_words(expression: Any, error: str, cause: str) -> None:
    with pytest.raises(EvaluationFailure) as failure:
        templates.value(Evaluated("f.$", expression), SCOPE)
    assert (failure.value.error, failure.value.cause) == (error, cause)


def test_only_a_query_says_where_it_stands() -> None:
    with pytest.raises(EvaluationFailure) as failure:
        templates.value(Evaluated("Output/x", Jsonata("$states.input.b")), SCOPE)
    assert failure.value.location == "Output/x"


@pytest.mark.parametrize(
    ("expression", "named"),
    [("null", "null"), ("1.5", "number"), ("true", "boolean"), ("[]", "array"), ("{}", "object")],
)
def test_a_value_of_another_type_is_named(expression: str, named: str) -> None:
    with pytest.raises(EvaluationFailure, match=f"Expected 'string', but was '{named}' for value"):
        templates.of_type(Jsonata(expression), "Cause", SCOPE, "string")


def test_the_time_of_an_expression_is_the_scope_s() -> None:
    scope = replace(SCOPE, now=0.0)
    assert templates.value(Evaluated("Output", Jsonata("$millis()")), scope) == 0
