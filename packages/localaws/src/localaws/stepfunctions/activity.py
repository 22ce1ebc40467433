"""An activity: a queue of tasks under a name, for workers that ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Activity:
    """``created`` is in seconds since 1970; ``encryption`` as the API has it."""

    arn: str
    name: str
    created: float
    encryption: Mapping[str, Any]
