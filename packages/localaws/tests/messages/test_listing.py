from __future__ import annotations

from localaws.messages.listing import chosen, listing
from localaws.messages.message import Message, shown

MAIL = shown(
    Message("1", 0, "email", ("ops@example.com",), "arn:topic", "One\n\x1b[31mtwo", None, "Hi")
)
POST = shown(Message("2", 60, "https", ("https://example.com",), "arn:topic", "{}"))


def test_a_message_is_told_with_its_heads_and_its_body() -> None:
    assert listing([MAIL]) == (
        "1970-01-01T00:00:00.000Z  email  to ops@example.com\n"
        "  subject: Hi\n"
        "  by: arn:topic\n"
        "    One\n"
        "    \N{REPLACEMENT CHARACTER}[31mtwo\n"
    )


def test_those_of_a_channel_and_an_address() -> None:
    assert chosen([MAIL, POST], "http", None) == [POST]
    assert chosen([MAIL, POST], None, "ops@") == [MAIL]
    assert chosen([MAIL, POST], "sms", None) == []
