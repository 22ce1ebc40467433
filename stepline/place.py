"""Which AWS a command talks to, and what is deployed there.

The standard variables and profiles of boto3 decide. Where none is set and an embedded AWS was
started from this folder (``stepline up``), it is that one. Starting it is left to ``embedded``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stepline import embedded
from stepline.errors import UserError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

# Any of these says that the user has chosen an AWS already.
CHOSEN = ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_CONTAINER_CREDENTIALS_URI")


@dataclass(frozen=True)
class Place:
    """An AWS: ``environment`` is what programs that are started for it need beside our own."""

    environment: dict[str, str]
    embedded: bool

    def client(self, service: str) -> Any:
        """A boto3 client. Region, credentials and endpoint are boto3's own affair."""
        session = boto3.Session(
            aws_access_key_id=self.environment.get("AWS_ACCESS_KEY_ID"),
            aws_secret_access_key=self.environment.get("AWS_SECRET_ACCESS_KEY"),
            # AWS_REGION is every other SDK's variable; boto3 reads AWS_DEFAULT_REGION only.
            region_name=self.environment.get("AWS_REGION") or os.environ.get("AWS_REGION"),
        )
        if session.region_name is None:
            raise UserError(
                "No embedded AWS runs here, and no AWS region is set. Start the embedded AWS with "
                "`stepline up`, or choose an account with AWS_PROFILE and AWS_REGION."
            )
        return session.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.environment.get("AWS_ENDPOINT_URL"),
            # An endpoint may take its full minute to answer.
            # The embedded AWS is on this machine, where no proxy leads.
            config=Config(
                retries={"mode": "standard"},
                read_timeout=70,
                proxies={} if self.embedded else None,
            ),
        )

    def __str__(self) -> str:
        if self.embedded:
            return f"the embedded AWS at {self.environment['AWS_ENDPOINT_URL']}"
        return (
            f"AWS at {os.environ['AWS_ENDPOINT_URL']}"
            if "AWS_ENDPOINT_URL" in os.environ
            else "AWS"
        )


def current() -> Place:
    """The AWS that this shell means (see the module's docstring)."""
    chosen = any(name in os.environ for name in CHOSEN)
    if chosen and "AWS_ENDPOINT_URL" not in os.environ:
        return Place(environment={}, embedded=False)  # however it stands with the embedded AWS
    server = embedded.running()
    if server and (not chosen or os.environ.get("AWS_ENDPOINT_URL") == server.endpoint):
        return Place(environment=server.environment, embedded=True)
    return Place(environment={}, embedded=False)


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


def stack_name(pipeline: str, stage: str) -> str:
    return f"stepline-{pipeline}-{stage}"


def describe_stack(place: Place, name: str) -> StackTypeDef | None:
    """The stack, or None where there is none by that name.

    Raises:
        UserError: AWS cannot be reached, or refuses.
    """
    try:
        stacks = place.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
        return stacks[0] if stacks else None
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise UserError(f"{place} refused to describe the stack {name}: {error}") from error
    except BotoCoreError as error:
        raise UserError(
            f"{place} cannot be reached: {error}. "
            "Start the embedded AWS with `stepline up`, or set AWS_PROFILE for your account."
        ) from error


def find(place: Place, pipeline: str, stage: str) -> Deployment:
    """The deployment of a pipeline.

    Raises:
        UserError: it is not deployed, or its stack is not whole.
    """
    name = stack_name(pipeline, stage)
    stack = describe_stack(place, name)
    if stack is None:
        raise UserError(
            f"There is no stack {name} on {place}. Deploy it: `stepline deploy {pipeline}`."
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
        )
    except KeyError as missing:
        raise UserError(
            f"The stack {name} is in status {stack['StackStatus']} and has no output {missing}. "
            f"Deploy it again: `stepline deploy {pipeline}`."
        ) from missing
