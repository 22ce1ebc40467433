"""What rules and schedules reach: one module a kind of target, and ``reached`` that finds the one."""

from localaws.events.targets.reached import Targets

__all__ = ["Targets"]
