"""What an event source mapping is. A record; AWS's own defaults of a mapping for SQS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REPORT_FAILURES = "ReportBatchItemFailures"


@dataclass(frozen=True)
class EventSourceMapping:
    """One queue and the function that its messages go to.

    Attributes:
        function: its ARN, with the qualifier that was asked for.
        source: the ARN of the queue.
        window: seconds for which messages are gathered at most (MaximumBatchingWindowInSeconds).
        filters: event patterns, of which a message has to match one; none let every message pass.
        most: how many invocations run at once (MaximumConcurrency); None leaves it to Lambda.
        modified: seconds since 1970.
    """

    uuid: str
    function: str
    source: str
    batch: int = 10
    window: int = 0
    enabled: bool = True
    filters: tuple[str, ...] = ()
    responses: tuple[str, ...] = ()  # FunctionResponseTypes
    most: int | None = None
    modified: float = 0.0
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def region(self) -> str:
        return self.source.split(":")[3]

    @property
    def account(self) -> str:
        return self.function.split(":")[4]

    @property
    def arn(self) -> str:
        _, partition, _, region, account, *_ = self.function.split(":")
        return f"arn:{partition}:lambda:{region}:{account}:event-source-mapping:{self.uuid}"

    @property
    def is_fifo(self) -> bool:
        return self.source.endswith(".fifo")

    @property
    def reports_failures(self) -> bool:
        return REPORT_FAILURES in self.responses
