"""Who may send, and what is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.messages.mail.mail import Mail
from localaws.messages.mail.post_office import Office, PostOffices, page, values
from localaws.messages.mail.templates import Template
from localaws.messages.outbox import Outbox
from localaws.protocols.refusal import Refusal

from .offices import Mails

MAIL = Mail("Me <me@example.org>", ("you@x.org",), text="hello")


@pytest.fixture
def office() -> Office:
    return Office("123456789012", "us-east-1", {"example.org": {}, "one@other.org": {}})


@pytest.fixture
def offices() -> PostOffices:
    return PostOffices(Outbox(), Mails().clock)


@pytest.mark.parametrize(
    ("sender", "identity"),
    [
        ("me@example.org", "example.org"),
        ("Me <me@Example.ORG>", "example.org"),
        ("me@mail.example.org", "example.org"),
        ("one@other.org", "one@other.org"),
        ("one@OTHER.org", "one@other.org"),
        ("two@other.org", None),
        ("me@notexample.org", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_an_address_may_send_by_its_identity_or_that_of_a_domain_above(
    office: Office, sender: str, identity: str | None
) -> None:
    assert office.verified(sender) == identity


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        (replace(MAIL, sender="x@y.org"), "failed the check in region US-EAST-1: x@y.org"),
        (replace(MAIL, to=()), "Missing final destination"),
        (replace(MAIL, to=("you",)), "Missing final '@domain'"),
        (replace(MAIL, to=("a b@x.org",)), "Missing final '@domain'"),
        (replace(MAIL, to=("you@x.org",) * 51), "Recipient count exceeds 50"),
    ],
)
def test_what_is_no_mail_is_refused(
    offices: PostOffices, office: Office, mail: Mail, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        offices.send(office, mail)


def test_a_template_without_a_value_is_accepted_and_not_sent(office: Office) -> None:
    outbox = Outbox()
    offices = PostOffices(outbox, Mails().clock)
    template = Template("t", "Run {{run}}", "ended")
    assert offices.send_rendered(office, MAIL, template, "{}")
    assert outbox.messages() == ()
    offices.send_rendered(office, MAIL, template, '{"run": 7}')
    assert outbox.messages()[0].subject == "Run 7"


@pytest.mark.parametrize("data", ["[]", "x", "7"])
def test_the_data_of_a_template_is_a_json_object(data: str) -> None:
    with pytest.raises(Refusal, match="it is no JSON object"):
        values(data)


def test_pages_follow_one_another() -> None:
    assert page("abc", {"MaxItems": 2}, "MaxItems") == (["a", "b"], "2")
    assert page("abc", {"MaxItems": 2, "NextToken": "2"}, "MaxItems") == (["c"], None)
    with pytest.raises(Refusal, match="NextToken is invalid"):
        page("abc", {"NextToken": "x"}, "MaxItems")
