"""A name that somebody else's resource has stops a deployment before it begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.doctor.case import Case
from stepline.doctor.cloud_assembly import CloudAssembly
from stepline.doctor.finding import State
from stepline.doctor.names import NAMED, belongs, check, taken, too_long

from .conftest import ACCOUNT, WHO, assembly

DEFINITION = '{"StartAt": "S", "States": {"S": {"Type": "Succeed"}}}'


def named(name: str) -> CloudAssembly:
    """A template that gives that name to one resource of each type."""
    resources = {
        str(number): {"Type": each.kind, "Properties": {each.member: name}}
        for number, each in enumerate(NAMED)
    }
    return assembly(resources=resources)


def test_a_free_name_is_fine(case: Callable[..., Case]) -> None:
    (found,) = check(case(named("free")))
    assert (found.state, found.found) == (State.OK, "3 are given, and free or the stack's")


def test_names_of_what_is_not_the_stacks_are_problems(
    case: Callable[..., Case], aws: EmbeddedAWS, role: str
) -> None:
    aws.client("logs").create_log_group(logGroupName="taken")
    aws.client("events").put_rule(Name="taken", ScheduleExpression="rate(1 day)")
    aws.client("stepfunctions").create_state_machine(
        name="taken", definition=DEFINITION, roleArn=role
    )
    found = list(check(case(named("taken"))))
    assert [each.state for each in found] == [State.PROBLEM] * 3
    assert {each.found for each in found} == {
        f"there is a {noun} taken that is not the stack's"
        for noun in ("log group", "rule", "state machine")
    }


def test_a_log_group_that_the_deployment_takes_over_is_no_problem(
    case: Callable[..., Case], aws: EmbeddedAWS
) -> None:
    group = "/aws/vendedlogs/states/stepline-ner-late"
    aws.client("logs").create_log_group(logGroupName=group)
    resources = {"Logs": {"Type": NAMED[0].kind, "Properties": {NAMED[0].member: group}}}
    (found,) = check(case(assembly(resources=resources), stage="late"))
    assert found.state is State.OK


def test_a_longer_name_that_begins_alike_is_another(
    case: Callable[..., Case], aws: EmbeddedAWS
) -> None:
    aws.client("logs").create_log_group(logGroupName="begins-alike")
    (found,) = check(case(named("begins")))
    assert found.state is State.OK


def test_what_the_stack_has_made_is_its_own() -> None:
    machine = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:mine"
    assert belongs("mine", {machine})
    assert belongs("/a/group", {"/a/group"})
    assert not belongs("mine", {"arn:aws:states:us-east-1:1:stateMachine:not-mine", ""})


@pytest.mark.parametrize("each", NAMED, ids=lambda each: each.noun)
def test_what_frees_a_name_is_a_command(each: object) -> None:
    (named,) = [one for one in NAMED if one is each]
    mend = taken(named, "mine", "stepline-ner-dev", WHO).mend
    assert mend.startswith("aws ")
    assert "mine" in mend


def test_a_name_that_is_too_long_is_counted() -> None:
    (stack,) = too_long(assembly(stack="s" * 129))
    assert "129 characters" in stack.found
    found = list(too_long(named("n" * 81)))
    assert {each.expected for each in found} == {"80 at most", "64 at most"}
    assert not list(too_long(named("n" * 64)))
