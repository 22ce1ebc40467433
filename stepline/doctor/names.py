"""Names that the template gives: legal in length, and not taken by what is not the stack's.

CloudFormation does not take over what is there already: a resource of that name ends the deployment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from stepline.doctor.case import Case, Identity
from stepline.doctor.cloud_assembly import CloudAssembly
from stepline.doctor.finding import Finding, ok, problem
from stepline.doctor.left import found as found_left

CHECK = "names"
LONGEST_STACK = 128


@dataclass(frozen=True)
class Named:
    """A resource type whose names are the account's: of what length, who looks it up, what deletes it."""

    kind: str
    member: str
    noun: str
    longest: int
    look: Callable[[Case, str], bool]
    delete: Callable[[str, Identity], str]


def _log_group(case: Case, name: str) -> bool:
    found = case.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return any(group["logGroupName"] == name for group in found)


def _state_machine(case: Case, name: str) -> bool:
    client = case.client("stepfunctions")
    return _there(client.describe_state_machine, stateMachineArn=_machine(name, case.who(), client))


def _rule(case: Case, name: str) -> bool:
    return _there(case.client("events").describe_rule, Name=name)


def _there(describe: Callable[..., Any], **request: str) -> bool:
    try:
        describe(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] in (
            "StateMachineDoesNotExist",
            "ResourceNotFoundException",
        ):
            return False
        raise
    return True


def _machine(name: str, who: Identity, client: Any = None) -> str:
    partition = client.meta.partition if client is not None else "aws"
    return f"arn:{partition}:states:{who.region}:{who.account}:stateMachine:{name}"


NAMED = (
    Named(
        *("AWS::Logs::LogGroup", "LogGroupName", "log group", 512, _log_group),
        lambda name, _: f"aws logs delete-log-group --log-group-name {name}",
    ),
    Named(
        *("AWS::StepFunctions::StateMachine", "StateMachineName", "state machine", 80),
        _state_machine,
        lambda name, who: (
            f"aws stepfunctions delete-state-machine --state-machine-arn {_machine(name, who)}"
        ),
    ),
    Named(
        *("AWS::Events::Rule", "Name", "rule", 64, _rule),
        lambda name, _: (
            f"aws events remove-targets --rule {name} --ids StateMachine && "
            f"aws events delete-rule --name {name}"
        ),
    ),
)


def check(case: Case) -> Iterator[Finding]:
    assembly, who = case.made(), case.who()
    found = list(too_long(assembly))
    own = _own(case)
    names = [(named, name) for named in NAMED for name in assembly.named(named.kind, named.member)]
    for named, name in names:
        if not belongs(name, own) and named.look(case, name):
            found.append(taken(named, name, case.stack, who))
    yield from found or [ok(CHECK, f"{len(names)} are given, and free or the stack's")]


def too_long(assembly: CloudAssembly) -> Iterator[Finding]:
    lengths = [("stack", assembly.stack, LONGEST_STACK)]
    lengths += [
        (each.noun, name, each.longest)
        for each in NAMED
        for name in assembly.named(each.kind, each.member)
    ]
    for noun, name, longest in lengths:
        if len(name) > longest:
            found = f"the name of the {noun} {name} has {len(name)} characters"
            yield problem(CHECK, found, f"{longest} at most")


def belongs(name: str, physical_ids: Collection[str]) -> bool:
    """Physical ids are names, or ARNs that end with them."""
    return any(each == name or each.endswith(f":{name}") for each in physical_ids)


def taken(named: Named, name: str, stack: str, who: Identity) -> Finding:
    return problem(
        CHECK,
        f"there is a {named.noun} {name} that is not the stack's",
        f"a free name: {stack} cannot be made beside it",
        named.delete(name, who),
    )


def _own(case: Case) -> set[str]:
    """The physical ids of what the stack has made, or takes over when it is made."""
    left = found_left(case)
    if left is not None and left.log_group:
        return {left.log_group}
    try:
        found = case.client("cloudformation").describe_stack_resources(StackName=case.stack)
    except ClientError as error:
        if "does not exist" in str(error):
            return set()
        raise
    return {resource.get("PhysicalResourceId", "") for resource in found["StackResources"]}
