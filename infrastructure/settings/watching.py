"""When somebody is to be told that executions or the endpoint are not as they should be."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from infrastructure.settings.part import Part

Share = Annotated[float, Field(gt=0, le=1)]
Milliseconds = Annotated[int, Field(ge=1, le=60_000)]
DaysBack = Annotated[int, Field(ge=1, le=80)]
"""Step Functions remembers an execution for 90 days."""
Hours = Annotated[int, Field(ge=1, le=24 * 7)]


class Alarms(Part):
    """The alarms of a stack, each of which sends a message. None: there is no such alarm."""

    enabled: bool = True
    overlong_hours: Hours | None = None
    """How long an execution may run; the alarm rings while it does."""
    error_share: Share = 0.05
    """Of the endpoint's invocations, that may fail by the model's or the server's fault."""
    latency_milliseconds: Milliseconds = 5000
    """Of the model's answers, the 99th percentile."""
    days_without_success: DaysBack | None = None
    """How long the pipeline may be without a successful execution, its first days included."""
