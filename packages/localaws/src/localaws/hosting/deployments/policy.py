"""DeploymentConfig, read and checked: how an update is to go, and what takes it back.

Pure. The bounds are those that the API's reference and the guide's pages on deployment guardrails give;
what a request must have beside its service model is refused here, before anything is started.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from localaws.hosting.variant import Variant
from localaws.sagemaker.errors import validation


class Way(Enum):
    """How requests come to the new fleet."""

    ALL_AT_ONCE = "ALL_AT_ONCE"
    CANARY = "CANARY"
    LINEAR = "LINEAR"
    ROLLING = "ROLLING"


@dataclass(frozen=True)
class Size:
    """A part of a fleet: so many instances, or so many percent of it."""

    value: int
    is_percent: bool

    def instances(self, total: int) -> int:
        """How many of so many instances, at least one."""
        asked = math.ceil(total * self.value / 100) if self.is_percent else self.value
        return max(1, min(asked, total))

    def share(self, total: int) -> float:
        """The part of so many instances; of the requests it is as large."""
        return min(1.0, self.value / 100 if self.is_percent else self.value / total)


_WHOLE = Size(100, is_percent=True)
_BOUNDS = {Way.CANARY: (0, 50), Way.LINEAR: (10, 50), Way.ROLLING: (5, 50)}  # percent
_MEMBERS = {
    Way.CANARY: "CanarySize",
    Way.LINEAR: "LinearStepSize",
    Way.ROLLING: "MaximumBatchSize",
}


@dataclass(frozen=True)
class Policy:
    """How an update is to go. Without a DeploymentConfig it is all at once.

    Attributes:
        size: of the canary, of a linear step or of a batch.
        wait: seconds to bake after each step but the last; rolling, after each batch.
        termination_wait: seconds to bake before the old fleet is stopped.
        timeout: seconds that all of it may take.
        rollback_size: of a batch that comes back when a rolling update is taken back.
        alarms: the names of those that take it back while it bakes.
    """

    way: Way = Way.ALL_AT_ONCE
    size: Size = _WHOLE
    wait: int = 0
    termination_wait: int = 0
    timeout: int | None = None
    rollback_size: Size = _WHOLE
    alarms: tuple[str, ...] = ()

    def beside(self, variant: Variant) -> Variant:
        """What of a variant starts beside the old fleet."""
        if self.way is not Way.ROLLING:
            return variant
        return replace(variant, instances=self.size.instances(variant.instances))


def policy(deployment: Mapping[str, Any]) -> Policy:
    """What a DeploymentConfig says.

    Raises:
        ApiError: it contradicts itself, or a size is missing or out of bounds.
    """
    alarms = deployment.get("AutoRollbackConfiguration", {}).get("Alarms", [])
    names = tuple(alarm["AlarmName"] for alarm in alarms if "AlarmName" in alarm)
    blue_green = deployment.get("BlueGreenUpdatePolicy")
    rolling = deployment.get("RollingUpdatePolicy")
    if blue_green is not None and rolling is not None:
        raise validation(
            "DeploymentConfig must have only one update policy, and it has both a "
            "BlueGreenUpdatePolicy and a RollingUpdatePolicy."
        )
    if rolling is not None:
        read = _rolling(rolling)
    else:
        read = Policy() if blue_green is None else _blue_green(blue_green)
    waits = read.wait + read.termination_wait
    if read.timeout is not None and read.timeout <= waits:
        raise validation(
            f"MaximumExecutionTimeoutInSeconds must be larger than the waiting times, and "
            f"{read.timeout} is not larger than {waits}."
        )
    return replace(read, alarms=names)


def for_change(
    deployment: Mapping[str, Any], old: Sequence[Variant], new: Sequence[Variant]
) -> Policy:
    """The same, of an update of these variants to those.

    Raises:
        ApiError: no such update can go that way.
    """
    read = policy(deployment)
    if read.way is Way.ALL_AT_ONCE:
        return read
    if any(variant.serverless is not None for variant in (*old, *new)):
        return Policy()  # it has no instances that could be moved to by and by
    if not all(variant.instances for variant in (*old, *new)):
        return Policy()  # scaled to nothing: there is no part of the requests to be moved
    if any(variant.instance_type.startswith("ml.inf1.") for variant in (*old, *new)):
        return Policy()  # the guide: all at once instead, and without baking
    if {variant.name for variant in old} != {variant.name for variant in new}:
        raise validation(
            "The new endpoint configuration must have the same variant names as the old one for "
            f"a deployment of the type {read.way.value}."
        )
    if read.way is Way.ROLLING and len(new) > 1:
        raise validation(
            "An endpoint of several variants cannot be updated by RollingUpdatePolicy."
        )
    for variant in new:
        _check_instances(read, variant)
    return read


def _blue_green(given: Mapping[str, Any]) -> Policy:
    routing = given["TrafficRoutingConfiguration"]
    way = Way(routing["Type"])
    return Policy(
        way=way,
        size=_size(way, routing),
        wait=0 if way is Way.ALL_AT_ONCE else routing["WaitIntervalInSeconds"],
        termination_wait=given.get("TerminationWaitInSeconds", 0),
        timeout=given.get("MaximumExecutionTimeoutInSeconds"),
    )


def _rolling(given: Mapping[str, Any]) -> Policy:
    back = given.get("RollbackMaximumBatchSize")
    return Policy(
        way=Way.ROLLING,
        size=_size(Way.ROLLING, given),
        wait=given["WaitIntervalInSeconds"],
        timeout=given.get("MaximumExecutionTimeoutInSeconds"),
        rollback_size=_WHOLE if back is None else _read(back, "RollbackMaximumBatchSize"),
    )


def _size(way: Way, given: Mapping[str, Any]) -> Size:
    if way is Way.ALL_AT_ONCE:
        return _WHOLE
    member = _MEMBERS[way]
    if member not in given:
        raise validation(f"A deployment of the type {way.value} must have a {member}.")
    size = _read(given[member], member)
    least, most = _BOUNDS[way]
    if size.is_percent and not least <= size.value <= most:
        raise validation(
            f"{member} must be {_range(way)} of the variant's instances, and {size.value} % is not."
        )
    return size


def _read(given: Mapping[str, Any], member: str) -> Size:
    size = Size(given["Value"], is_percent=given["Type"] == "CAPACITY_PERCENT")
    if size.is_percent and size.value > 100:
        raise validation(f"{member} must be at most 100 %, and {size.value} % is not.")
    return size


def _check_instances(read: Policy, variant: Variant) -> None:
    """Hold a number of instances against the bounds, which are a part of the variant's own."""
    least, most = _BOUNDS[read.way]
    value, total = read.size.value, variant.instances
    if not read.size.is_percent and not least * total <= 100 * value <= most * total:
        raise validation(
            f"{_MEMBERS[read.way]} must be {_range(read.way)} of the variant's instances, and "
            f"{value} of the {total} of variant {variant.name} is not."
        )


def _range(way: Way) -> str:
    least, most = _BOUNDS[way]
    return f"between {least} % and {most} %" if least else f"at most {most} %"
