from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import flow, paths
from localaws.stepfunctions.evaluation.failure import EvaluationFailure
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import path_reader
from localaws.stepfunctions.language.expression import Constant, Evaluated, Jsonata, Object
from localaws.stepfunctions.language.state import Flow

NAMES = st.text("abc", min_size=1, max_size=2)
OBJECTS: st.SearchStrategy[Any] = st.recursive(
    st.dictionaries(NAMES, st.integers(), max_size=3),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


def merged(path: str, data: Any, result: Any) -> Any:
    return flow.merge(path_reader.read(path), data, result)


@given(OBJECTS, st.lists(NAMES, min_size=1, max_size=4), st.integers())
@settings(max_examples=40)
def test_what_is_merged_is_found_at_its_path(data: Any, names: list[str], result: int) -> None:
    path = path_reader.read("$." + ".".join(names))
    before = repr(data)
    with suppress(EvaluationFailure):
        whole = flow.merge(path, data, result)
        assert paths.value(path, whole) == result
    assert repr(data) == before, "the input is nobody's to change"


@given(OBJECTS)
@settings(max_examples=40)
def test_what_is_beside_is_kept(data: dict[str, Any]) -> None:
    assert merged("$.new", data, 1) == {**data, "new": 1}


def test_null_on_the_way_gives_place_and_a_scalar_does_not() -> None:
    assert merged("$.a.b", {"a": None}, 1) == {"a": {"b": 1}}
    with pytest.raises(EvaluationFailure, match='Unable to apply step "b"') as failure:
        merged("$.a.b", {"a": 5}, 1)
    assert failure.value.error == "States.ResultPathMatchFailure"


def test_input_narrows_and_null_empties_it() -> None:
    scope = Scope({"a": 1}, {})
    assert flow.effective_input(Flow(False, input_path=path_reader.read("$.a")), scope) == 1
    assert flow.effective_input(Flow(False, input_path=None), scope) == {}


def test_jsonata_without_arguments_hands_over_an_empty_object() -> None:
    assert flow.arguments(Flow(True), Scope({"a": 1}, {})) == {}
    assert flow.arguments(Flow(False), Scope({"a": 1}, {})) == {"a": 1}


def test_output_and_variables_of_jsonpath() -> None:
    selector = Object((("n", Evaluated("n.$", path_reader.read("$.r"))),))
    assign = Object((("v", Evaluated("v.$", path_reader.read("$.n"))),))
    state = Flow(False, result_selector=selector, assign=assign)
    scope = Scope({"in": 1}, {}, input={"in": 1})
    assert flow.output(state, scope, {"r": 5}, "S") == ({"n": 5}, {"v": 5})


def test_output_and_variables_of_jsonata() -> None:
    output = Evaluated("Output", Jsonata("$states.result + $states.input"))
    assign = Object((("v", Evaluated("Assign/v", Jsonata("$states.result"))),))
    state = Flow(True, output=output, assign=assign)
    assert flow.output(state, Scope(1, {}, input=1), 5, "S") == (6, {"v": 5})


def test_a_result_of_256_kib_of_utf8_is_the_largest() -> None:
    flow.check_size("x" * (256 * 1024 - 2), "S")
    for large in ("x" * (256 * 1024 - 1), "é" * (128 * 1024)):
        with pytest.raises(EvaluationFailure, match="The state/task 'S' returned a result") as told:
            flow.check_size(large, "S")
        assert told.value.error == "States.DataLimitExceeded"


def test_variables_have_a_limit_for_one_assign_and_one_for_all() -> None:
    with pytest.raises(EvaluationFailure, match="256 KiB"):
        flow.assigned(Constant({"v": "x" * 300_000}), Scope({}, {}))
    held = {f"v{n}": "x" * 1024 * 1024 for n in range(10)}
    with pytest.raises(EvaluationFailure, match="10 MiB"):
        flow.assigned(Constant({"v": "x"}), Scope({}, {}, variables=held))
