"""Who may send mails, by account and region, the templates there, and the way into the outbox.

An identity is verified as soon as somebody asks for it: nobody outside could click the link in SES's mail, or
look at the domain. From any other address nothing is sent, as on AWS. The account is out of the sandbox: mails
go to anybody.
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from localaws.clock import Clock
from localaws.messages.mail.mail import Mail, address_of, in_small_letters, outgoing
from localaws.messages.mail.templates import BadTemplate, MissingValue, Template, rendered
from localaws.messages.outbox import Outbox
from localaws.protocols.refusal import Refusal

log = logging.getLogger(__name__)

_MOST_RECIPIENTS = 50
_DAY = 86400  # seconds
_QUOTA = {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0}  # shown, and not enforced
_LARGEST = 40 * 1024 * 1024  # bytes of a mail's texts


@dataclass
class Office:
    """What SES has of an account in a region. Identities keep the order in which they came."""

    account: str
    region: str
    identities: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    sent: list[float] = field(default_factory=list)  # when, in seconds since 1970

    def arn(self, identity: str) -> str:
        return f"arn:aws:ses:{self.region}:{self.account}:identity/{identity}"

    def verified(self, sender: str) -> str | None:
        """The identity that lets a sender send: its address, its domain or one above that."""
        address = in_small_letters(address_of(sender))
        if address in self.identities:
            return address
        labels = address.rpartition("@")[2].split(".")
        above = (".".join(labels[number:]) for number in range(len(labels)))
        return next((each for each in above if each in self.identities), None)

    def sent_in_a_day(self, now: float) -> int:
        """How many mails were sent in the last 24 hours."""
        return sum(1 for each in self.sent if each > now - _DAY)

    def quota(self, now: float) -> dict[str, float]:
        """What may be sent, and how much of it was in the last 24 hours, as both versions show it."""
        return {**_QUOTA, "SentLast24Hours": float(self.sent_in_a_day(now))}


class PostOffices:
    """The offices of all accounts and regions, and what they all do."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self.clock = clock
        self._offices: dict[tuple[str, str], Office] = {}
        self._lock = threading.Lock()

    def at(self, account: str, region: str) -> Office:
        """The office of an account and region."""
        with self._lock:
            return self._offices.setdefault((account, region), Office(account, region))

    def send(self, office: Office, mail: Mail) -> str:
        """Put a mail into the outbox; its id.

        Raises:
            Refusal: its sender is not verified, or it is none.
        """
        identity = self._check(office, mail)
        moment = self.clock.seconds()
        office.sent = [each for each in office.sent if each > moment - _DAY] + [moment]
        identifier = f"{uuid.uuid4().hex[:16]}-{uuid.uuid4()}-000000"
        self._outbox.put(outgoing(mail, identifier, moment, office.arn(identity)))
        return identifier

    def send_rendered(self, office: Office, mail: Mail, template: Template, data: str) -> str:
        """The same of a template's mail. As on AWS it is accepted and not sent where a value is missing.

        Raises:
            Refusal: as ``send``, or the data is no JSON object.
        """
        self._check(office, mail)
        try:
            return self.send(office, filled(mail, template, values(data)))
        except (BadTemplate, MissingValue) as error:
            log.warning("the mail of the template %s was not sent: %s", template.name, error)
            return f"{uuid.uuid4().hex[:16]}-{uuid.uuid4()}-000000"

    def _check(self, office: Office, mail: Mail) -> str:
        identity = office.verified(mail.sender)
        if identity is None:
            raise Refusal(
                "MessageRejected",
                "Email address is not verified. The following identities failed the check in region "
                f"{office.region.upper()}: {mail.sender}",
            )
        if not mail.recipients:
            raise Refusal("InvalidParameterValue", "Missing final destination")
        if len(mail.recipients) > _MOST_RECIPIENTS:
            raise Refusal("InvalidParameterValue", f"Recipient count exceeds {_MOST_RECIPIENTS}.")
        for address in mail.recipients:
            name, at, domain = address_of(address).rpartition("@")
            if not (name and at and domain) or any(sign.isspace() for sign in name + domain):
                raise Refusal("InvalidParameterValue", "Missing final '@domain'")
        if sum(len(text or "") for text in (mail.text, mail.html)) > _LARGEST:
            raise Refusal(
                "InvalidParameterValue", "Message length is more than 41943040 bytes long"
            )
        return identity


def values(data: str | None) -> dict[str, Any]:
    """The data of a template.

    Raises:
        Refusal: it is no JSON object.
    """
    try:
        found = json.loads(data or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refusal(
            "InvalidRenderingParameter", "Template rendering data is invalid: it is no JSON object"
        )
    return found


def filled(mail: Mail, template: Template, data: Mapping[str, Any]) -> Mail:
    """A mail with what a template makes of the data.

    Raises:
        BadTemplate, MissingValue: it makes nothing of them.
    """
    subject, text, html = (
        None if each is None else rendered(each, data)
        for each in (template.subject, template.text, template.html)
    )
    return replace(mail, subject=subject or "", text=text, html=html)


def page(
    items: Iterable[Any], request: Mapping[str, Any], size: str
) -> tuple[list[Any], str | None]:
    """The items of one page, and the token of the next; ``size`` is the member that says how many.

    Raises:
        Refusal: the token is none of ours.
    """
    every, token = list(items), request.get("NextToken") or "0"
    if not token.isdecimal():
        raise Refusal("InvalidParameterValue", "The NextToken is invalid.")
    start, most = int(token), request.get(size) or 100
    more = str(start + most) if start + most < len(every) else None
    return every[start : start + most], more
