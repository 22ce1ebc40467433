from __future__ import annotations

from localaws.messages.message import Message
from localaws.messages.outbox import Outbox


def mail(number: int, body: str = "") -> Message:
    return Message(str(number), float(number), "email", ("a@b",), "sns", body)


def test_messages_are_kept_in_order() -> None:
    outbox = Outbox()
    outbox.put(mail(1))
    outbox.put(mail(2))
    assert [message.id for message in outbox.messages()] == ["1", "2"]


def test_the_oldest_go_and_it_says_how_many() -> None:
    outbox = Outbox(most=2)
    for number in range(5):
        outbox.put(mail(number))
    shown = outbox.shown()
    assert [message["id"] for message in shown["messages"]] == ["3", "4"]
    assert shown["dropped"] == 3


def test_large_ones_take_the_room_of_many_and_the_last_one_stays() -> None:
    outbox = Outbox(most_bytes=10)
    outbox.put(mail(1, "x" * 8))
    outbox.put(mail(2, "x" * 20))
    assert [message.id for message in outbox.messages()] == ["2"]
