"""CloudWatch's metrics of rules and schedules.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html and
https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html. Each of EventBridge's is
published of the rule, and of all rules together without a dimension.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from localaws.clock import Clock
from localaws.events.parcel import Outcome
from localaws.this_aws import metrics
from localaws.this_aws.arn import parse
from localaws.this_aws.metrics import Datum

log = logging.getLogger(__name__)

_OF_RULES: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.ATTEMPTED: ("InvocationAttempts",),
    Outcome.RETRIED: ("RetryInvocationAttempts",),
    Outcome.TAKEN: ("Invocations", "SuccessfulInvocationAttempts"),
    Outcome.DROPPED: ("Invocations", "FailedInvocations"),
    Outcome.DEAD_LETTER: ("InvocationsSentToDlq",),
    Outcome.LOST_LETTER: ("InvocationsFailedToBeSentToDlq",),
}
_OF_SCHEDULES: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.ATTEMPTED: ("InvocationAttemptCount",),
    Outcome.THROTTLED: ("TargetErrorCount", "TargetErrorThrottledCount"),
    Outcome.FAILED: ("TargetErrorCount",),
    Outcome.DROPPED: ("InvocationDroppedCount",),
    Outcome.DEAD_LETTER: ("InvocationsSentToDeadLetterCount",),
    Outcome.LOST_LETTER: ("InvocationsFailedToBeSentToDeadLetterCount",),
}


def matched(rule: str, clock: Clock) -> None:
    """A rule, by its ARN, matches an event, or is due itself."""
    _put_of_rule(rule, ("MatchedEvents", "TriggeredRules"), clock)


def of_rule(rule: str, outcome: Outcome, clock: Clock) -> None:
    """An outcome of what a rule sends."""
    _put_of_rule(rule, _OF_RULES.get(outcome, ()), clock)


def of_schedule(schedule: str, outcome: Outcome, clock: Clock) -> None:
    """An outcome of what a schedule sends."""
    group = parse(schedule).resource.split("/")[1]
    names = _OF_SCHEDULES.get(outcome, ())
    _put(schedule, "AWS/Scheduler", names, [{"ScheduleGroup": group}], clock)


def _put_of_rule(rule: str, names: Iterable[str], clock: Clock) -> None:
    *bus, name = parse(rule).resource.split("/")[1:]
    dimensions = {"RuleName": name} | ({"EventBusName": bus[0]} if bus else {})
    _put(rule, "AWS/Events", names, [{}, dimensions], clock)


def _put(
    arn: str,
    namespace: str,
    names: Iterable[str],
    dimensions: Iterable[Mapping[str, str]],
    clock: Clock,
) -> None:
    now, of = clock.now(), parse(arn)
    data = [Datum(name, 1, now, each, "Count") for name in names for each in dimensions]
    try:
        metrics.put(of.account, of.region, namespace, data)
    except Exception:  # no delivery fails by what is counted of it
        log.exception("the metrics of %s could not be published", arn)
