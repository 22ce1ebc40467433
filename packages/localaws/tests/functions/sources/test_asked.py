"""What a request makes of a mapping."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.functions.sources.asked import asked, check_timeout
from localaws.functions.sources.mapping import EventSourceMapping
from localaws.protocols.refusal import Refusal

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:work"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:work"
BASE = EventSourceMapping("u", FUNCTION, QUEUE)


def test_defaults_are_those_of_aws() -> None:
    made = asked({}, BASE)
    assert (made.batch, made.window, made.enabled, made.most) == (10, 0, True, None)


def test_an_update_leaves_what_it_does_not_name() -> None:
    before = asked({"BatchSize": 3, "ScalingConfig": {"MaximumConcurrency": 4}}, BASE)
    after = asked({"Enabled": False}, before)
    assert (after.batch, after.most, after.enabled) == (3, 4, False)


def test_an_empty_member_takes_away() -> None:
    pattern = '{"body": ["a"]}'
    before = asked(
        {
            "FilterCriteria": {"Filters": [{"Pattern": pattern}]},
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": {"MaximumConcurrency": 4},
        },
        BASE,
    )
    assert before.filters == (pattern,)
    assert before.reports_failures
    after = asked({"FilterCriteria": {}, "FunctionResponseTypes": [], "ScalingConfig": {}}, before)
    assert (after.filters, after.responses, after.most) == ((), (), None)


@pytest.mark.parametrize(
    ("source", "request_", "said"),
    [
        (QUEUE, {"BatchSize": 11}, "Maximum batch window in seconds must be greater than 0"),
        (QUEUE + ".fifo", {"BatchSize": 11}, "FIFO"),
        (QUEUE + ".fifo", {"MaximumBatchingWindowInSeconds": 1}, "FIFO"),
        (QUEUE, {"StartingPosition": "LATEST"}, "StartingPosition is not valid for SQS"),
        (QUEUE, {"MaximumRetryAttempts": 2}, "MaximumRetryAttempts is not valid for SQS"),
    ],
)
def test_what_no_queue_can_do_is_refused(source: str, request_: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        asked(request_, EventSourceMapping("u", FUNCTION, source))


def test_a_function_must_end_before_its_messages_come_back() -> None:
    check_timeout(30, 30)
    with pytest.raises(
        Refusal, match="visibility timeout: 30 seconds is less than Function timeou"
    ):
        check_timeout(30, 31)
    with pytest.raises(Refusal, match="NonExistentQueue"):
        check_timeout(None, 3)
