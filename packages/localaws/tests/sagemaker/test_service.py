"""SageMaker.call: the one way in."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMaker, SageMakers
from localaws.sagemaker.state_change import StateChange

from ..jobs.conftest import Bench


def refusal(service: SageMaker, operation: str, **parameters: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        service.call(operation, parameters)
    return caught.value


def test_an_operation_that_is_not_done_here_is_refused_by_name(bench: Bench) -> None:
    error = refusal(bench.service, "CreateAutoMLJob")
    assert error.message.startswith("CreateAutoMLJob is not supported by this embedded AWS.")
    assert "CreateTrainingJob" in error.message


def test_what_is_no_operation_at_all_is_called_so(bench: Bench) -> None:
    error = refusal(bench.service, "CreateTraningJob")
    assert "CreateTraningJob is no operation of SageMaker" in error.message


def test_another_part_registers_its_operations_in_every_region(services: SageMakers) -> None:
    def part(service: SageMaker) -> None:
        service.register({"ListModels": lambda request: {"Models": [service.region]}})

    made = SageMakers(services.context, parts=[part])
    assert made.for_region("eu-west-1").call("ListModels", {}) == {"Models": ["eu-west-1"]}
    assert made.for_region("eu-west-2").call("ListModels", {}) == {"Models": ["eu-west-2"]}


def test_a_region_keeps_its_service(services: SageMakers) -> None:
    assert services.for_region("eu-west-1") is services.for_region("eu-west-1")


def test_a_listener_that_fails_disturbs_nobody(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    service = SageMaker(bench.service.context, "ap-northeast-1")
    heard: list[str] = []

    def broken(change: StateChange) -> None:
        raise RuntimeError("no")

    service.on_state_change(broken)
    service.on_state_change(lambda change: heard.append(change.arn))
    with caplog.at_level(logging.CRITICAL):
        service.announce(StateChange("A Change", "a", {}))
    assert heard == ["a"]
