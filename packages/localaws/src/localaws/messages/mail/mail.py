"""A mail that is to be sent, and the message that it is in the outbox. Pure."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart
from email.utils import formataddr, getaddresses, parseaddr

from localaws.messages.message import Message


@dataclass(frozen=True)
class Mail:
    """One mail. ``attachments`` are their names and sizes, as a person reads them."""

    sender: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    text: str | None = None
    html: str | None = None
    reply_to: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        return (*self.to, *self.cc, *self.bcc)


@dataclass(frozen=True)
class Envelope:
    """Who really sends a raw mail, and to whom, where that is not left to its headers."""

    sender: str | None = None
    recipients: Sequence[str] = field(default=())


def address_of(text: str) -> str:
    """The address in ``Name <address>``."""
    return parseaddr(text)[1]


def in_small_letters(address: str) -> str:
    """An address or a domain with its domain in small letters; SES takes the rest as it comes."""
    name, at, domain = address.rpartition("@")
    return f"{name}{at}{domain.lower()}"


Recipients = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def recipients(destination: Mapping[str, Sequence[str]]) -> Recipients:
    """To, Cc and Bcc of a ``Destination``, which both versions of the API have."""
    to, cc, bcc = (tuple(destination.get(f"{kind}Addresses", ())) for kind in ("To", "Cc", "Bcc"))
    return to, cc, bcc


def from_raw(data: bytes, envelope: Envelope) -> Mail:
    """The mail that a MIME message is.

    Raises:
        ValueError: nobody sends it, or it goes to nobody.
    """
    parsed = email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)
    sender = envelope.sender or str(parsed.get("From", ""))
    if not sender:
        raise ValueError("Missing required header 'From'.")
    to, cc, bcc = (_addresses(parsed, name) for name in ("To", "Cc", "Bcc"))
    if envelope.recipients:
        named = {address_of(each) for each in (*to, *cc)}
        bcc = tuple(each for each in envelope.recipients if address_of(each) not in named)
    if not (*to, *cc, *bcc):
        raise ValueError("Missing final destination.")
    others = tuple(
        (name, str(value))
        for name, value in parsed.items()
        if name.lower() not in ("from", "to", "cc", "bcc", "subject", "reply-to")
        and not name.lower().startswith("content-")
        and name.lower() != "mime-version"
    )
    return Mail(
        *(sender, to, cc, bcc, str(parsed.get("Subject", ""))),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        reply_to=_addresses(parsed, "Reply-To"),
        headers=others,
        attachments=tuple(_shown(each) for each in parsed.iter_attachments()),
    )


def outgoing(mail: Mail, identifier: str, moment: float, identity: str) -> Message:
    """What is put into the outbox; ``identity`` is the ARN of who sends."""
    headers = {
        name: ", ".join(addresses)
        for name, addresses in (("To", mail.to), ("Cc", mail.cc), ("Reply-To", mail.reply_to))
        if addresses
    }
    return Message(
        *(identifier, moment, "email", mail.recipients, identity),
        body=mail.text if mail.text is not None else mail.html or "",
        sender=mail.sender,
        subject=mail.subject,
        headers=headers | dict(mail.headers),
        html=mail.html,
        attachments=mail.attachments,
    )


def _addresses(parsed: EmailMessage, name: str) -> tuple[str, ...]:
    values = [str(value) for value in parsed.get_all(name, [])]
    return tuple(formataddr(pair) for pair in getaddresses(values) if pair[1])


def _part(parsed: EmailMessage, kind: str) -> str | None:
    found = parsed.get_body((kind,))
    return None if found is None else _content(found)


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (
        LookupError,
        UnicodeError,
    ):  # a character set that Python has not, or another one than it says
        payload = part.get_payload(decode=True)
        return payload.decode(errors="replace") if isinstance(payload, bytes) else ""


def _shown(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    size = len(payload) if isinstance(payload, bytes) else 0
    return f"{part.get_filename() or 'unnamed'} ({part.get_content_type()}, {size} bytes)"
