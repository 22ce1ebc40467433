"""What a mail is: out of MIME, and in the outbox."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.messages.mail.mail import Envelope, Mail, from_raw, outgoing, recipients


def written() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann <ann@x.org>"
    message["To"] = "bob@x.org, Eve <eve@x.org>"
    message["Cc"] = "carl@x.org"
    message["Subject"] = "Ein schöner Tag"
    message["X-Run"] = "7"
    message.set_content("text\n")
    message.add_alternative("<p>html</p>\n", subtype="html")
    message.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="report.csv")
    return message


def test_a_mime_message_is_taken_apart() -> None:
    mail = from_raw(written().as_bytes(), Envelope())
    assert mail == Mail(
        sender="Ann <ann@x.org>",
        to=("bob@x.org", "Eve <eve@x.org>"),
        cc=("carl@x.org",),
        subject="Ein schöner Tag",
        text="text\n",
        html="<p>html</p>\n",
        headers=(("X-Run", "7"),),
        attachments=("report.csv (text/csv, 4 bytes)",),
    )


def test_the_envelope_says_who_really_gets_it() -> None:
    mail = from_raw(written().as_bytes(), Envelope("boss@x.org", ["bob@x.org", "hidden@x.org"]))
    assert mail.sender == "boss@x.org"
    assert mail.bcc == ("hidden@x.org",)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"To: a@x.org\n\nx", "Missing required header 'From'"),
        (b"From: a@x.org\n\nx", "destination"),
    ],
)
def test_a_mail_of_nobody_or_to_nobody_is_none(raw: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        from_raw(raw, Envelope())


@given(st.binary())
def test_any_bytes_are_a_mail_or_refused(data: bytes) -> None:
    mail = from_raw(data, Envelope("a@x.org", ["b@x.org"]))
    assert "b@x.org" in mail.recipients


def test_the_outbox_shows_text_and_html_and_who_got_it() -> None:
    mail = from_raw(written().as_bytes(), Envelope())
    message = outgoing(mail, "id", 0.0, "arn:identity")
    assert (message.channel, message.origin, message.body) == ("email", "arn:identity", "text\n")
    assert message.html == "<p>html</p>\n"
    assert message.to == ("bob@x.org", "Eve <eve@x.org>", "carl@x.org")
    assert message.headers == {
        "To": "bob@x.org, Eve <eve@x.org>",
        "Cc": "carl@x.org",
        "X-Run": "7",
    }


def test_a_mail_of_html_alone_has_it_for_its_body() -> None:
    assert outgoing(Mail("a@x.org", html="<p>"), "id", 0.0, "arn").body == "<p>"


def test_a_destination_has_three_kinds_of_addresses() -> None:
    given_ = {"ToAddresses": ["a"], "BccAddresses": ["c"]}
    assert recipients(given_) == (("a",), (), ("c",))
