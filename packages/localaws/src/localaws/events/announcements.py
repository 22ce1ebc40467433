"""Puts the state changes of SageMaker on the default event bus, as AWS does."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

from moto.events.models import events_backends

from localaws.sagemaker import state_change
from localaws.sagemaker.service import SageMaker

_DETAIL_TYPES = {
    "training": ("SageMaker Training Job State Change", "TrainingJobArn"),
    "processing": ("SageMaker Processing Job State Change", "ProcessingJobArn"),
    "endpoint": ("SageMaker Endpoint State Change", "EndpointArn"),
}


def announce(service: SageMaker) -> None:
    """Announce every state change of this service's jobs and endpoints: a part for SageMakers."""

    def tell(kind: str, name: str, describe: dict[str, Any]) -> None:
        detail_type, arn = _DETAIL_TYPES[kind]
        detail = detail_of(kind, describe, service.tags.of(describe[arn]))
        send(service.account, service.region, detail_type, describe[arn], detail)

    service.on_state_change(tell)


def detail_of(kind: str, describe: dict[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
    """An event's detail. An endpoint's status is written IN_SERVICE there; a job's as described."""
    detail = state_change.detail(describe, tags)
    if kind == "endpoint":
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", describe["EndpointStatus"])
        detail["EndpointStatus"] = words.upper()
    return detail


def send(account: str, region: str, detail_type: str, arn: str, detail: dict[str, Any]) -> None:
    """Send an event of SageMaker's to the rules of the default bus."""
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": "aws.sagemaker",
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
