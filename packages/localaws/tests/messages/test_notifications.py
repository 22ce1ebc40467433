from __future__ import annotations

import json

from localaws.messages.message import shown
from localaws.messages.notifications import (
    Addressee,
    Notification,
    document,
    message,
    text_message,
)

TOPIC = "arn:aws:sns:eu-west-1:123456789012:pages"
NEWS = Notification(
    "1-2", 1710591405.77, TOPIC, "It failed.", "ALARM", {"kind": {"Type": "String", "Value": "x"}}
)


def to(protocol: str, endpoint: str, name: str | None = None, raw: bool = False) -> Addressee:
    return Addressee(f"{TOPIC}:9", protocol, endpoint, name, raw)


def test_a_mail_has_the_subject_the_text_and_how_to_unsubscribe() -> None:
    mail = message(NEWS, to("email", "ops@example.com"))
    assert (mail.to, mail.subject, mail.origin) == (("ops@example.com",), "ALARM", TOPIC)
    assert mail.sender == "AWS Notifications <no-reply@sns.amazonaws.com>"
    assert mail.body.startswith("It failed.\n\n--\n")
    assert f"unsubscribe.html?SubscriptionArn={TOPIC}:9&Endpoint=ops@example.com" in mail.body


def test_a_mail_without_a_subject_gets_one() -> None:
    mail = message(Notification("1", 0, TOPIC, "x"), to("email", "a@b", "Pages"))
    assert mail.subject == "AWS Notification Message"
    assert mail.sender == "Pages <no-reply@sns.amazonaws.com>"


def test_a_url_gets_the_document_and_its_headers() -> None:
    post = message(NEWS, to("https", "https://example.com/hook"))
    content = json.loads(post.body)
    assert (content["Type"], content["Message"]) == ("Notification", "It failed.")
    assert content["Timestamp"] == "2024-03-16T12:16:45.770Z"
    assert content["MessageAttributes"] == {"kind": {"Type": "String", "Value": "x"}}
    assert post.headers["x-amz-sns-message-type"] == "Notification"
    assert "x-amz-sns-rawdelivery" not in post.headers


def test_raw_delivery_sends_the_text_alone() -> None:
    post = message(NEWS, to("http", "http://example.com", raw=True))
    assert (post.body, post.headers["x-amz-sns-rawdelivery"]) == ("It failed.", "true")


def test_a_mail_for_programs_is_the_document() -> None:
    addressee = to("email-json", "a@b")
    assert message(NEWS, addressee).body == document(NEWS, addressee)


def test_a_text_message_is_short() -> None:
    sms = message(Notification("1", 0, TOPIC, "x" * 2000), to("sms", "+491", "Pages"))
    assert sms.body.startswith("Pages> x")
    assert len(sms.body) == 1600
    assert text_message("1", 0, "+491", "hi").to == ("+491",)


def test_it_is_shown_without_what_it_does_not_have() -> None:
    assert shown(text_message("1", 0, "+491", "hi")) == {
        "time": "1970-01-01T00:00:00.000Z",
        "id": "1",
        "channel": "sms",
        "to": ["+491"],
        "origin": "sns",
        "body": "hi",
    }
