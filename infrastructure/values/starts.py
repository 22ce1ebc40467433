"""What starts an execution, and how it is tried."""

from __future__ import annotations

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from infrastructure.values.text import listed, shape

_OF_A_MACHINE = {"localtime", "Factory"}
"""What a machine's folder of time zones has beside them, and Scheduler has not."""


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones() - _OF_A_MACHINE)


def _time_zone(value: str) -> str:
    if value not in _time_zones():
        raise ValueError("it is a time zone of the IANA's list such as Europe/Berlin")
    return value


TimeZone = Annotated[str, AfterValidator(_time_zone)]

# What EventBridge Scheduler admits. A window of 0 minutes is none.
WindowMinutes = Annotated[int, Field(ge=0, le=1440)]
Retries = Annotated[int, Field(ge=0, le=185)]
RetryMinutes = Annotated[int, Field(ge=1, le=1440)]

Marker = Annotated[
    str,
    shape(
        r"\*?[A-Za-z0-9._-]+(\*[A-Za-z0-9._-]+)*\*?",
        "the last part of a key such as _SUCCESS, in which * stands for anything",
    ),
]
Markers = Annotated[tuple[Marker, ...], BeforeValidator(listed), Field(min_length=1, max_length=10)]
