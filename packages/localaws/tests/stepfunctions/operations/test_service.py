"""Every operation of the API is done, and offered."""

from __future__ import annotations

from typing import Any

import botocore.session

from localaws.offer.catalogue import offered

from .account import Account

ELSEWHERE = {"TestState"}
"""Made in ``test_state/``, and handed to the service."""


def test_what_is_offered_is_what_the_service_does(account: Account) -> None:
    listed = offered().services["stepfunctions"]
    assert {*listed.does, *listed.records} == {*account.service.operations, *ELSEWHERE}


def test_that_is_the_whole_api(account: Account) -> None:
    model = botocore.session.get_session().get_service_model("stepfunctions")
    assert set(model.operation_names) == {*account.service.operations, *ELSEWHERE}


def test_null_is_as_if_it_was_not_there(account: Account) -> None:
    nothing: dict[str, Any] = {"loggingConfiguration": {"level": None}, "tags": None, "type": None}
    arn = account.machine(**nothing)
    described = account.call("DescribeStateMachine", stateMachineArn=arn, includedData=None)
    assert (described["type"], described["loggingConfiguration"]["level"]) == ("STANDARD", "OFF")
    refused = account.refused("UpdateStateMachine", stateMachineArn=arn, roleArn=None)
    assert refused.startswith("MissingRequiredParameter")
