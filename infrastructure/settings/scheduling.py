"""When an execution starts by itself."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.times import Schedule


class Scheduling(Part):
    """The schedule."""

    schedule: Schedule = "rate(1 day)"
    schedule_enabled: bool = False
