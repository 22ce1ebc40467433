from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import jsonata, jsonata_limits
from localaws.stepfunctions.evaluation.jsonata import NoValue

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FOR_EVER = "($f := function() { $f() }; $f())"


@given(JSON)
@settings(max_examples=40)
def test_a_variable_comes_out_as_it_went_in(found: Any) -> None:
    assert jsonata.value("$x", {"x": found}) == found


@given(JSON)
@settings(max_examples=40)
def test_a_member_comes_out_as_it_went_in(found: Any) -> None:
    assert jsonata.value("$x.y", {"x": {"y": found}}) == found


@given(JSON)
@settings(max_examples=40)
def test_json_is_read_from_a_string(found: Any) -> None:
    assert jsonata.value("$parse($x)", {"x": json.dumps(found)}) == found


@given(st.text(max_size=30))
def test_any_text_is_an_expression_or_has_a_problem(text: str) -> None:
    """Never an exception of Python's, nor a repr in what is said."""
    with suppress(NoValue):
        json.dumps(jsonata.value(text, {"states": {"input": {}}}))
    assert "object at 0x" not in (jsonata.problem(text) or "")


def test_an_expression_leaves_its_data_alone() -> None:
    data = {"a": [3, 1], "o": {"b": None}}
    changed = "[$sort($x.a), $append($x.a, 1), $x ~> |o|{'b': 1}|, $merge([$x, {'c': 1}])]"
    jsonata.value(changed, {"x": data})
    assert data == {"a": [3, 1], "o": {"b": None}}


def test_a_refused_expression_does_not_stop_the_next() -> None:
    assert jsonata.problem("1 +") is not None
    assert jsonata.value("1 + 1", {}) == 2


def test_a_slow_expression_holds_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonata_limits, "_SECONDS", 0.5)
    slow = threading.Thread(target=_refused, args=(FOR_EVER,))
    slow.start()
    began = time.monotonic()
    assert jsonata.value("$sum([1..10])", {}) == 55
    assert time.monotonic() - began < 0.4
    assert slow.is_alive()
    slow.join()


def test_expressions_of_many_threads_do_not_mix() -> None:
    wrong: list[Any] = []

    def count(own: int) -> None:
        for n in range(50):
            text = f"$map([1..5], function($i) {{ $i * {own} + {n} }})"
            if jsonata.value(text, {}) != [i * own + n for i in range(1, 6)]:
                wrong.append((own, n))

    threads = [threading.Thread(target=count, args=(own,)) for own in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_now_is_the_time_of_the_evaluation() -> None:
    first = jsonata.value("$millis()", {})
    time.sleep(0.005)
    assert jsonata.value("$millis()", {}) > first


def test_a_number_that_is_whole_is_written_so() -> None:
    assert json.dumps(jsonata.value("[10 / 2, 1.5 * 2, 0.5]", {})) == "[5, 3, 0.5]"


def test_a_group_that_took_no_part_is_null() -> None:
    assert jsonata.value("$match('a', /(a)(b)?/).groups", {}) == ["a", None]


def _refused(expression: str) -> str:
    with pytest.raises(NoValue) as none:
        jsonata.value(expression, {})
    return str(none.value)
