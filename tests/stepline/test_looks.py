"""What is looked at is seen until it is over, whatever AWS says in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from stepline.executions import Execution
from stepline.looks import looks
from tests.stepline.clients import refusal
from tests.stepline.watching.executions import execution

RUNNING, ENDED = execution(), execution(status="SUCCEEDED")
THROTTLED = refusal("ThrottlingException", "Rate exceeded")


def responses(*given: Execution | Exception) -> Callable[[], Execution]:
    left = list(given)

    def look() -> Execution:
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    return look


def seen(*given: Execution | Exception, patience: float = 100) -> tuple[list[str], list[float]]:
    slept: list[float] = []
    found = looks(
        responses(*given), lambda one: one.status != "RUNNING", 2.0, patience, slept.append
    )
    return [each.status for each in found], slept


def test_it_ends_with_the_execution() -> None:
    assert seen(RUNNING, RUNNING, ENDED) == (["RUNNING", "RUNNING", "SUCCEEDED"], [2.0, 2.0])


@pytest.mark.parametrize("passing", [THROTTLED, EndpointConnectionError(endpoint_url="http://x")])
def test_what_passes_is_waited_for_a_little_longer_each_time(passing: Any) -> None:
    statuses, slept = seen(RUNNING, passing, passing, RUNNING, passing, ENDED)
    assert statuses == ["RUNNING", "RUNNING", "SUCCEEDED"]
    assert slept == [2.0, 4.0, 8.0, 2.0, 4.0]


def test_nobody_waits_for_ever() -> None:
    with pytest.raises(ClientError, match="Rate exceeded"):
        seen(*[THROTTLED] * 50)


def test_what_does_not_pass_is_told_at_once() -> None:
    with pytest.raises(ClientError, match="expired"):
        seen(RUNNING, refusal("ExpiredTokenException", "expired"), ENDED)


def test_an_embedded_aws_that_was_stopped_is_not_waited_for() -> None:
    with pytest.raises(ClientError):
        seen(RUNNING, THROTTLED, ENDED, patience=0)
