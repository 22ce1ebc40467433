"""One look at a pipeline: stack, endpoint, schedule, executions."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from rich.console import Console

from stepline.status import table
from tests.stepline.clients import refusal, target
from tests.stepline.test_executions import DEPLOYMENT

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ENDED = {"name": "first", "startDate": START, "status": "SUCCEEDED"}
ENDED["stopDate"] = START + timedelta(seconds=12.34)
RUNNING = {"name": "second", "startDate": START, "status": "RUNNING"}


def shown(endpoint: dict[str, str] | Exception, *rules: dict[str, str]) -> str:
    def describe_endpoint(**_: str) -> dict[str, str]:
        if isinstance(endpoint, Exception):
            raise endpoint
        return endpoint

    by_name: dict[str, Any] = {str(number): rule for number, rule in enumerate(rules)}
    account = target(
        sagemaker=SimpleNamespace(describe_endpoint=describe_endpoint),
        events=SimpleNamespace(
            list_rule_names_by_target=lambda **_: {"RuleNames": list(by_name)},
            describe_rule=lambda **request: by_name[request["Name"]],
        ),
        stepfunctions=SimpleNamespace(list_executions=lambda **_: {"executions": [RUNNING, ENDED]}),
    )
    file = io.StringIO()
    Console(file=file, width=120).print(table(account, DEPLOYMENT))
    return file.getvalue()


SERVES = {"EndpointStatus": "InService", "EndpointConfigName": "ner-1"}


def test_it_says_what_serves_and_which_executions_there_were() -> None:
    said = shown(SERVES)
    assert "endpoint (InService on ner-1)" in said
    running, ended = (line.split() for line in said.splitlines()[-2:])
    assert (running[0], running[-1]) == ("second", "RUNNING")
    assert (ended[0], ended[-3:]) == ("first", ["12.3", "s", "SUCCEEDED"])


def test_schedules_and_events_are_told_with_their_state() -> None:
    said = shown(
        SERVES, {"ScheduleExpression": "rate(1 day)", "State": "ENABLED"}, {"State": "DISABLED"}
    )
    assert "rate(1 day) (ENABLED)" in said
    assert "an event (DISABLED)" in said


def test_an_endpoint_that_is_not_there_yet_is_no_mistake() -> None:
    assert "not created yet" in shown(refusal("ValidationException", 'Could not find endpoint "e"'))


def test_another_refusal_is_told() -> None:
    with pytest.raises(ClientError, match="denied"):
        shown(refusal("AccessDeniedException", "denied"))
