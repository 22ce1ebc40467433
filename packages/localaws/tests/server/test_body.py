"""Bodies that end where HTTP says, and what is left of them for the next request."""

from __future__ import annotations

import io

import pytest

from localaws.server.body import BadBody, Chunked, Sized


def test_a_sized_body_ends_before_the_next_request() -> None:
    source = io.BytesIO(b"bodynext")
    body = Sized(source, 4)
    assert body.read() == b"body"
    assert body.drain()
    assert source.read() == b"next"


def test_a_chunked_body_ends_before_the_next_request() -> None:
    source = io.BytesIO(b"3;x=1\r\nbod\r\n1 \r\ny\r\n00\r\nTrailer: t\r\n\r\nnext")
    body = Chunked(source)
    assert body.read() == b"body"
    assert body.drain()
    assert source.read() == b"next"


@pytest.mark.parametrize("left", [(1 << 20) - 1, 1 << 20])
def test_what_nobody_read_is_read_away_up_to_a_mebibyte(left: int) -> None:
    body = Sized(io.BytesIO(b"x" * left), left)
    assert body.drain() is (left < 1 << 20)


def test_the_client_is_told_to_go_on_once_and_only_if_somebody_reads() -> None:
    told: list[str] = []
    body = Sized(io.BytesIO(b"ab"), 2, lambda: told.append("go on"))
    assert body.withheld
    assert not body.drain()
    assert told == []
    assert (body.read(1), body.read(1), told) == (b"a", b"b", ["go on"])
    assert not body.withheld


def test_a_body_of_nothing_is_not_waited_for() -> None:
    body = Sized(io.BytesIO(), 0, lambda: pytest.fail("told to go on"))
    assert not body.withheld
    assert (body.read(), body.drain()) == (b"", True)


@pytest.mark.parametrize("body", [Sized(io.BytesIO(b"a"), 2), Chunked(io.BytesIO(b"2\r\na"))])
def test_a_client_that_leaves_in_the_middle_has_sent_no_body(body: Sized | Chunked) -> None:
    with pytest.raises(ConnectionResetError):
        body.read()


@pytest.mark.parametrize(
    "sent",
    [
        b"g\r\n",
        b"-1\r\n",
        b"1\n",
        b"f" * 16 + b"\r\n",
        b"1\r\nab\r\n",
        b"0\r\n" + b"a: b\r\n" * 64 + b"\r\n",
        b"1;" + b"x" * 5000 + b"\r\n",
    ],
)
def test_what_is_not_chunked_as_it_should_be_is_refused(sent: bytes) -> None:
    with pytest.raises(BadBody):
        Chunked(io.BytesIO(sent)).read()


def test_sixty_three_trailers_are_not_too_many() -> None:
    assert Chunked(io.BytesIO(b"0\r\n" + b"a: b\r\n" * 63 + b"\r\n")).read() == b""
