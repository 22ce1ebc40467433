"""The second version of SES's API."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal

from .offices import ME, Mails

TO = {"ToAddresses": ["you@x.org"]}
CONTENT = {"Subject": "Run {{run}}", "Text": "Hello", "Html": "<p>Hello"}


def send(mails: Mails, **content: Any) -> None:
    mails.sesv2("SendEmail", FromEmailAddress=ME, Destination=TO, Content=content)


def test_a_mail_is_sent_in_three_ways(mails: Mails) -> None:
    body = {"Html": {"Data": "<p>"}}
    headers = [{"Name": "X-Run", "Value": "7"}]
    send(mails, Simple={"Subject": {"Data": "s"}, "Body": body, "Headers": headers})
    assert (mails.last.subject, mails.last.body) == ("s", "<p>")
    assert mails.last.headers["X-Run"] == "7"
    send(mails, Raw={"Data": b"Subject: raw\n\nbody"})
    assert (mails.last.subject, mails.last.to, mails.last.sender) == ("raw", ("you@x.org",), ME)
    inline = {"TemplateContent": CONTENT, "TemplateData": '{"run": 7}'}
    send(mails, Template=inline)
    assert (mails.last.subject, mails.last.html) == ("Run 7", "<p>Hello")


def test_errors_are_the_second_versions(mails: Mails) -> None:
    with pytest.raises(Refusal) as refused:
        send(mails, Template={"TemplateName": "none"})
    assert (refused.value.code, refused.value.status) == ("NotFoundException", 404)
    with pytest.raises(Refusal) as refused:
        mails.sesv2("SendEmail", Destination=TO, Content={"Simple": {}})
    assert refused.value.code == "BadRequestException"
    with pytest.raises(Refusal) as refused:
        mails.sesv2(
            "SendEmail",
            FromEmailAddress="x@y.org",
            Destination=TO,
            Content={"Simple": {"Subject": {"Data": "s"}}},
        )
    assert refused.value.code == "MessageRejected"


def test_identities(mails: Mails) -> None:
    made = mails.sesv2("CreateEmailIdentity", EmailIdentity="one@Other.org")
    assert made == {"IdentityType": "EMAIL_ADDRESS", "VerifiedForSendingStatus": True}
    with pytest.raises(Refusal) as refused:
        mails.sesv2("CreateEmailIdentity", EmailIdentity="one@other.org")
    assert refused.value.code == "AlreadyExistsException"
    listed = mails.sesv2("ListEmailIdentities")["EmailIdentities"]
    assert [each["IdentityName"] for each in listed] == ["example.org", "one@other.org"]
    assert mails.sesv2("GetEmailIdentity", EmailIdentity="example.org")["IdentityType"] == "DOMAIN"
    mails.sesv2("DeleteEmailIdentity", EmailIdentity="example.org")
    with pytest.raises(Refusal, match=r"example\.org does not exist"):
        mails.sesv2("GetEmailIdentity", EmailIdentity="example.org")


def test_templates_are_the_same_in_both_versions(mails: Mails) -> None:
    mails.sesv2("CreateEmailTemplate", TemplateName="t", TemplateContent=CONTENT)
    assert mails.ses("GetTemplate", TemplateName="t")["Template"]["SubjectPart"] == "Run {{run}}"
    mails.sesv2("UpdateEmailTemplate", TemplateName="t", TemplateContent={"Subject": "{{run}}"})
    shown = mails.sesv2("TestRenderEmailTemplate", TemplateName="t", TemplateData='{"run": 7}')
    assert shown["RenderedTemplate"] == "Subject: 7"
    entries = [
        {"Destination": {"ToAddresses": [address]}, "ReplacementEmailContent": {}}
        for address in ("a@x.org", "no")
    ]
    default = {"Template": {"TemplateName": "t", "TemplateData": '{"run": 8}'}}
    results = mails.sesv2(
        "SendBulkEmail", FromEmailAddress=ME, DefaultContent=default, BulkEmailEntries=entries
    )["BulkEmailEntryResults"]
    assert [each["Status"] for each in results] == ["SUCCESS", "INVALID_PARAMETER"]
    listed = mails.sesv2("ListEmailTemplates")["TemplatesMetadata"]
    assert [each["TemplateName"] for each in listed] == ["t"]
    mails.sesv2("DeleteEmailTemplate", TemplateName="t")
    assert mails.sesv2("GetAccount")["SendQuota"]["SentLast24Hours"] == 1
