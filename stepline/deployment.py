"""What is deployed of a pipeline on a target: its stack, read back from CloudFormation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from stepline import advice, catalog
from stepline.errors import UserError
from stepline.target import Target

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef


@dataclass(frozen=True)
class Deployment:
    """A pipeline's stack, as its CloudFormation outputs describe it."""

    pipeline: str
    stage: str
    stack: str
    status: str
    state_machine: str
    bucket: str
    endpoint: str
    data: str
    pretrained: str | None
    corpus: str | None = None  # what a transform job reads, where the deployed variant has one
    table: str | None = None  # what lists the runs; None: of a stack from before there was one


def stack_name(pipeline: str, stage: str) -> str:
    return f"stepline-{pipeline}-{stage}"


def describe_stack(target: Target, name: str) -> StackTypeDef | None:
    """The stack, or None where there is none by that name.

    Raises:
        UserError: AWS cannot be reached, or refuses.
    """
    try:
        stacks = target.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
        return stacks[0] if stacks else None
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise UserError(f"{target} refused to describe the stack {name}: {error}") from error
    except BotoCoreError as error:
        raise UserError(
            f"{target} cannot be reached: {error}. "
            "Start the embedded AWS with `stepline up`, or set AWS_PROFILE for your account."
        ) from error


def find(target: Target, pipeline: str, stage: str) -> Deployment:
    """The deployment of a pipeline.

    Raises:
        UserError: it is not deployed, or its stack is not whole; where there is no pipeline of that
            name at all, which there are.
    """
    name = stack_name(pipeline, stage)
    try:
        stack = describe_stack(target, name)
    except UserError as error:
        raise _never_described(pipeline) or error from error
    if stack is None:
        raise _never_described(pipeline) or UserError(
            f"There is no stack {name} on {target}. Deploy it: "
            f"`{advice.command('deploy', pipeline, stage)}`."
        )
    outputs = {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}
    try:
        return Deployment(
            pipeline=pipeline,
            stage=stage,
            stack=name,
            status=stack["StackStatus"],
            state_machine=outputs["StateMachineArn"],
            bucket=outputs["BucketName"],
            endpoint=outputs["EndpointName"],
            data=outputs["DataPrefix"],
            pretrained=outputs.get("PretrainedPrefix"),
            corpus=outputs.get("CorpusPrefix"),
            table=outputs.get("TableName"),
        )
    except KeyError as missing:
        raise UserError(
            f"The stack {name} is in status {stack['StackStatus']} and has no output {missing}. "
            f"Deploy it again: `{advice.command('deploy', pipeline, stage)}`."
        ) from missing


def _never_described(pipeline: str) -> UserError | None:
    """What to say of a name that is no pipeline's. Asked only of what is not deployed: a stack may
    outlive the module that described it."""
    try:
        known = catalog.read()
    except UserError:
        return None  # that it is not deployed is then what is known
    return UserError(known.unknown(pipeline)) if pipeline not in known.names else None
