"""Invoke: what is sent, what is only tried."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from localaws.functions.functions import Call
from localaws.protocols.refusal import Refusal

from .conftest import ACCOUNT, REGION, Api


def test_an_event_is_sent_and_not_waited_for(
    api: Api, greet: dict[str, Any], sent: list[Call]
) -> None:
    context = base64.b64encode(b'{"custom":1}').decode()
    found = api(
        "Invoke",
        FunctionName="greet",
        InvocationType="Event",
        Payload=b"[1]",
        ClientContext=context,
    )
    assert found == {"StatusCode": 202, "ResponseMetadata": {"RequestId": "id"}}
    assert sent == [Call(ACCOUNT, REGION, "greet", b"[1]", None, '{"custom":1}')]
    assert api("InvokeAsync", FunctionName="greet", InvokeArgs=b"2")["Status"] == 202
    assert sent[-1].payload == b"2"


def test_a_dry_run_runs_nothing(api: Api, greet: dict[str, Any]) -> None:
    asked = {"InvocationType": "DryRun"}
    assert api("Invoke", FunctionName="greet", **asked) == {"StatusCode": 204}
    with pytest.raises(Refusal, match="Function not found"):
        api("Invoke", FunctionName="other", **asked)


def test_a_client_context_is_json_in_base64(api: Api, greet: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="Client context must be"):
        api("Invoke", FunctionName="greet", ClientContext="no")
