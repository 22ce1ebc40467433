"""Which messages of a batch are deleted, by what the function returned."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.functions.execution.invocation import Outcome
from localaws.functions.sources.batch import done

ALL = ["a", "b", "c"]


def after(payload: bytes, reports: bool = True) -> set[str]:
    return done(ALL, Outcome(payload, "$LATEST"), reports)


def test_a_failed_invocation_is_done_with_none() -> None:
    assert done(ALL, Outcome(b"{}", "1", "Unhandled"), True) == set()


def test_what_is_returned_counts_only_where_failures_are_reported() -> None:
    answer = json.dumps({"batchItemFailures": [{"itemIdentifier": "b"}]}).encode()
    assert after(answer) == {"a", "c"}
    assert after(answer, reports=False) == set(ALL)


@pytest.mark.parametrize(
    "answer", ["null", "{}", '""', '{"batchItemFailures": []}', '{"batchItemFailures": null}']
)
def test_no_failures_are_a_whole_success(answer: str) -> None:
    assert after(answer.encode()) == set(ALL)


@pytest.mark.parametrize(
    "answer",
    [
        "no json",
        '"text"',
        "[]",
        '{"batchItemFailures": "a"}',
        '{"batchItemFailures": ["a"]}',
        '{"batchItemFailures": [{"itemIdentifier": ""}]}',
        '{"batchItemFailures": [{"itemIdentifier": null}]}',
        '{"batchItemFailures": [{"id": "a"}]}',
        '{"batchItemFailures": [{"itemIdentifier": "nobody"}]}',
    ],
)
def test_an_answer_that_makes_no_sense_is_a_whole_failure(answer: str) -> None:
    assert after(answer.encode()) == set()


@given(st.binary())
def test_any_answer_is_read(answer: bytes) -> None:
    assert after(answer) <= set(ALL)
