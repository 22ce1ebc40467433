"""Puts the state changes of services on the default event bus, as AWS does."""

from __future__ import annotations

import uuid
from typing import Any

from moto.events.models import events_backends

from localaws.sagemaker import state_change
from localaws.sagemaker.service import SageMaker
from localaws.sagemaker.state_change import StateChange


def announce(service: SageMaker) -> None:
    """Announce every state change of this service's resources: a part for ``SageMakers``."""

    def tell(change: StateChange) -> None:
        detail = state_change.detail(change.described, service.tags.of(change.arn))
        now = service.context.clock.seconds()
        send(service.account, service.region, change.detail_type, change.arn, detail, now)

    service.on_state_change(tell)


def send(
    account: str,
    region: str,
    detail_type: str,
    arn: str,
    detail: dict[str, Any],
    moment: float,
    source: str = "aws.sagemaker",
) -> None:
    """Send an event of a service's, of a moment in seconds since 1970, to the default bus's rules."""
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": account,
        "time": moment,
        "region": region,
        "resources": [arn],
        "detail": detail,
        "ingestion-time": moment,
    }
    bus = events_backends[account][region].event_buses["default"]
    for rule in list(bus.rules.values()):
        rule.send_to_targets(event)
