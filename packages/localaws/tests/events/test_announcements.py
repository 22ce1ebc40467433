"""What EventBridge hears of a change of SageMaker's."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from localaws.events import announcements
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.service import SageMaker
from localaws.sagemaker.state_change import StateChange

from .conftest import ACCOUNT, REGION


def test_a_change_is_sent_with_its_tags_as_whoever_keeps_the_resource_has_worded_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(announcements, "send", lambda *event: sent.append(event))
    service = SageMaker(ServerContext(ACCOUNT, Path(), None, ""), REGION)  # type: ignore[arg-type]
    service.tags.add("arn:a", [{"Key": "stage", "Value": "dev"}])
    announcements.announce(service)
    described = {"Status": "Done", "At": datetime(2026, 1, 1, tzinfo=UTC)}
    service.announce(StateChange("A Thing State Change", "arn:a", described))
    detail = {"Status": "Done", "At": 1767225600000, "Tags": {"stage": "dev"}}
    assert [event[:-1] for event in sent] == [
        (ACCOUNT, REGION, "A Thing State Change", "arn:a", detail)
    ]
    assert sent[0][-1] == pytest.approx(time.time(), abs=60)
