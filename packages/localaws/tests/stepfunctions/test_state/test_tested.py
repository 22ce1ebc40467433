"""Which state a request is about."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.test_state import tested

SHARD = {"Type": "Pass", "End": True}
SHARDS = {
    "Type": "Map",
    "ItemProcessor": {"StartAt": "Shard", "States": {"Shard": SHARD}},
    "End": True,
}
BRANCHES = {
    "Type": "Parallel",
    "Branches": [{"StartAt": "Each", "States": {"Each": SHARDS}}],
    "End": True,
}
MACHINE = {"StartAt": "Both", "States": {"Both": BRANCHES}}


def find(definition: Any, name: str | None = None) -> tested.Tested:
    return tested.find(json.dumps(definition), name)


def test_a_state_alone_needs_no_others() -> None:
    found = find({"Type": "Pass", "Next": "Elsewhere"})

    assert (found.state.name, found.state.type, found.state.next) == (
        *("StateName", "Pass"),
        "Elsewhere",
    )


def test_a_state_alone_may_be_of_either_language() -> None:
    assert find({"Type": "Succeed", "QueryLanguage": "JSONata"}).state.flow.in_jsonata


@pytest.mark.parametrize("name", ["Both", "Each", "Shard"])
def test_a_state_of_a_machine_is_found_wherever_it_stands(name: str) -> None:
    found = find(MACHINE, name)

    assert (found.state.name, found.members["Type"]) == (name, found.state.type)


def test_an_error_within_meets_handlers_from_the_inside_out() -> None:
    names = [state.name for state in find(MACHINE, "Both").handlers("Shard")]

    assert names == ["Shard", "Each", "Both"]


@pytest.mark.parametrize(
    ("definition", "name", "code", "says"),
    [
        (
            {"Type": "Pass"},
            None,
            "InvalidDefinition",
            "only one of the following fields: .Next, End.",
        ),
        ({"Type": "Job"}, None, "InvalidDefinition", "'Type' should have one of these values"),
        ([], None, "InvalidDefinition", "Definition must be a valid JSON object"),
        (MACHINE, None, "InvalidDefinition", "These fields are required: .Type."),
        (MACHINE, "Other", "ValidationException", "State not found in definition"),
        ({"StartAt": "A", "States": {}}, "A", "InvalidDefinition", "Value cannot be empty"),
        ({"Type": "Succeed", "QueryLanguage": "SQL"}, None, "InvalidDefinition", "JSONata"),
    ],
)
def test_what_is_no_state_is_refused(
    definition: Any, name: str | None, code: str, says: str
) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        find(definition, name)
    assert refused.value.code == code


def test_a_definition_that_is_no_json_is_refused() -> None:
    with pytest.raises(Refusal, match="INVALID_JSON_DESCRIPTION"):
        tested.find("{", None)


def test_only_a_state_within_can_cause_an_error() -> None:
    with pytest.raises(Refusal, match="'Other' in errorCausedByState"):
        find(MACHINE, "Both").handlers("Other")
