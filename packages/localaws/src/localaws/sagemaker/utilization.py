"""What an instance is used to, in percent: worked out of what was read of its containers. Pure.

As the guide has it (monitoring-cloudwatch.md in awsdocs/amazon-sagemaker-developer-guide), the percentages
of the cores are added up, and those of memory and disk are of what the instance has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from localaws.runtime.protocol import Usage


@dataclass
class Readings:
    """What was read of an instance's containers since it was last published.

    Attributes:
        cpu_seconds: what they have had of them since; None where nobody can tell.
        memory: the bytes that they had together, at each reading.
    """

    cpu_seconds: float | None = None
    memory: list[int] = field(default_factory=list)
    _counted: dict[Any, float] = field(default_factory=dict)  # of each container, ever

    def read(self, used: Mapping[Any, Usage], gone: Collection[Any] = ()) -> None:
        """Take in what containers use now; those that are ``gone`` are read no more."""
        for container, usage in used.items():
            before = self._counted.get(container, 0.0)
            self._counted[container] = max(before, usage.cpu_seconds)
            self.cpu_seconds = (self.cpu_seconds or 0.0) + self._counted[container] - before
        held = [usage.memory for usage in used.values() if usage.memory is not None]
        if held:
            self.memory.append(sum(held))
        for container in gone:
            self._counted.pop(container, None)

    def begin_anew(self) -> None:
        """It was published."""
        if self.cpu_seconds is not None:
            self.cpu_seconds = 0.0
        self.memory.clear()


def utilization(readings: Readings, seconds: float, memory: int | None) -> dict[str, float]:
    """The metrics that they come to; what is not known has none.

    Args:
        seconds: for how long it was read.
        memory: the bytes that the instance has.
    """
    found = {}
    if readings.cpu_seconds is not None and seconds > 0:
        found["CPUUtilization"] = 100 * readings.cpu_seconds / seconds
    if readings.memory and memory:
        mean = sum(readings.memory) / len(readings.memory)
        found["MemoryUtilization"] = part_of(mean, memory)
    return found


def part_of(used: float, total: float) -> float:
    """A percentage, of what cannot be used beyond itself."""
    return min(100.0, 100 * used / total)
