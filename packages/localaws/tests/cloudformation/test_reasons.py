"""An event gives a service's own sentence, and never Python's words."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from localaws.cloudformation.errors import Refused, TemplateError
from localaws.cloudformation.reasons import reason_of

CLIENT = ClientError({"Error": {"Code": "Taken", "Message": "it is\n  taken"}}, "CreateThing")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Refused("it cannot be"), "it cannot be"),
        (TemplateError("no such name"), "no such name"),
        (CLIENT, "An error occurred (Taken) when calling the CreateThing operation: it is taken"),
        (
            ParamValidationError(report="type: <class 'list'>, valid types: <class 'str'>"),
            "Parameter validation failed: type: list, valid types: str",
        ),
    ],
)
def test_who_speaks_is_heard(error: Exception, reason: str) -> None:
    assert reason_of(error, "AWS::A::B") == reason


@pytest.mark.parametrize("error", [KeyError("Name"), TypeError("NoneType"), Refused("")])
def test_a_defect_is_said_in_our_words(error: Exception) -> None:
    reason = reason_of(error, "AWS::A::B")
    assert reason.startswith("The resource of type AWS::A::B has properties that this embedded AWS")
