"""The record of a message that would have left for somebody outside, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from localaws.protocols.timestamps import iso


@dataclass(frozen=True)
class Message:
    """One message to one or more addresses.

    Attributes:
        moment: when it would have been sent, in seconds since 1970.
        channel: how: ``email``, ``email-json``, ``sms``, ``http``, ``https``.
        to: mail addresses, telephone numbers or URLs.
        origin: what sent it: the ARN of a topic or of an identity, or a service's name.
        headers: of an HTTP request or a mail.
        html: a mail's other body, where it has two, or its only one.
        attachments: what a mail has with it, by name.
    """

    id: str
    moment: float
    channel: str
    to: tuple[str, ...]
    origin: str
    body: str
    sender: str | None = None
    subject: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str | None = None
    attachments: tuple[str, ...] = ()


def shown(message: Message) -> dict[str, Any]:
    """A message as JSON shows it, without members that it does not have."""
    members = asdict(message)
    time = iso(members.pop("moment"))
    left = {name: value for name, value in members.items() if value or name in ("to", "body")}
    return {"time": time, **left, "to": list(message.to)} | (
        {"attachments": list(message.attachments)} if message.attachments else {}
    )
