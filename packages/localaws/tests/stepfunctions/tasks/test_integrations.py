"""Who does the work of a task, by the resource that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.functions import Call
from localaws.stepfunctions.language import resource
from localaws.stepfunctions.tasks.api_call import ApiCall
from localaws.stepfunctions.tasks.event_bus import EventBus
from localaws.stepfunctions.tasks.function import Functions
from localaws.stepfunctions.tasks.http_endpoint import HttpEndpoint
from localaws.stepfunctions.tasks.integrations import AllIntegrations
from localaws.stepfunctions.tasks.job import Jobs
from localaws.stepfunctions.tasks.nested import NestedExecutions
from localaws.stepfunctions.tasks.queue import Queue
from localaws.stepfunctions.tasks.task import Order, TaskFailure
from packages.localaws.tests.stepfunctions.tasks.orders import EXECUTION, Aws


class NoExecutions:
    def when_ended(self, arn: str, call: Any) -> bool:
        return False

    def stop(self, arn: str, error: str | None, cause: str | None) -> float | None:
        return None

    def find(self, arn: str) -> None:
        return None


class NoFunctions:
    """A server on which no function is invoked."""

    def invocation(self, call: Call) -> Invocation:
        raise AssertionError("no function is invoked")

    def run(self, invocation: Invocation, report: Callable[[Outcome], None]) -> None:
        raise AssertionError("no function is invoked")

    def send(self, call: Call) -> str:
        raise AssertionError("no event is sent")


def _of(arn: str) -> Any:
    def none(region: str) -> Any:
        raise AssertionError("no job is asked for")

    named = resource.read(arn)
    assert named is not None
    made = AllIntegrations(none, NoExecutions(), NoFunctions(), Clock(), Aws().requests())
    return made.integration(EXECUTION, "State", named)


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("events:putEvents", EventBus),
        ("http:invoke", HttpEndpoint),
        ("lambda:invoke.waitForTaskToken", Functions),
        ("sagemaker:createModel", Jobs),
        ("sqs:sendMessage.waitForTaskToken", Queue),
        ("states:startExecution.sync:2", NestedExecutions),
        ("dynamodb:getItem", ApiCall),
        ("sns:publish", ApiCall),
        ("aws-sdk:sqs:sendMessage", ApiCall),
    ],
)
def test_each_service_has_its_own(action: str, kind: type) -> None:
    assert type(_of(f"arn:aws:states:::{action}")) is kind


def test_a_function_by_its_arn_is_invoked() -> None:
    assert type(_of("arn:aws:lambda:us-east-1:123456789012:function:f")) is Functions


def test_what_nobody_does_fails_with_the_reason() -> None:
    arn = "arn:aws:states:::glue:startJobRun.sync"
    named = resource.read(arn)
    assert named is not None
    with pytest.raises(TaskFailure, match="is not supported by this embedded AWS"):
        _of(arn).call(Order(EXECUTION, "State", named, {}, "token"))
