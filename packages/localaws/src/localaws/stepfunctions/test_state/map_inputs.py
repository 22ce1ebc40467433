"""What the iterations of a tested Map would get, and how many there would be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.engine.work.items import items
from localaws.stepfunctions.engine.work.limits import Limit, number
from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.test_state.inspection import Inspection
from localaws.stepfunctions.test_state.request import StateTest

_MOST = 100_000_000
_CONCURRENCY = Limit("MaxConcurrency", 0, _MOST)
_COUNT = Limit("ToleratedFailureCount", 0, _MOST)
_PERCENTAGE = Limit("ToleratedFailurePercentage", 0, 100, "float")


def exceeded(state: Map, scope: Scope, test: StateTest, inspection: Inspection) -> bool:
    """Look at what the Map would do; whether more of its iterations failed than it tolerates.

    Only a threshold that the definition names is one: AWS was recorded to let a Map without any pass.

    Raises:
        EvaluationFailure: an expression has no value.
        Refusal: more iterations failed than there are.
    """
    found = _items(state, scope, test)
    if not state.flow.in_jsonata:
        inspection.see("afterItemsPath", found)
    if state.selector is not None:
        found = [_selected(state, scope, index, item) for index, item in enumerate(found)]
        inspection.see("afterItemSelector", found)
    inspection.note(maxConcurrency=int(number(state.max_concurrency, scope, _CONCURRENCY)))
    failed = test.failed_iterations
    if failed > len(found):
        raise Refusal(
            "ValidationException",
            "Map iteration failure count must be less than or equal to the number of Map iterations",
        )
    too_many = False
    if _named(test.tested.members, "ToleratedFailureCount"):
        count = int(number(state.tolerated_count, scope, _COUNT))
        inspection.note(toleratedFailureCount=count)
        too_many = failed > count
    if _named(test.tested.members, "ToleratedFailurePercentage"):
        percentage = float(number(state.tolerated_percentage, scope, _PERCENTAGE))
        inspection.note(toleratedFailurePercentage=percentage)
        too_many |= bool(found) and failed * 100 > percentage * len(found)
    return too_many


def _items(state: Map, scope: Scope, test: StateTest) -> list[Any]:
    if state.reader is None:
        return items(state, scope)
    if test.reader_data is None:
        raise Refusal(
            "ValidationException",
            "ItemReader data must be specified when testing a Map state with ItemReader specified.",
        )
    if state.reader.parameters is not None:
        templates.value(state.reader.parameters, scope)
    try:
        found = json_text.read(test.reader_data)
    except NoJson:
        found = None
    if not isinstance(found, list):
        raise Refusal("ValidationException", "MapItemReaderData must be a JSON array.")
    return found


def _selected(state: Map, scope: Scope, index: int, item: Any) -> Any:
    assert state.selector is not None
    context = {**scope.context, "Map": {"Item": {"Index": index, "Value": item}}}
    return templates.value(state.selector, replace(scope, context=context))


def _named(members: Mapping[str, Any], field: str) -> bool:
    return field in members or f"{field}Path" in members
