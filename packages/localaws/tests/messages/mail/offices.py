"""SES without a server: what it puts into the outbox."""

from __future__ import annotations

from typing import Any

from localaws.clock import Clock
from localaws.messages.mail.post_office import PostOffices
from localaws.messages.mail.ses import Ses
from localaws.messages.mail.sesv2 import SesV2
from localaws.messages.message import Message
from localaws.messages.outbox import Outbox

ME = "Stepline <me@example.org>"


class Mails:
    """Both versions of the API, and the mails that they sent."""

    def __init__(self) -> None:
        self.outbox = Outbox()
        self.clock = Clock()
        offices = PostOffices(self.outbox, self.clock)
        self._first, self._second = Ses(offices), SesV2(offices)

    def ses(self, operation: str, **request: Any) -> dict[str, Any]:
        return self._first.call("123456789012", "us-east-1", operation, request)

    def sesv2(self, operation: str, **request: Any) -> dict[str, Any]:
        return self._second.call("123456789012", "us-east-1", operation, request)

    @property
    def last(self) -> Message:
        return self.outbox.messages()[-1]
