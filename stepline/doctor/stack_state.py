"""The stack itself: whether it is in a state in which the CDK CLI can deploy it.

Source: the CDK CLI's own handling of stacks that it finds (`performDeployment`): it deletes one whose
creation was rolled back, and wants a rollback of one that is stuck.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, ok, problem, warning

CHECK = "stack"
ROLLED_BACK = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}
STUCK = {"CREATE_FAILED", "UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED"}
NOT_YET = {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"}


def check(case: Case) -> Iterator[Finding]:
    stack = find(case, case.stack)
    yield deployable(case.stack, stack["StackStatus"] if stack else None)


def deployable(name: str, status: str | None) -> Finding:
    expected = "a stack that can be deployed to, or none"
    named = f"--stack-name {name}"
    if status is None or status in NOT_YET:
        return ok(CHECK, f"{name} is not there yet")
    if status in ROLLED_BACK:
        found = f"{name} is {status}: the CDK CLI will delete it first"
        return warning(CHECK, found, mend=f"aws cloudformation describe-stack-events {named}")
    if status in STUCK:
        return problem(CHECK, f"{name} is {status}", expected, f"cdk rollback {name}")
    if status == "DELETE_FAILED":
        mend = f"aws cloudformation delete-stack {named}"
        return problem(CHECK, f"{name} is {status}", expected, mend)
    if status.endswith("_IN_PROGRESS"):
        mend = f"aws cloudformation describe-stacks {named} --query 'Stacks[0].StackStatus'"
        return problem(CHECK, f"{name} is {status}", "nobody else at work on it: wait", mend)
    return ok(CHECK, f"{name} is {status}, and will be updated")


def find(case: Case, name: str) -> dict[str, Any] | None:
    try:
        stacks = case.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return dict(stacks[0]) if stacks else None
