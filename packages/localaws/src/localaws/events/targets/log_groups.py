"""Log groups: each event in a stream of its own.

With an input transformer the template says ``{"timestamp": …, "message": …}``; without one the message is
the event. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from moto.logs.models import logs_backends

from localaws.clock import Clock
from localaws.events.failure import INVALID_JSON, DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.this_aws.arn import parse


def take(parcel: Parcel, clock: Clock) -> None:
    """Write a log event; raises what CloudWatch Logs raises."""
    arn = parse(str(parcel.target["Arn"]))
    group = arn.resource.removeprefix("log-group:").removesuffix(":*")
    stream, backend = str(uuid.uuid4()), logs_backends[arn.account][arn.region]
    written = {"timestamp": int(clock.seconds() * 1000), "message": parcel.text}
    if "InputTransformer" in parcel.target:
        written |= _transformed(parcel.text)
    backend.create_log_stream(group, stream)
    backend.put_log_events(group, stream, [written])


def _transformed(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        message = told["message"]
        moment = {"timestamp": int(told["timestamp"])} if _is_number(told.get("timestamp")) else {}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DeliveryFailed(
            INVALID_JSON,
            'the input template of a log group must make {"timestamp": ..., "message": ...}',
        ) from error
    return moment | {"message": message if isinstance(message, str) else json.dumps(message)}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
