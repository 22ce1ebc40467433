"""Why a step's jobs run."""

from typing import Any

import pytest

from localaws.stepfunctions.evaluation import jsonata
from pipelines.workflow import reasons

AT = "$states.input.steps.train"
BEFORE = "arn:aws:states:us-east-1:123456789012:execution:machine:first"


def said(
    parts: dict[str, str],
    before: dict[str, str] | None,
    *,
    cache: bool = True,
    fingerprint: str | None = "f",
    **others: Any,
) -> Any:
    last = {} if before is None else {"execution": BEFORE, "parts": before}
    step = {"parts": parts, "fingerprint": fingerprint, "last": last}
    given = {"config": {"cache": cache}, "steps": {"train": step}, **others}
    return jsonata.value(reasons.of_a_miss(AT), {"states": {"input": given}})


def test_what_changed_came_or_went_is_named_with_what_it_was() -> None:
    told = said({"code": "2.zip", "new": "n"}, {"code": "1.zip", "old": "o"})
    assert told["why"] == "Changed since first: code, old, new."
    assert told["changed"] == ["code: 1.zip, now 2.zip", "old: o, now none", "new: none, now n"]


@pytest.mark.parametrize("many", [1, 49, 200])
def test_very_much_may_have_changed(many: int) -> None:
    """Step Functions counts each array that is made in a loop for a level of nesting, and allows a hundred."""
    now, before = ({f"part-{n}": text for n in range(many)} for text in ("a", "b"))
    assert len(said(now, before)["changed"]) == min(many, 50)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"before": None}, "It is the first time."),
        ({"cache": False}, "It was asked for: cache is false."),
        (
            {"fingerprint": None},
            "Not fingerprinted, so never reused: there are more than 60,000 objects.",
        ),
        (
            {"failure": {"Error": "DynamoDb.DynamoDbException", "Cause": "Denied."}},
            "What was done before could not be looked up: Denied.",
        ),
        ({}, "Nothing has changed since first, but the table has no entry of it."),
    ],
)
def test_where_nothing_changed_there_is_another_reason(given: dict[str, Any], why: str) -> None:
    parts = {"code": "1.zip"}
    assert said(parts, **{"before": parts, **given})["why"] == why
