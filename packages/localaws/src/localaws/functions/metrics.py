"""What CloudWatch counts of functions (``AWS/Lambda``): by function, by what was invoked, by account.

Lambda's developer guide, "Types of metrics for Lambda functions" and "Viewing metrics for Lambda
functions": the dimensions are FunctionName, with it Resource (the version or alias that was asked for),
with an alias ExecutedVersion too, and none. A metric's time is that of the invocation's beginning.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.this_aws import metrics as cloudwatch
from localaws.this_aws.metrics import Datum, Summary

NAMESPACE = "AWS/Lambda"
_MILLISECONDS = frozenset({"Duration", "AsyncEventAge"})
_MINUTE = 60
_GATHERING = 0.03  # seconds for which news are gathered before they are put, and for which none end the thread

_SETTLING = 1.0  # seconds, where there always is news

log = logging.getLogger(__name__)

Put = Callable[[str, str, str, Iterable[Datum | Summary]], None]


@dataclass(frozen=True)
class Measured:
    """What there is to count of an invocation.

    Attributes:
        values: by metric, of the function; all functions' too, but for those in ``account``.
        account: by metric, of all functions of the account and region together.
    """

    invocation: Invocation
    moment: float  # seconds since 1970
    values: Mapping[str, float]
    account: Mapping[str, float] = field(default_factory=dict)


Measure = Callable[[Measured], None]
"""Who counts; called in the threads that run functions, so it takes no time."""


def unmeasured(_: Measured) -> None:
    """Counts nothing."""


def of_end(
    invocation: Invocation,
    outcome: Outcome,
    began: float,
    running: Mapping[str, int],
    reserved: Container[str],
) -> Measured:
    """What an invocation that has ended counts.

    Args:
        began: seconds since 1970.
        running: how many invocations each function had when it began, this one included.
        reserved: the functions that have a reservation.
    """
    whole = invocation.target.function_arn
    region = whole.rpartition(":")[0]
    there = {other: count for other, count in running.items() if other.startswith(region)}
    values = {
        "Invocations": 1,
        "Errors": float(outcome.error is not None),
        "Throttles": 0,
        "Duration": outcome.duration,
        "ConcurrentExecutions": there.get(whole, 1),
    }
    unreserved = sum(count for other, count in there.items() if other not in reserved)
    account = {
        "ConcurrentExecutions": sum(there.values()),
        "UnreservedConcurrentExecutions": unreserved,
    }
    return Measured(invocation, began, values, account)


def data(measured: Measured) -> Iterator[Datum]:
    """The data of one measurement."""
    moment = datetime.fromtimestamp(measured.moment, UTC)
    for dimensions in _dimensions(measured.invocation):
        for name, value in measured.values.items():
            yield Datum(name, value, moment, dimensions, _unit(name))
    for name, value in {**measured.values, **measured.account}.items():
        yield Datum(name, value, moment, {}, _unit(name))


def together(found: Iterable[Datum]) -> Iterator[Datum | Summary]:
    """The same, the counts of a metric and a minute as one; intervals stay single, for percentiles."""
    counts: dict[tuple[str, frozenset[tuple[str, str]], int], list[Datum]] = {}
    for datum in found:
        if datum.unit != "Count":
            yield datum
            continue
        minute = int(datum.time.timestamp()) // _MINUTE
        key = datum.name, frozenset(datum.dimensions.items()), minute
        counts.setdefault(key, []).append(datum)
    for same in counts.values():
        values, first = [datum.value for datum in same], same[0]
        numbers = len(values), sum(values), min(values), max(values)
        yield Summary(first.name, *numbers, first.time, first.dimensions, first.unit)


def _dimensions(invocation: Invocation) -> Iterator[dict[str, str]]:
    of_function = {"FunctionName": invocation.function}
    yield of_function
    qualifier = invocation.target.qualifier
    resource = f"{invocation.function}:{qualifier}" if qualifier else invocation.function
    by_resource = {**of_function, "Resource": resource}
    yield by_resource
    if qualifier and qualifier != invocation.target.version:
        yield {**by_resource, "ExecutedVersion": invocation.target.version}


def _unit(name: str) -> str:
    return "Milliseconds" if name in _MILLISECONDS else "Count"


class Metrics:
    """Puts what is measured where CloudWatch finds it; a thread lives only while there is news."""

    def __init__(self, put: Put = cloudwatch.put) -> None:
        self._put = put
        self._news: queue.SimpleQueue[Measured] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, measured: Measured) -> None:
        """A ``Measure``."""
        self._news.put(measured)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="function metrics", daemon=True
                )
                self._thread.start()

    def close(self, limit: float | None = None) -> None:
        """Return when everything measured so far can be found, or after so many seconds."""
        thread = self._thread
        if thread is not None:
            thread.join(limit)

    def settle(self) -> None:
        """The same before the clock is moved, and whoever looks at metrics does: as after a pause."""
        self.close(_SETTLING)

    def _run(self) -> None:
        while True:
            found = list(self._due())
            if not found:
                with self._lock:
                    if self._news.empty():
                        self._thread = None
                        return
                continue
            by_region: dict[tuple[str, str], list[Datum]] = {}
            for measured in found:
                target = measured.invocation.target
                by_region.setdefault((target.account, target.region), []).extend(data(measured))
            for (account, region), of_region in by_region.items():
                try:
                    self._put(account, region, NAMESPACE, together(of_region))
                except Exception:
                    log.exception("metrics of functions were not counted")

    def _due(self) -> Iterator[Measured]:
        """What there is after a short while."""
        try:
            yield self._news.get(timeout=_GATHERING)
            time.sleep(_GATHERING)
            while True:
                yield self._news.get_nowait()
        except queue.Empty:
            return
