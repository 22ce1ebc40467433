"""A request on its way through several containers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from localaws.runtime.protocol import NotServing, Response, StreamedResponse
from localaws.sagemaker.in_turn import Answered, Broke, Late, Streamed, invoke, stream

Says = Callable[[bytes], Response]


class Step:
    """A container that says something, and keeps what it was asked."""

    def __init__(self, says: Says) -> None:
        self._says = says
        self.asked: list[tuple[dict[str, str], bytes]] = []
        self.time = 0.0

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        assert (method, path) == ("POST", "/invocations")
        self.asked.append((dict(headers), body))
        self.time = timeout
        return self._says(body)

    def stream(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> StreamedResponse:
        response = self.request(method, path, headers, body, timeout)
        parts = (response.body[at : at + 1] for at in range(len(response.body)))
        return StreamedResponse(response.status, response.headers, parts)


def adds(text: bytes, content_type: str | None = None, status: int = 200) -> Step:
    headers = {"content-type": content_type} if content_type else {}
    return Step(lambda body: Response(status, headers, body + text))


def raises(error: Exception) -> Step:
    def says(_: bytes) -> Response:
        raise error

    return Step(says)


def through(*steps: Step, **headers: str) -> Answered:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return invoke(
        [(f"step-{number}", step) for number, step in enumerate(steps, 1)], named, b"in", 60
    )


def test_one_responds_to_what_the_one_before_it_responded() -> None:
    first, second, third = adds(b" 1", "text/one"), adds(b" 2"), adds(b" 3", "text/three")
    found = through(first, second, third, content_type="text/in", accept="text/out", other="o")
    assert (found.status, found.body, found.container) == (200, b"in 1 2 3", "step-3")
    assert found.headers == {"content-type": "text/three"}
    assert list(found.took) == ["step-1", "step-2", "step-3"]
    assert first.asked == [({"content-type": "text/in", "other": "o"}, b"in")]
    assert second.asked == [({"content-type": "text/one", "other": "o"}, b"in 1")]
    assert third.asked == [({"accept": "text/out", "other": "o"}, b"in 1 2")]


def test_an_only_one_gets_all_headers() -> None:
    only = adds(b"", "text/x")
    through(only, content_type="text/in", accept="text/out")
    assert only.asked == [({"content-type": "text/in", "accept": "text/out"}, b"in")]


@pytest.mark.parametrize("status", [199, 300, 400, 500])
def test_a_response_that_is_no_success_ends_it(status: int) -> None:
    last = adds(b"")
    found = through(adds(b" 1"), adds(b" no", status=status), last)
    assert (found.status, found.body, found.container) == (status, b"in 1 no", "step-2")
    assert not last.asked


def test_who_does_not_respond_is_named() -> None:
    with pytest.raises(Broke, match="it died") as broke:
        through(adds(b""), raises(NotServing("it died")))
    with pytest.raises(Late) as late:
        through(raises(TimeoutError()), adds(b""))
    assert (broke.value.container, late.value.container) == ("step-2", "step-1")


def test_the_time_is_for_all_of_them() -> None:
    first, second = adds(b""), adds(b"")
    through(first, second)
    assert second.time <= first.time <= 60


def streamed(*steps: Step) -> Streamed:
    headers = {"accept": "text/out", "content-type": "text/in"}
    return stream([(f"step-{n}", step) for n, step in enumerate(steps, 1)], headers, b"in", 60)


def test_the_last_ones_response_is_had_as_it_comes() -> None:
    first, last = adds(b" 1", "text/one"), adds(b" 2")
    found = streamed(first, last)
    assert list(found.parts) == [bytes([each]) for each in b"in 1 2"]
    assert found.container == "step-2"
    assert first.asked == [({"content-type": "text/in"}, b"in")]
    assert last.asked == [({"accept": "text/out", "content-type": "text/one"}, b"in 1")]


def test_a_stream_ends_with_the_first_that_is_no_success() -> None:
    last = adds(b"")
    found = streamed(adds(b" no", status=500), last)
    assert (found.status, found.container, b"".join(found.parts)) == (500, "step-1", b"in no")
    assert not last.asked
    with pytest.raises(Late) as late:
        streamed(raises(TimeoutError()))
    assert late.value.container == "step-1"
