"""Whether a bucket may have the notifications that a request asks for.

S3's user guide, "Configuring event notifications using object key name filtering", has the rules for
filters; the errors are S3's. That a queue's or a topic's policy lets S3 send is not looked at: no policy
of theirs is looked at here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from localaws.protocols.refusal import Refusal
from localaws.this_aws.arn import parse

# Whether a function is there and lets S3 invoke it: its ARN, the principal and the source; it raises if not.
CheckFunction = Callable[[str, str, str], None]

PRINCIPAL = "s3.amazonaws.com"
_KINDS = (("TopicConfiguration", "Topic"), ("QueueConfiguration", "Queue"))
_FUNCTIONS = ("CloudFunctionConfiguration", "CloudFunction")


class InvalidArgument(S3ClientError):  # type: ignore[misc]  # moto is untyped to mypy here
    """S3's error of a configuration that cannot be."""

    code = 400

    def __init__(self, message: str) -> None:
        super().__init__("InvalidArgument", message)


@dataclass(frozen=True)
class Wanted:
    """One notification of a configuration."""

    arn: str
    events: tuple[str, ...]
    prefix: str = ""
    suffix: str = ""

    def overlaps(self, other: Wanted) -> bool:
        """Whether one object's event could be for both."""
        return (
            any(_same(one, two) for one in self.events for two in other.events)
            and (self.prefix.startswith(other.prefix) or other.prefix.startswith(self.prefix))
            and (self.suffix.endswith(other.suffix) or other.suffix.endswith(self.suffix))
        )


def check(bucket: Any, configuration: Mapping[str, Any], check_function: CheckFunction) -> None:
    """See that a bucket may have these notifications.

    Args:
        configuration: as moto reads it from a request.

    Raises:
        InvalidArgument: a destination is not there or does not let S3, or two of them overlap.
    """
    everything = list(wanted(configuration))
    for one, two in itertools.combinations(everything, 2):
        if one.overlaps(two):
            raise InvalidArgument(
                "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules "
                "if the prefixes are overlapping for the same event type."
            )
    source = f"arn:aws:s3:::{bucket.name}"
    for each in everything:
        if not _is_there(each.arn, source, check_function):
            raise InvalidArgument(
                f"Unable to validate the following destination configurations: {each.arn}"
            )


def wanted(configuration: Mapping[str, Any]) -> Iterator[Wanted]:
    """The notifications of a configuration."""
    for kind, target in (*_KINDS, _FUNCTIONS):
        for one in configuration.get(kind) or []:
            rules = ((one.get("Filter") or {}).get("S3Key") or {}).get("FilterRule") or []
            names = {rule["Name"].lower(): rule.get("Value") or "" for rule in rules}
            events = one["Event"]
            listed = (events,) if isinstance(events, str) else tuple(events)
            yield Wanted(one[target], listed, names.get("prefix", ""), names.get("suffix", ""))


def _same(one: str, two: str) -> bool:
    """Whether two names of events can be of one event; an asterisk stands for every kind."""
    return one == two or any(
        a.endswith(":*") and b.startswith(a[:-1]) for a, b in ((one, two), (two, one))
    )


def _is_there(arn: str, source: str, check_function: CheckFunction) -> bool:
    to = parse(arn)
    if to.service == "sqs":
        there = to.resource in sqs_backends[to.account][to.region].queues
        return there and not to.resource.endswith(".fifo")
    if to.service == "sns":
        return arn in sns_backends[to.account][to.region].topics and not arn.endswith(".fifo")
    try:
        check_function(arn, PRINCIPAL, source)
    except Refusal:
        return False
    return True
