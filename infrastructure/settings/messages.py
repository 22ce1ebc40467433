"""Who is told what became of the executions."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.addresses import Emails


class Messages(Part):
    """Who is subscribed to the stack's topic. Anything else may subscribe beside them."""

    message_emails: Emails = ()
