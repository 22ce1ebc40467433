"""InvokeEndpoint without HTTP: what reaches the container and what its caller is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest

from localaws.hosting.hosting import Hosting
from localaws.hosting.invocation.errors import LARGEST_BODY, InvokeError
from localaws.hosting.invocation.headers import REFUSED, passed_on
from localaws.hosting.invocation.invoke import InvokeResponse, invoke
from localaws.hosting.router import NoneReady, NoSuchVariant
from localaws.runtime.protocol import Response
from localaws.sagemaker.in_turn import Answered, Broke, Late

PREFIX = "x-amzn-sagemaker-"


class Scene:
    """One endpoint, ``e``, whose container gives ``response`` or raises it."""

    def __init__(self, response: Response | Exception) -> None:
        self.response = response
        self.asked: list[tuple[Mapping[str, str], bytes, float, str | None]] = []
        self.counted: list[tuple[str, str, int]] = []
        self.refused: Exception | None = None  # by the router
        endpoint = SimpleNamespace(
            name="e", serves=True, router=self, capture=None, asynchronous=None
        )
        service = SimpleNamespace(account="123456789012", region="eu-west-1")
        self.hosting = SimpleNamespace(
            endpoints=SimpleNamespace(find={"e": endpoint}.get),
            metrics=self,
            service=service,
            shadows=SimpleNamespace(copy=lambda router, copy: None),
        )

    @contextmanager
    def lease(self, target: str | None) -> Any:
        if self.refused is not None:
            raise self.refused
        yield SimpleNamespace(variant=target or "a", configuration="c", invoke=self.answer)

    def answer(self, *asked: Any) -> Answered:
        self.asked.append(asked)
        if isinstance(self.response, Exception):
            raise self.response
        said = self.response
        return Answered(said.status, said.headers, said.body, "primary")

    routes = ()

    def instances_of(self, variant: str) -> int:
        return 1

    def invoked(self, endpoint: str, variant: str, status: int, *_: Any) -> None:
        self.counted.append((endpoint, variant, status))

    def invoke(self, name: str = "e", body: bytes = b"body", **headers: str) -> InvokeResponse:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return invoke(cast(Hosting, self.hosting), name, named, body)

    def error(self, **asked: Any) -> InvokeError:
        with pytest.raises(InvokeError) as caught:
            self.invoke(**asked)
        return caught.value


def test_the_body_goes_untouched_and_the_response_comes_back() -> None:
    headers = {"content-type": "text/x", PREFIX + "custom-attributes": "c", "server": "s"}
    scene = Scene(Response(201, headers, b"out"))
    found = scene.invoke(body=b"\0in", content_type="text/y", authorization="secret")
    assert scene.asked == [({"content-type": "text/y"}, b"\0in", 60.0, None)]
    assert found == InvokeResponse(
        b"out",
        {
            "x-Amzn-Invoked-Production-Variant": "a",
            "Content-Type": "text/x",
            "X-Amzn-SageMaker-Custom-Attributes": "c",
        },
    )
    assert scene.counted == [("e", "a", 201)]


def test_of_the_callers_headers_only_sagemakers_are_passed_on() -> None:
    given = {"accept": "a", "content-type": "c", "x-amz-date": "d", "host": "h", "cookie": "k"}
    ours = {PREFIX + "inference-id": "i"}
    assert passed_on(given | ours) == {"accept": "a", "content-type": "c"} | ours


@pytest.mark.parametrize(
    ("status", "kind"),
    [(199, "server"), (300, "server"), (400, "client"), (499, "client"), (500, "server")],
)
def test_any_other_status_is_a_model_error(status: int, kind: str) -> None:
    scene = Scene(Response(status, {}, b"no \xff"))
    error = scene.error()
    assert (error.code, error.status) == ("ModelError", 424)
    told = json.loads(error.body)
    assert told["OriginalStatusCode"] == status
    assert told["OriginalMessage"] == "no \ufffd"
    assert told["Message"].startswith(f"Received {kind} error ({status}) from primary")
    assert scene.counted == [("e", "a", status)]


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (Late("primary"), "Your invocation timed out"),
        (Broke("primary", "it died"), "broke off before it answered: it died"),
    ],
)
def test_a_container_that_gives_none_is_a_model_error_of_status_0(
    raised: Exception, says: str
) -> None:
    scene = Scene(raised)
    error = scene.error()
    assert error.code == "ModelError"
    assert says in str(error)
    assert scene.counted == [("e", "a", 0)]


@pytest.mark.parametrize(
    ("refused", "code", "status"),
    [(NoSuchVariant("v"), "ValidationError", 400), (NoneReady(), "ServiceUnavailable", 503)],
)
def test_what_the_router_refuses_has_an_error_of_its_own(
    refused: Exception, code: str, status: int
) -> None:
    scene = Scene(Response(200, {}, b""))
    scene.refused = refused
    error = scene.error()
    assert (error.code, error.status) == (code, status)
    assert not scene.counted


def test_an_endpoint_that_does_not_serve_is_not_found() -> None:
    scene = Scene(Response(200, {}, b""))
    assert "Endpoint f of account 123456789012 not found" in str(scene.error(name="f"))
    scene.hosting.endpoints.find("e").serves = False
    assert "Endpoint e of account" in str(scene.error())


@pytest.mark.parametrize(("length", "refused"), [(1024, False), (1025, True)])
def test_custom_attributes_have_a_longest_length(length: int, refused: bool) -> None:
    scene = Scene(Response(200, {}, b""))
    attributes: dict[str, Any] = {"x_amzn_sagemaker_custom_attributes": "x" * length}
    if refused:
        assert "customAttributes" in str(scene.error(**attributes))
        assert not scene.asked
    else:
        scene.invoke(**attributes)


@pytest.mark.parametrize("attributes", ["\x1f", "\x7f", "é"])
def test_custom_attributes_are_printable(attributes: str) -> None:
    scene = Scene(Response(200, {}, b""))
    assert "printable" in str(scene.error(x_amzn_sagemaker_custom_attributes=attributes))


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_no_container_here_does_is_refused_by_its_header(name: str) -> None:
    scene = Scene(Response(200, {}, b""))
    error = scene.error(**{(PREFIX + name).replace("-", "_"): "x"})
    assert f"not supported by this embedded AWS ({name})" in str(error)


def test_a_body_of_the_largest_size_goes_and_one_byte_more_does_not() -> None:
    scene = Scene(Response(200, {}, b""))
    largest = b"x" * LARGEST_BODY
    scene.invoke(body=largest)
    assert "less than or equal to 6291456" in str(scene.error(body=largest + b"x"))
