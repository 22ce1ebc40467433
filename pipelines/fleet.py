"""The machines of one job or endpoint."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fleet:
    """`instance_count` machines of one `ml.…` type."""

    instance_type: str
    instance_count: int = 1
