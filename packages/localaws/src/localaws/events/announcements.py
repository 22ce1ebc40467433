"""Puts the state changes of services on the default event bus, as AWS does."""

from __future__ import annotations

import time
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
        send(service.account, service.region, change.detail_type, change.arn, detail)

    service.on_state_change(tell)


def send(
    account: str,
    region: str,
    detail_type: str,
    arn: str,
    detail: dict[str, Any],
    source: str = "aws.sagemaker",
) -> None:
    """Send an event of a service's to the rules of the default bus."""
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": account,
        "time": time.time(),
        "region": region,
        "resources": [arn],
        "detail": detail,
        "ingestion-time": time.time(),
    }
    bus = events_backends[account][region].event_buses["default"]
    for rule in list(bus.rules.values()):
        rule.send_to_targets(event)
