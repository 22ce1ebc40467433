"""Sends the request of a custom resource to whoever makes it: a Lambda function, or an SNS topic."""

from __future__ import annotations

from localaws.cloudformation.custom_resources.exchange import Report
from localaws.cloudformation.errors import Refused
from localaws.this_aws.clients import CLIENTS

_SUBJECT = "AWS CloudFormation custom resource request"


def send(arn: str, document: bytes, report: Report) -> None:
    """Send it; whoever reads a topic is not known, and so never reported to have ended.

    Raises:
        Refused: nobody of that ARN can be asked. Other errors are those of the service.
    """
    parts = arn.split(":")
    if parts[2:3] != ["sns"] or len(parts) != 6:
        raise Refused(
            f"ServiceToken {arn} is the ARN of neither a Lambda function nor an SNS topic."
        )
    CLIENTS.get("sns", parts[3]).publish(  # type: ignore[attr-defined]
        TopicArn=arn, Message=document.decode(), Subject=_SUBJECT
    )
