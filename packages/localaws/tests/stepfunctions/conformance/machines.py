"""Machines at random, for tests: states of every type that needs no service, with expressions that may fail.

Nothing in them is random when they run: no ``States.MathRandom``, no ``$uuid()``, no time of day; and tasks
and waits stand outside of Map and Parallel, within which they would end in any order, as on AWS.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

DATA = {"n": 4, "s": "text", "list": [3, 1, 2], "o": {"a": {"b": [1, {"c": 2}]}}, "z": None}
_TASK = "arn:aws:states:::aws-sdk:sfn:listActivities"
_PATHS = st.sampled_from(
    ["$", "$.n", "$.s", "$.list", "$.list[0]", "$.list[1:]", "$.o..c", "$.o.a", "$.z", "$.missing"]
)
_FUNCTIONS = st.sampled_from(
    [
        "States.Format('{} of {}', $.n, $.list)",
        "States.ArrayLength($.list)",
        "States.ArrayGetItem($.list, $.n)",
        "States.StringSplit($.s, 'x')",
        "States.Hash($.s, 'SHA-256')",
        "States.JsonToString($)",
        "States.MathAdd($.n, -1)",
    ]
)
_QUERIES = st.sampled_from(
    [
        "{% $states.input %}",
        "{% $states.input.n * 2 %}",
        "{% $states.input.list^(<$) %}",
        "{% $map($states.input.list, function($v) { $v + 1 }) %}",
        "{% $string($states.input) %}",
        "{% $states.input.missing %}",
        "{% $range(1, 3, 1) %}",
        "{% {'n': $count($states.input.list), 'list': [1, 2]} %}",
    ]
)
_RESULTS = st.sampled_from([None, True, 7, "text", [1, 2], {"n": 1, "list": [9], "s": "x"}])
_REFERENCES = st.sampled_from(["$", "$.r", "$.o.r.x", "$.n", "$.n.x", "$.list[1]", None])
_DEEPEST = 2
_CATCH = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.caught", "Next": "Caught"}]


def machines() -> st.SearchStrategy[dict[str, Any]]:
    return _graphs(_DEEPEST)


@st.composite
def _graphs(draw: st.DrawFn, depth: int) -> dict[str, Any]:
    states = draw(st.lists(_states(depth), min_size=1, max_size=4))
    names = [f"S{number}" for number in range(len(states))]
    made: dict[str, Any] = {}
    for name, following, state in zip(names, [*names[1:], None], states, strict=True):
        made[name] = _led_on(state, following or "Last")
    needed = {"Last": {"Type": "Succeed"}}
    if any("Catch" in state for state in states):
        needed["Caught"] = {"Type": "Pass", "End": True}
    return {"StartAt": names[0], "States": {**made, **needed}}


def _led_on(state: dict[str, Any], following: str) -> dict[str, Any]:
    if state["Type"] == "Choice":
        choices = [{**choice, "Next": following} for choice in state["Choices"]]
        return {**state, "Choices": choices, "Default": following}
    return {**state, "Next": following}


def _states(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    kinds = [_passes(), _queries(), _choices()]
    if depth == _DEEPEST:
        kinds += [_tasks(), _waits()]
    if depth:
        kinds += [_maps(depth - 1), _parallels(depth - 1)]
    return st.one_of(*kinds)


def _fields(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=strategies)


@st.composite
def _passes(draw: st.DrawFn) -> dict[str, Any]:
    work = draw(
        st.one_of(
            st.fixed_dictionaries({"Result": _RESULTS}),
            st.fixed_dictionaries({"Parameters": _templates()}),
            st.just({}),
        )
    )
    flow = _fields(InputPath=_PATHS, ResultPath=_REFERENCES, OutputPath=_PATHS, Assign=_templates())
    return {"Type": "Pass", **work, **draw(flow)}


def _templates() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"x.$": _PATHS | _FUNCTIONS, "fixed": _RESULTS})


def _queries() -> st.SearchStrategy[dict[str, Any]]:
    state = st.fixed_dictionaries({"Output": _QUERIES | st.fixed_dictionaries({"q": _QUERIES})})
    return state.map(lambda fields: {"Type": "Pass", "QueryLanguage": "JSONata", **fields})


def _choices() -> st.SearchStrategy[dict[str, Any]]:
    variables = st.sampled_from(["$.n", "$.s", "$.missing", "$.o.a"])
    rule = st.one_of(
        st.fixed_dictionaries({"Variable": variables, "NumericGreaterThan": st.integers(0, 9)}),
        st.fixed_dictionaries({"Variable": variables, "StringMatches": st.just("t*")}),
        st.fixed_dictionaries({"Variable": variables, "IsPresent": st.booleans()}),
    )
    return st.lists(rule, min_size=1, max_size=3).map(lambda r: {"Type": "Choice", "Choices": r})


@st.composite
def _tasks(draw: st.DrawFn) -> dict[str, Any]:
    fails = draw(st.sampled_from([{}, {"Fail": "Bad", "Cause": "told to"}]))
    retry = {"Retry": [{"ErrorEquals": ["Bad"], "MaxAttempts": 1}]}
    more = draw(st.sampled_from([{}, {"Catch": _CATCH}, retry, {**retry, "Catch": _CATCH}]))
    return {"Type": "Task", "Resource": _TASK, "Parameters": fails, **more}


def _waits() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(
        [{"Type": "Wait", "Seconds": 30}, {"Type": "Wait", "SecondsPath": "$.n"}]
    )


@st.composite
def _maps(draw: st.DrawFn, depth: int) -> dict[str, Any]:
    processor = draw(_graphs(depth))
    flow = draw(_fields(ResultPath=_REFERENCES, MaxConcurrency=st.integers(1, 2)))
    return {"Type": "Map", "ItemsPath": "$.list", "ItemProcessor": processor, **flow}


@st.composite
def _parallels(draw: st.DrawFn, depth: int) -> dict[str, Any]:
    branches = draw(st.lists(_graphs(depth), min_size=1, max_size=2))
    caught = draw(st.sampled_from([{}, {"Catch": _CATCH}]))
    return {"Type": "Parallel", "Branches": branches, **caught}
