"""What would have left, over HTTP: sent by its service's client, and read at the outbox's address."""

from __future__ import annotations

import contextlib
import io
import json
import urllib.request
from typing import Any

from localaws.messages import program
from localaws.server.embedded import EmbeddedAWS


def outbox(aws: EmbeddedAWS) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{aws.endpoint}/_localaws/outbox") as answer:
        messages: list[dict[str, Any]] = json.load(answer)["messages"]
    return messages


def test_mails_of_both_versions_and_messages_of_a_topic_are_read_there(aws: EmbeddedAWS) -> None:
    ses, sesv2, sns = (aws.client(name) for name in ("ses", "sesv2", "sns"))
    ses.verify_email_identity(EmailAddress="me@example.org")
    asked = ["me@example.org", "none@example.org"]
    found = ses.get_identity_verification_attributes(Identities=asked)["VerificationAttributes"]
    assert found == {"me@example.org": {"VerificationStatus": "Success"}}
    to = {"ToAddresses": ["you@example.org"]}
    message = {"Subject": {"Data": "first"}, "Body": {"Text": {"Data": "one"}}}
    ses.send_email(Source="me@example.org", Destination=to, Message=message)
    raw = b"From: me@example.org\nTo: you@example.org\nSubject: raw\n\nbytes"
    ses.send_raw_email(RawMessage={"Data": raw})
    second = {"Simple": {"Subject": {"Data": "second"}, "Body": {"Html": {"Data": "<p>two"}}}}
    sesv2.send_email(FromEmailAddress="me@example.org", Destination=to, Content=second)
    sesv2.send_email(Destination=to, Content={"Raw": {"Data": raw}})
    topic = sns.create_topic(Name="tells")["TopicArn"]
    for protocol, endpoint in (("email", "you@example.org"), ("https", "https://x.org/hook")):
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
    sns.publish(TopicArn=topic, Message="ended")
    sent = outbox(aws)[-6:]
    assert [each["channel"] for each in sent] == ["email"] * 5 + ["https"]
    assert [each.get("subject") for each in sent[:4]] == ["first", "raw", "second", "raw"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert program.main(["--home", str(aws.home), "--to", "x.org"]) == 0
    assert "https://x.org/hook" in printed.getvalue()
