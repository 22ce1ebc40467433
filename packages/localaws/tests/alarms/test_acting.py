"""Functions among an alarm's actions; topics and events are seen on a server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.alarms import acting
from localaws.alarms.acting import Acting
from localaws.alarms.alarm import Actions, State, StateRecord, unchecked
from localaws.alarms.state_change import HistoryItem, StateChange
from localaws.protocols.refusal import Refusal

from .made import alarm, at

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:page:live"
BELL = alarm(actions=Actions(alarm=(FUNCTION,)))
RUNG = StateRecord(State.ALARM, "Because.", None, at("2024-03-16 12:16:45"))
CHANGE = StateChange(BELL, unchecked(at("2024-03-16 12:00:00")), RUNG)


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "send", lambda *_: None)


def test_a_function_is_invoked_for_the_alarm() -> None:
    invoked: list[Any] = []

    def invoke(arn: str, payload: bytes, *, principal: str, source: str) -> None:
        invoked.append((arn, json.loads(payload), principal, source))

    history: list[HistoryItem] = []
    Acting(invoke).state_changed(CHANGE, history.append)
    ((arn, event, principal, source),) = invoked
    assert (arn, principal, source) == (
        FUNCTION,
        "lambda.alarms.cloudwatch.amazonaws.com",
        BELL.arn,
    )
    assert (event["source"], event["alarmArn"]) == ("aws.cloudwatch", BELL.arn)
    assert event["alarmData"]["state"]["value"] == "ALARM"
    assert history[0].summary == f"Successfully executed action {FUNCTION}"


def test_what_is_refused_stands_in_the_history() -> None:
    def invoke(arn: str, payload: bytes, *, principal: str, source: str) -> None:
        raise Refusal("AccessDeniedException", "The policy forbids it.", 403)

    history: list[HistoryItem] = []
    Acting(invoke).state_changed(CHANGE, history.append)
    assert "Failed to execute action" in history[0].summary
    assert "The policy forbids it." in history[0].summary
