"""When an execution starts by itself."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.starts import Markers, Retries, RetryMinutes, TimeZone, WindowMinutes
from infrastructure.values.times import Schedule


class Scheduling(Part):
    """The schedule, and new data. What is not enabled is deployed, and starts nothing."""

    schedule: Schedule = "cron(0 3 * * ? *)"
    schedule_enabled: bool = False
    schedule_time_zone: TimeZone = "UTC"
    schedule_window_minutes: WindowMinutes = 0
    schedule_retries: Retries = 10
    schedule_retry_minutes: RetryMinutes = 60

    new_data_enabled: bool = False
    new_data_markers: Markers = ("_SUCCESS", "manifest.json", "*.manifest")
