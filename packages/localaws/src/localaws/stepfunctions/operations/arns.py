"""The ARNs of Step Functions: made, and read back from requests.

``stateMachine:Name``, ``…:Name:3`` (a version), ``…:Name:PROD`` (an alias), ``…:Name/Label`` (a distributed
Map), ``execution:Name:execution``, ``express:Name:execution:run``, ``activity:Name``, ``mapRun:Name/Label:run``.
"""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.operations import errors

STATE_MACHINE, ACTIVITY, MAP_RUN = "stateMachine", "activity", "mapRun"
EXECUTION, EXPRESS_EXECUTION = "execution", "express"
_PARTS = {
    STATE_MACHINE: (1, 2),
    ACTIVITY: (1,),
    MAP_RUN: (2,),
    EXECUTION: (2,),
    EXPRESS_EXECUTION: (3,),
}


@dataclass(frozen=True)
class Caller:
    """Whose request it is."""

    account: str
    region: str

    def arn(self, kind: str, *parts: str) -> str:
        return ":".join(["arn", "aws", "states", self.region, self.account, kind, *parts])

    def owns(self, arn: Arn) -> bool:
        return (arn.account, arn.region) == (self.account, self.region)


@dataclass(frozen=True)
class Arn:
    """``parts`` are what follows the kind: ``("Name", "3")``."""

    text: str
    region: str
    account: str
    kind: str
    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        """Of the state machine, or of the activity."""
        return self.parts[0].partition("/")[0]

    @property
    def label(self) -> str | None:
        """Of the distributed Map, where it names one."""
        return self.parts[0].partition("/")[2] or None

    @property
    def qualifier(self) -> str | None:
        """Of a state machine's ARN: the version's number or the alias's name."""
        return self.parts[1] if self.kind == STATE_MACHINE and len(self.parts) > 1 else None

    @property
    def is_version(self) -> bool:
        """No alias's name is all digits."""
        return self.qualifier is not None and self.qualifier.isdigit()

    @property
    def is_alias(self) -> bool:
        return self.qualifier is not None and not self.qualifier.isdigit()

    @property
    def machine_arn(self) -> str:
        """Of a state machine's ARN: without version, alias and label."""
        return self.text.partition(":stateMachine:")[0] + f":stateMachine:{self.name}"


def read(text: str, *kinds: str) -> Arn:
    """The ARN, if it is one of something of these kinds.

    Raises:
        Refusal: it is not.
    """
    head = text.split(":", 5)
    if head[0] != "arn":
        raise errors.invalid_arn(f"Invalid ARN prefix: {text}")
    if len(head) < 6 or not head[5]:
        raise errors.invalid_arn(f"Invalid ARN format: {text}")
    _, _, service, region, account, resource = head
    if service != "states":
        raise errors.invalid_arn(f"Service not valid in this context: {service}")
    kind, *parts = resource.split(":")
    if kind not in kinds:
        raise errors.invalid_arn(f"Resource type not valid in this context: {kind}")
    if len(parts) not in _PARTS[kind] or not all(parts):
        raise errors.invalid_arn(f"Invalid ARN resource: {resource}")
    return Arn(text, region, account, kind, tuple(parts))


def of_machine(text: str) -> Arn:
    """A state machine's ARN, perhaps that of a version, an alias or a distributed Map."""
    return read(text, STATE_MACHINE)


def unqualified(text: str) -> Arn:
    """A state machine's own ARN, for what is done to the whole of it."""
    arn = of_machine(text)
    if arn.qualifier or arn.label:
        raise errors.validation(
            f"Expected an unqualified state machine ARN, but received a qualified one: {text}"
        )
    return arn
