"""Sends the request of a custom resource to whoever makes it: a Lambda function, or an SNS topic."""

from __future__ import annotations

import json
from typing import Any

from localaws.cloudformation.custom_resources.exchange import Report
from localaws.cloudformation.errors import Refused
from localaws.functions.execution.failures import LARGEST_EVENT
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.functions import Call, Functions
from localaws.this_aws.clients import CLIENTS

_SUBJECT = "AWS CloudFormation custom resource request"


class Providers:
    """Everybody who can be asked for a custom resource."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions

    def send(self, arn: str, document: bytes, report: Report) -> None:
        """Send it; whoever reads a topic is not known, and so never reported to have ended.

        Raises:
            Refused: nobody of that ARN can be asked. Other errors are those of the service.
        """
        parts = arn.split(":")
        if parts[2:3] == ["lambda"] and len(parts) in (7, 8) and parts[5] == "function":
            call = Call(parts[4], parts[3], arn, document)
            invocation = self._functions.invocation(call, LARGEST_EVENT)
            self._functions.run(invocation, lambda outcome: report(failure(invocation, outcome)))
        elif parts[2:3] == ["sns"] and len(parts) == 6:
            topics: Any = CLIENTS.get("sns", parts[3])
            topics.publish(TopicArn=arn, Message=document.decode(), Subject=_SUBJECT)
        else:
            raise Refused(
                f"ServiceToken {arn} is the ARN of neither a Lambda function nor an SNS topic."
            )


def failure(invocation: Invocation, outcome: Outcome) -> str | None:
    """Why a function that failed will not respond; None for one that has not failed. Pure."""
    if outcome.error is None:
        return None
    name = invocation.function
    group = invocation.target.configuration.log_group_of(name)
    try:
        said = json.loads(outcome.payload)
        what = f"{said.get('errorType', 'error')}: {said.get('errorMessage', '')}"
    except (ValueError, AttributeError):
        what = outcome.kind or "error"
    return (
        f"The function {name} failed before it responded to CloudFormation: {what} (its log group is "
        f"{group})"
    )
