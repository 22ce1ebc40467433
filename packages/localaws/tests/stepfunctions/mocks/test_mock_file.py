"""The mock file: what it says, and one sentence for each way in which it can be wrong."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.mocks import mock_file
from localaws.stepfunctions.mocks.mock_file import BadMockFile, NoSuchCase, Return, Throw

NOT_READY = {"Throw": {"Error": "Lambda.NotReady", "Cause": "not yet"}}


def file(responses: dict[str, Any], cases: dict[str, Any] | None = None) -> dict[str, Any]:
    named = cases if cases is not None else {"Retried": {"Train": "Response"}}
    return {
        "StateMachines": {"Retraining": {"TestCases": named}},
        "MockedResponses": {"Response": responses},
    }


def read(whole: Any) -> mock_file.MockFile:
    return mock_file.read(json.dumps(whole))


def test_a_task_gets_the_response_of_its_invocation() -> None:
    whole = read(file({"0-1": NOT_READY, "2": {"Return": {"ModelArtifacts": None}}}))

    train = whole.case("Retraining", "Retried")["Train"]

    assert train.at(0) == train.at(1) == Throw("Lambda.NotReady", "not yet")
    assert train.at(2) == Return({"ModelArtifacts": None})
    assert train.at(3) is None


def test_it_says_which_states_are_answered_for() -> None:
    cases = {"One": {"Train": "Response"}, "Two": {"Deploy": "Response"}}

    whole = read(file({"0": {"Return": 1}}, cases))

    assert whole.mocked_states("Retraining") == {"Train", "Deploy"}
    assert whole.mocked_states("Other") == frozenset()


@pytest.mark.parametrize(
    ("machine", "case", "says"),
    [
        ("Other", "Retried", "no state machine 'Other': there are Retraining"),
        (
            "Retraining",
            "Nowhere",
            "no test case 'Nowhere' of state machine 'Retraining': there are",
        ),
    ],
)
def test_a_case_that_is_not_there_is_named_beside_those_that_are(
    machine: str, case: str, says: str
) -> None:
    with pytest.raises(NoSuchCase, match=says):
        read(file({"0": {"Return": 1}})).case(machine, case)


@pytest.mark.parametrize(
    ("whole", "says"),
    [
        ([], "the file must be a JSON object"),
        ({"Machines": {}}, "the file has a member 'Machines'; there may be StateMachines"),
        ({"StateMachines": []}, "StateMachines must be a JSON object"),
        ({"StateMachines": {"M": {"Cases": {}}}}, "StateMachines.M has a member 'Cases'"),
        (file({"0": {"Return": 1}}, {"C": {"S": 1}}), "must be the name of a mocked response"),
        (file({"0": {"Return": 1}}, {"C": {"S": "Gone"}}), "names 'Gone', which MockedResponses"),
        (file({}), 'must have a response for invocation "0"'),
        (file({"first": {"Return": 1}}), "MockedResponses.Response.first: an invocation is"),
        (file({"-1": {"Return": 1}}), "an invocation is a number"),
        (file({"2-1": {"Return": 1}}), "the range ends before it begins"),
        (file({"0-2": {"Return": 1}, "2": {"Return": 2}}), "for the same invocation"),
        (file({"0": {"Return": 1, **NOT_READY}}), "exactly one member, Return or Throw"),
        (file({"0": {}}), "exactly one member, Return or Throw"),
        (file({"0": {"Throw": {"Error": "E"}}}), "must have Error and Cause, both strings"),
        (file({"0": {"Throw": {"Error": "E", "Cause": "c", "More": 1}}}), "a member 'More'"),
    ],
)
def test_what_is_wrong_is_said_with_where(whole: Any, says: str) -> None:
    with pytest.raises(BadMockFile, match=says):
        read(whole)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x", r"Unrecognized token 'x': .* \(line 1, column 2\)"),
        ('{"a":\n 1e999}', r"Numeric value \(1e999\) out of range of double \(line 2, column 2\)"),
        ("[" * 100_000, "nests too deeply"),
    ],
)
def test_a_text_that_is_no_json_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadMockFile, match=f"it is no JSON: .*{reason}"):
        mock_file.read(text)


NAMES = ["StateMachines", "MockedResponses", "TestCases", "Return", "Throw", "0", "A"]
ANYTHING = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=12,
)


@given(ANYTHING)
def test_any_json_is_read_or_refused_in_a_sentence(whole: Any) -> None:
    with contextlib.suppress(BadMockFile):
        read(whole)
