"""Where the record of an event goes, and what may be a destination at all. Pure.

Lambda's developer guide, "Capturing records of Lambda asynchronous invocations": a standard queue, a
standard topic, a function, an event bus, and for failures a bucket. A FIFO queue or topic can be named,
but nothing is ever delivered to it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from localaws.functions.asynchronous.policy import Condition
from localaws.functions.errors import invalid

Service = Literal["sqs", "sns", "lambda", "events", "s3"]

_FORMS: Mapping[str, re.Pattern[str]] = {
    "sqs": re.compile(r"arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w.-]{1,80}"),
    "sns": re.compile(r"arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]{1,256}"),
    "lambda": re.compile(r"arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?"),
    "events": re.compile(r"arn:[\w-]+:events:[\w-]+:\d{12}:event-bus/[\w./-]{1,256}"),
    "s3": re.compile(r"arn:[\w-]+:s3:::[a-z0-9.-]{3,63}"),
}


@dataclass(frozen=True)
class Destination:
    """A destination by the parts of its ARN; ``name`` is the resource's own."""

    arn: str
    service: Service
    region: str
    account: str
    name: str

    @property
    def is_fifo(self) -> bool:
        return self.service in ("sqs", "sns") and self.name.endswith(".fifo")


def destination(arn: str) -> Destination:
    """The destination that an ARN names.

    Raises:
        Refusal: nothing of the kind can be one.
    """
    service = [*arn.split(":"), "", ""][2]
    form = _FORMS.get(service)
    if form is None or not form.fullmatch(arn):
        raise invalid(f"The destination ARN {arn} is invalid.")
    _, _, _, region, account, resource = arn.split(":", 5)
    name = resource.removeprefix("event-bus/")
    return Destination(arn, service, region, account, name)  # type: ignore[arg-type]  # of _FORMS


def check(on_success: str | None, on_failure: str | None, function_arn: str) -> None:
    """See that a function's destinations can be such.

    Args:
        function_arn: without a qualifier.

    Raises:
        Refusal: one cannot.
    """
    for arn, is_success in ((on_success, True), (on_failure, False)):
        if arn is None:
            continue
        found = destination(arn)
        if found.service == "s3" and is_success:
            raise invalid(
                f"The destination ARN {arn} is invalid. An S3 bucket can be a destination on failure only.",
            )
        if arn == function_arn or arn.startswith(f"{function_arn}:"):
            raise invalid(
                "You can't specify the function as a destination for itself.",
            )


def entry(record: str, condition: Condition, function_arn: str, bus_arn: str) -> dict[str, Any]:
    """The entry of PutEvents."""
    result = "Success" if condition == "Success" else "Failure"
    return {
        "Source": "lambda",
        "DetailType": f"Lambda Function Invocation Result - {result}",
        "Resources": [bus_arn, function_arn],
        "Detail": record,
        "EventBusName": bus_arn,
    }


def key(function: str, moment: float) -> str:
    """The key of a new object in a bucket; ``moment`` in seconds since 1970."""
    time = datetime.fromtimestamp(moment, UTC)
    return f"aws/lambda/async/{function}/{time:%Y/%m/%d}/{time:%Y-%m-%dT%H.%M.%S}-{uuid.uuid4()}"
