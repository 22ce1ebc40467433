"""What a Task's ``Resource`` names: a function, an activity, or an action of a service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

# AWS takes any word for region and account here, and looks for the function when the state runs.
_FUNCTION = re.compile(r"arn:[\w-]+:lambda:[\w-]*:[\w-]*:function:[\w$-]+(:[\w$-]+)?")
_ACTIVITY = re.compile(r"arn:[\w-]+:states:[\w-]+:\d{12}:activity:[^\s]+")
_ACTION = re.compile(
    r"arn:[\w-]+:states:(?P<region>[\w-]*):(?P<account>\d*):"
    r"(?:aws-sdk:(?P<sdk>[\w-]+)|(?P<service>[\w-]+)):(?P<action>\w+)"
    r"(?:\.(?P<pattern>sync:2|sync|waitForTaskToken))?"
)


class Pattern(Enum):
    """How long a task waits."""

    REQUEST_RESPONSE = ""
    SYNC = "sync"
    SYNC_2 = "sync:2"
    TASK_TOKEN = "waitForTaskToken"


@dataclass(frozen=True)
class Function:
    """A Lambda function by its ARN."""

    arn: str


@dataclass(frozen=True)
class Activity:
    arn: str


@dataclass(frozen=True)
class Action:
    """``arn:aws:states:::sagemaker:createTrainingJob.sync``.

    Attributes:
        service: ``sagemaker``, or botocore-like name of an SDK integration's service.
        action: ``createTrainingJob``.
        is_sdk: it is an ``aws-sdk`` integration, any operation of the service.
    """

    arn: str
    service: str
    action: str
    pattern: Pattern
    is_sdk: bool

    @property
    def resource_type(self) -> str:
        """As events have it: ``sagemaker``, ``aws-sdk:s3``."""
        return f"aws-sdk:{self.service}" if self.is_sdk else self.service

    @property
    def resource(self) -> str:
        """As events have it: ``createTrainingJob.sync``."""
        return self.action + (f".{self.pattern.value}" if self.pattern.value else "")


Resource = Function | Activity | Action


def not_recognised(arn: str) -> str:
    """AWS's sentence for an ARN that names nothing that a task can do."""
    return (
        f"The resource provided {arn} is not recognized. The value is not a valid resource ARN, or "
        "the resource is not available in this region."
    )


def too_long_for_express(resource: Resource) -> str | None:
    """Express machines end within minutes, and so wait for nobody. AWS's words, its space included."""
    if isinstance(resource, Activity):
        return "Express state machine does not support Activity ARN"
    if isinstance(resource, Action) and resource.pattern is not Pattern.REQUEST_RESPONSE:
        pattern = resource.pattern.value.removesuffix(":2")
        return f"Express state machine does not support '.{pattern}' service integration "
    return None


def read(arn: str) -> Resource | None:
    """What the ARN names; None where it names nothing that a task can do."""
    if _FUNCTION.fullmatch(arn):
        return Function(arn)
    if _ACTIVITY.fullmatch(arn):
        return Activity(arn)
    found = _ACTION.fullmatch(arn)
    if found is None:
        return None
    return Action(
        arn,
        found["sdk"] or found["service"],
        found["action"],
        Pattern(found["pattern"] or ""),
        is_sdk=found["sdk"] is not None,
    )
