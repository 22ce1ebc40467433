"""What SNS makes of a notification for each protocol: a message that leaves AWS, or what a queue or a
function gets.

By the developer guide ("Amazon SNS email notifications", "Parsing message formats", "HTTP/HTTPS headers"),
by Lambda's ("Invoking Lambda functions with Amazon SNS notifications") and by mails that people published.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from localaws.messages.message import Message
from localaws.protocols.timestamps import iso

LEAVING = frozenset({"email", "email-json", "sms", "http", "https"})

_SENDER = "AWS Notifications <no-reply@sns.amazonaws.com>"
_SUBJECT = "AWS Notification Message"
_LONGEST_SMS = 1600  # characters; SNS sends no more of a notification


@dataclass(frozen=True)
class Notification:
    """What was published. ``message`` is the text for the protocol of whom it goes to."""

    id: str
    moment: float
    topic: str  # its ARN
    message: str
    subject: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)  # Type and Value by name


@dataclass(frozen=True)
class Addressee:
    """Whom a subscription is for. ``name`` is what the topic's DisplayName says."""

    arn: str
    protocol: str
    endpoint: str
    name: str | None = None
    raw: bool = False


def message(notification: Notification, addressee: Addressee) -> Message:
    """What would be sent to an addressee."""
    to = (addressee.endpoint,)
    common = (notification.id, notification.moment, addressee.protocol, to, notification.topic)
    match addressee.protocol:
        case "email":
            body = f"{notification.message}\n\n{_footer(notification.topic, addressee)}"
            subject = notification.subject or _SUBJECT
            return Message(*common, body, _sender(addressee), subject)
        case "email-json":
            subject = notification.subject or _SUBJECT
            return Message(*common, document(notification, addressee), _sender(addressee), subject)
        case "sms":
            name = f"{addressee.name}> " if addressee.name else ""
            return Message(*common, f"{name}{notification.message}"[:_LONGEST_SMS])
    body = notification.message if addressee.raw else document(notification, addressee)
    return Message(*common, body, headers=_headers(notification, addressee))


def document(notification: Notification, addressee: Addressee) -> str:
    """The JSON text of a notification. It is signed by nobody: nobody outside has to believe it."""
    region = notification.topic.split(":")[3]
    content: dict[str, Any] = {
        "Type": "Notification",
        "MessageId": notification.id,
        "TopicArn": notification.topic,
    }
    if notification.subject is not None:
        content["Subject"] = notification.subject
    content |= {"Message": notification.message, "Timestamp": iso(notification.moment)}
    link = urlencode({"Action": "Unsubscribe", "SubscriptionArn": addressee.arn}, safe=":")
    content["UnsubscribeURL"] = f"https://sns.{region}.amazonaws.com/?{link}"
    if notification.attributes:
        content["MessageAttributes"] = {
            name: {"Type": each["Type"], "Value": each["Value"]}
            for name, each in notification.attributes.items()
        }
    return json.dumps(content, indent=2, ensure_ascii=False)


def function_event(notification: Notification, addressee: Addressee) -> dict[str, Any]:
    """What a function is invoked with."""
    told = json.loads(document(notification, addressee))
    unsubscribe = told.pop("UnsubscribeURL")
    told = {"Subject": None, "MessageAttributes": {}} | told | {"UnsubscribeUrl": unsubscribe}
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": addressee.arn,
        "Sns": told,
    }
    return {"Records": [record]}


def queue_attributes(notification: Notification) -> dict[str, Any]:
    """The attributes of a message that a queue gets raw, as SQS has them."""
    found: dict[str, Any] = {}
    for name, each in notification.attributes.items():
        value: dict[str, Any] = {"StringValue": str(each["Value"])}
        if each["Type"].startswith("Binary"):
            value = {"BinaryValue": base64.b64decode(each["Value"])}
        found[name] = {"DataType": each["Type"], **value}
    return found


def text_message(identifier: str, moment: float, number: str, text: str) -> Message:
    """What Publish would send to a telephone number."""
    return Message(identifier, moment, "sms", (number,), "sns", text[:_LONGEST_SMS])


def _headers(notification: Notification, addressee: Addressee) -> dict[str, str]:
    headers = {
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": notification.id,
        "x-amz-sns-topic-arn": notification.topic,
        "x-amz-sns-subscription-arn": addressee.arn,
    }
    return headers | ({"x-amz-sns-rawdelivery": "true"} if addressee.raw else {})


def _sender(addressee: Addressee) -> str:
    if not addressee.name:
        return _SENDER
    return f"{addressee.name} {_SENDER[_SENDER.index('<') :]}"


def _footer(topic: str, addressee: Addressee) -> str:
    region = topic.split(":")[3]
    link = urlencode({"SubscriptionArn": addressee.arn, "Endpoint": addressee.endpoint}, safe=":@")
    return (
        "--\n"
        "If you wish to stop receiving notifications from this topic, please click or visit the "
        "link below to unsubscribe:\n"
        f"https://sns.{region}.amazonaws.com/unsubscribe.html?{link}\n\n"
        "Please do not reply directly to this email. If you have any questions or comments "
        "regarding this email, please contact us at https://aws.amazon.com/support\n"
    )
