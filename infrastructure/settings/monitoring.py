"""When what serves is looked at."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.times import Schedule


class Monitoring(Part):
    """The schedule of the looks, in the schedule's time zone. One that is not enabled is deployed, and starts nothing."""

    schedule: Schedule = "cron(0 5 * * ? *)"
    enabled: bool = False
