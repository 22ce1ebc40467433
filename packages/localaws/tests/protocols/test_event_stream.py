"""Messages of event streams, as botocore reads them."""

from __future__ import annotations

from botocore.eventstream import EventStreamBuffer, EventStreamMessage
from hypothesis import given
from hypothesis import strategies as st

from localaws.protocols.event_stream import event, exception


def read(*messages: bytes) -> list[EventStreamMessage]:
    buffer = EventStreamBuffer()
    for message in messages:
        buffer.add_data(message)
    return list(buffer)


@given(st.lists(st.binary(), max_size=4), st.text("PayloadrtÄ", min_size=1, max_size=20))
def test_events_are_read_back_in_order(payloads: list[bytes], kind: str) -> None:
    found = read(*(event(kind, payload) for payload in payloads))
    assert [message.payload for message in found] == payloads
    for message in found:
        assert message.headers == {
            ":event-type": kind,
            ":content-type": "application/octet-stream",
            ":message-type": "event",
        }


def test_an_error_is_one_to_botocore() -> None:
    (message,) = read(exception("ModelStreamError", b"{}"))
    assert message.headers == {
        ":exception-type": "ModelStreamError",
        ":content-type": "application/json",
        ":message-type": "exception",
    }
    assert message.to_response_dict()["status_code"] == 400
