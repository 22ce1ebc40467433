"""State machines, which a role has to start."""

from __future__ import annotations

import json
from collections.abc import Callable

from localaws.events import roles
from localaws.events.failure import INVALID_JSON, DeliveryFailed
from localaws.events.parcel import Parcel

# State machine ARN, execution name, input. What it raises says why nothing was started.
StartExecution = Callable[[str, str, str], None]


def take(parcel: Parcel, start: StartExecution) -> None:
    """Start an execution; raises what says why none was started."""
    roles.check(parcel)
    try:
        json.loads(parcel.text)
    except ValueError as error:
        raise DeliveryFailed(INVALID_JSON, f"the input is not JSON: {parcel.text[:200]}") from error
    start(str(parcel.target["Arn"]), parcel.execution, parcel.text)
