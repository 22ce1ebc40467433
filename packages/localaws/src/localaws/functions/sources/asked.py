"""The event source mapping that a request asks for, checked. Pure, but for what it is told of the queue.

Errors are those of recorded requests: terraform-aws-github-runner issue 465 (timeouts), serverless
issue 8989 (batches above ten).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.functions.errors import invalid
from localaws.functions.sources.mapping import EventSourceMapping

_LARGEST_AT_ONCE = 10  # without a batching window, and of a FIFO queue
# Members of the request that mean something for streams, brokers or databases alone.
_OF_OTHERS = (
    *("StartingPosition", "StartingPositionTimestamp", "ParallelizationFactor"),
    *("DestinationConfig", "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError"),
    *("MaximumRetryAttempts", "TumblingWindowInSeconds", "Topics", "Queues"),
    *("SourceAccessConfigurations", "SelfManagedEventSource", "DocumentDBEventSourceConfig"),
    *("AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig"),
)


def asked(request: Mapping[str, Any], base: EventSourceMapping) -> EventSourceMapping:
    """What a request makes of a mapping, which for a new one has the defaults.

    Raises:
        Refusal: it cannot be so.
    """
    for member in _OF_OTHERS:
        if request.get(member) not in (None, [], {}):
            raise invalid(f"{member} is not valid for SQS event sources.")
    changes: dict[str, Any] = {}
    for member, ours in (
        ("BatchSize", "batch"),
        ("MaximumBatchingWindowInSeconds", "window"),
        ("Enabled", "enabled"),
    ):
        if request.get(member) is not None:
            changes[ours] = request[member]
    if request.get("FilterCriteria") is not None:
        filters = request["FilterCriteria"].get("Filters") or []
        changes["filters"] = tuple(each.get("Pattern") or "{}" for each in filters)
    if request.get("FunctionResponseTypes") is not None:
        changes["responses"] = tuple(request["FunctionResponseTypes"])
    if request.get("ScalingConfig") is not None:
        changes["most"] = request["ScalingConfig"].get("MaximumConcurrency")
    made = replace(base, **changes)
    _check_batch(made)
    return made


def check_timeout(visibility: int | None, timeout: int) -> None:
    """See that a function of this timeout can read a queue of this visibility timeout.

    Raises:
        Refusal: it cannot, or there is no queue (``visibility`` is None).
    """
    if visibility is None:
        raise invalid(
            "Error occurred while ReceiveMessage. SQS Error Code: "
            "AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does "
            "not exist."
        )
    if visibility < timeout:
        raise invalid(
            f"Queue visibility timeout: {visibility} seconds is less than Function timeout: "
            f"{timeout} seconds"
        )


def _check_batch(made: EventSourceMapping) -> None:
    if made.is_fifo and made.window:
        raise invalid("Batching window is not supported for FIFO queues")
    if made.is_fifo and made.batch > _LARGEST_AT_ONCE:
        raise invalid(f"Batch size of a FIFO queue is at most {_LARGEST_AT_ONCE}.")
    if made.batch > _LARGEST_AT_ONCE and not made.window:
        raise invalid(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater "
            "than 10"
        )
