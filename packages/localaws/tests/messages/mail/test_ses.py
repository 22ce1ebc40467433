"""The first version of SES's API."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal

from .offices import ME, Mails

TO = {"ToAddresses": ["you@x.org"], "CcAddresses": ["boss@x.org"]}
TEMPLATE = {"TemplateName": "ended", "SubjectPart": "Run {{run}}", "TextPart": "Hello {{name}}"}


def test_a_mail_is_in_the_outbox(mails: Mails) -> None:
    body = {"Text": {"Data": "text"}, "Html": {"Data": "<p>"}}
    message = {"Subject": {"Data": "Ended"}, "Body": body}
    sent = mails.ses("SendEmail", Source=ME, Destination=TO, Message=message)
    assert mails.last.id == sent["MessageId"]
    assert (mails.last.sender, mails.last.subject, mails.last.body) == (ME, "Ended", "text")
    assert mails.last.to == ("you@x.org", "boss@x.org")
    assert mails.last.origin == "arn:aws:ses:us-east-1:123456789012:identity/example.org"
    assert mails.ses("GetSendQuota")["SentLast24Hours"] == 1
    mails.clock.move(86401)
    assert mails.ses("GetSendQuota")["SentLast24Hours"] == 0


def test_a_raw_mail_is_in_the_outbox(mails: Mails) -> None:
    raw = {"Data": b"From: me@example.org\nTo: you@x.org\nSubject: s\n\nbody"}
    mails.ses("SendRawEmail", RawMessage=raw)
    assert (mails.last.to, mails.last.body) == (("you@x.org",), "body")
    with pytest.raises(Refusal, match="Missing final destination"):
        mails.ses("SendRawEmail", RawMessage={"Data": b"From: me@example.org\n\nx"})


def test_identities_are_verified_when_they_are_asked_for_and_can_be_forgotten(mails: Mails) -> None:
    mails.ses("VerifyEmailIdentity", EmailAddress="one@Other.org")
    assert mails.ses("ListIdentities")["Identities"] == ["example.org", "one@other.org"]
    asked = {"IdentityType": "Domain"}
    assert mails.ses("ListIdentities", **asked)["Identities"] == ["example.org"]
    found = mails.ses(
        "GetIdentityVerificationAttributes", Identities=["one@other.org", "example.org", "none"]
    )["VerificationAttributes"]
    assert {name: each["VerificationStatus"] for name, each in found.items()} == {
        "one@other.org": "Success",
        "example.org": "Success",
    }
    mails.ses("DeleteIdentity", Identity="example.org")
    assert mails.ses("ListVerifiedEmailAddresses") == {"VerifiedEmailAddresses": ["one@other.org"]}


def test_templates_are_kept_and_filled(mails: Mails) -> None:
    mails.ses("CreateTemplate", Template=TEMPLATE)
    with pytest.raises(Refusal, match="Template ended already exists"):
        mails.ses("CreateTemplate", Template=TEMPLATE)
    data = '{"run": 7, "name": "Ann"}'
    mails.ses("SendTemplatedEmail", Source=ME, Destination=TO, Template="ended", TemplateData=data)
    assert (mails.last.subject, mails.last.body) == ("Run 7", "Hello Ann")
    shown = mails.ses("TestRenderTemplate", TemplateName="ended", TemplateData=data)
    assert shown["RenderedTemplate"].startswith("Subject: Run 7")
    with pytest.raises(Refusal, match="Attribute 'run' is not present"):
        mails.ses("TestRenderTemplate", TemplateName="ended", TemplateData="{}")
    mails.ses("UpdateTemplate", Template=TEMPLATE | {"TextPart": "Other"})
    assert mails.ses("GetTemplate", TemplateName="ended")["Template"]["TextPart"] == "Other"
    assert [each["Name"] for each in mails.ses("ListTemplates")["TemplatesMetadata"]] == ["ended"]
    mails.ses("DeleteTemplate", TemplateName="ended")
    with pytest.raises(Refusal, match="Template ended does not exist"):
        mails.ses("GetTemplate", TemplateName="ended")


def test_of_many_mails_each_has_its_own_end(mails: Mails) -> None:
    mails.ses("CreateTemplate", Template=TEMPLATE)

    def to(address: str, data: str) -> dict[str, Any]:
        return {
            "Destination": {"ToAddresses": [address]},
            "ReplacementTemplateData": data,
        }

    status = mails.ses(
        "SendBulkTemplatedEmail",
        Source=ME,
        Template="ended",
        DefaultTemplateData='{"run": 7}',
        Destinations=[
            to("a@x.org", '{"name": "Ann"}'),
            to("b@x.org", "{}"),
            to("no", '{"name": "N"}'),
        ],
    )["Status"]
    assert [each["Status"] for each in status] == ["Success", "Failed", "InvalidParameterValue"]
    assert [message.to for message in mails.outbox.messages()] == [("a@x.org",)]
