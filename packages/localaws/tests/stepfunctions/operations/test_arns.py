"""An ARN says what it is of, or why it is none."""

from __future__ import annotations

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.operations import arns

from .account import STATES

MACHINE = f"{STATES}:stateMachine:Name"


def refused(text: str, *kinds: str) -> str:
    with pytest.raises(Refusal) as caught:
        arns.read(text, *(kinds or (arns.STATE_MACHINE,)))
    assert caught.value.code == "InvalidArn"
    return caught.value.message


def test_a_state_machines_own() -> None:
    arn = arns.of_machine(MACHINE)
    assert (arn.name, arn.qualifier, arn.label) == ("Name", None, None)
    assert arn.machine_arn == MACHINE


def test_a_version_is_a_number_and_an_alias_is_not() -> None:
    version, alias = arns.of_machine(f"{MACHINE}:12"), arns.of_machine(f"{MACHINE}:v12")
    assert (version.is_version, version.is_alias) == (True, False)
    assert (alias.is_version, alias.is_alias) == (False, True)
    assert version.machine_arn == alias.machine_arn == MACHINE


def test_a_distributed_maps_has_its_label() -> None:
    arn = arns.of_machine(f"{MACHINE}/Label")
    assert (arn.name, arn.label, arn.machine_arn) == ("Name", "Label", MACHINE)


def test_who_owns_it() -> None:
    arn = arns.of_machine(MACHINE)
    assert arns.Caller("123456789012", "us-east-1").owns(arn)
    assert not arns.Caller("123456789012", "eu-west-1").owns(arn)
    assert not arns.Caller("999999999999", "us-east-1").owns(arn)


def test_what_is_none() -> None:
    assert refused("not_a_valid_arn") == "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'"
    assert refused("arn:aws:states") == "Invalid Arn: 'Invalid ARN format: arn:aws:states'"
    assert "Service not valid" in refused("arn:aws:s3:us-east-1:123456789012:stateMachine:x")
    assert "Invalid ARN resource" in refused(f"{MACHINE}:1:2")
    assert "Invalid ARN resource" in refused(f"{STATES}:stateMachine:")


def test_what_is_of_something_else() -> None:
    express = f"{STATES}:express:Name:execution:run"
    assert refused(express, arns.EXECUTION) == (
        "Invalid Arn: 'Resource type not valid in this context: express'"
    )
    assert arns.read(express, arns.EXPRESS_EXECUTION).parts == ("Name", "execution", "run")


@pytest.mark.parametrize("qualifier", [":1", ":PROD", "/Label"])
def test_what_is_done_to_the_whole_wants_its_own_arn(qualifier: str) -> None:
    with pytest.raises(Refusal, match="ValidationException"):
        arns.unqualified(MACHINE + qualifier)
