"""Numbers of a release: parts of the traffic, waits, and what an alarm rings at."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, FiniteFloat

from infrastructure.values.text import shape
from pipelines.policy import LONGEST_WAIT, TRAFFIC

TrafficName = Annotated[str, shape("|".join(TRAFFIC), f"one of {', '.join(TRAFFIC)}")]
Percent = Annotated[int, Field(ge=0, le=100)]
Wait = Annotated[int, Field(ge=0, le=LONGEST_WAIT)]
Share = Annotated[FiniteFloat, Field(gt=0, lt=1)]
Milliseconds = Annotated[int, Field(ge=1, le=60_000)]
Invocations = Annotated[FiniteFloat, Field(gt=0)]
