"""In which steps requests come to a new fleet, and what is said of each: decided here, taken elsewhere.

The words are those of the examples on the guide's page of events
(https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from localaws.hosting.deployments.policy import Policy, Size, Way

_CAPACITY = {Way.CANARY: "canary capacity", Way.LINEAR: "linear step capacity"}


@dataclass(frozen=True)
class Step:
    """One step towards a new fleet.

    Attributes:
        size: the part of the new fleet that gets requests from here on.
        bake: seconds until the next step.
        bakes_for: the member of DeploymentConfig that says so.
        capacity: what the part is called.
    """

    size: Size
    bake: int
    bakes_for: str
    capacity: str

    @property
    def is_last(self) -> bool:
        return self.size.is_percent and self.size.value == 100

    def activating(self, total: int) -> str:
        """What is said of a variant of so many instances while it comes to get requests."""
        return f"Activating traffic on {self._part(total)}."

    def baking(self, total: int) -> str:
        """What is said of it while it bakes."""
        return (
            f"Baking for {self.bake} seconds ({self.bakes_for}) with traffic enabled on "
            f"{self._part(total)}."
        )

    def _part(self, total: int) -> str:
        return f"{self.capacity} of {self.size.instances(total)} instance(s)"


def steps(policy: Policy, instances: int) -> Iterator[Step]:
    """The steps of an update; ``instances`` has the largest variant."""
    if policy.way is Way.ROLLING:
        yield from _rolling(policy, instances)
        return
    parts = {
        Way.ALL_AT_ONCE: 0,
        Way.CANARY: 1,
        Way.LINEAR: _before_all(policy.size, instances),
    }[policy.way]
    for part in range(1, parts + 1):
        size = Size(part * policy.size.value, policy.size.is_percent)
        yield Step(size, policy.wait, "WaitIntervalInSeconds", _CAPACITY[policy.way])
    yield Step(
        Size(100, is_percent=True),
        policy.termination_wait,
        "TerminationWaitInSeconds",
        "full capacity",
    )


def _rolling(policy: Policy, instances: int) -> Iterator[Step]:
    batch = policy.size.instances(instances)
    for active in range(batch, instances, batch):
        part = Size(active, is_percent=False)
        yield Step(part, policy.wait, "WaitIntervalInSeconds", "batch capacity")
    whole = Size(100, is_percent=True)
    yield Step(whole, policy.wait, "WaitIntervalInSeconds", "full capacity")


def _before_all(size: Size, instances: int) -> int:
    """After how many equal parts only all is left."""
    whole = 100 if size.is_percent else instances
    return math.ceil(whole / size.value) - 1
