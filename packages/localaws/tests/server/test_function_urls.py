"""Which requests are for a function's URL, and what of them is handed on."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest

from localaws.functions.urls.request import HttpRequest, Signed
from localaws.functions.urls.response import HttpResponse
from localaws.server.function_urls import FunctionUrls
from localaws.server.gate.decision import Policy
from localaws.server.gate.middleware import Gate
from localaws.server.gate.peers import PEER, Peer

SIGNATURE = (
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/{service}/aws4_request, "
    "SignedHeaders=host, Signature=00"
)


class Asked:
    """Stands for the functions, and keeps what it was asked."""

    url_id = ""
    request = HttpRequest("", "")
    by: Signed | None = None

    def respond(self, url_id: str, request: HttpRequest, by: Signed | None) -> HttpResponse:
        self.url_id, self.request, self.by = url_id, request, by
        return HttpResponse(204 if request.path == "/nothing" else 299, b"body")


def asking(host: str, target: str = "/", body: bytes = b"", **headers: str) -> tuple[Asked, Any]:
    """What the functions were asked by a request, and its status with its body."""
    asked, started = Asked(), []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": target,
        "RAW_URI": target,
        "HTTP_HOST": host,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_PORT": "4566",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **headers,
    }

    def elsewhere(_: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"elsewhere"]

    def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        started.append(status)

    application = FunctionUrls(asked, elsewhere)  # type: ignore[arg-type]
    return asked, (b"".join(application(environ, start)), started[0])


@pytest.mark.parametrize(
    ("host", "target", "path"),
    [
        ("abc.lambda-url.us-east-1.localhost:4566", "/a%20b?c=d", "/a%20b"),
        ("ABC.Lambda-URL.us-east-1.localhost", "/", "/"),
        ("localhost:4566", "/_localaws/lambda-url/abc", "/"),
        ("localhost:4566", "/_localaws/lambda-url/abc/x/y?c=d", "/x/y"),
    ],
)
def test_a_function_is_called_by_host_or_by_path(host: str, target: str, path: str) -> None:
    asked, responded = asking(host, target)
    assert (asked.url_id, asked.request.path) == ("abc", path)
    assert asked.request.query == ("c=d" if "?" in target else "")
    assert responded == (b"body", "299 Unknown")


@pytest.mark.parametrize(
    "host",
    ["localhost:4566", "bucket.localhost", "abc.lambda-url.localhost", "abc.lambda-url.x.example"],
)
def test_everything_else_is_handed_on(host: str) -> None:
    assert asking(host)[1] == (b"elsewhere", "200 OK")


def test_a_signature_counts_that_is_for_lambda() -> None:
    host = "abc.lambda-url.us-east-1.localhost"
    asked, _ = asking(host, HTTP_AUTHORIZATION=SIGNATURE.format(service="lambda"))
    assert asked.by is not None
    for other in (SIGNATURE.format(service="s3"), "Bearer x", "AWS4-HMAC-SHA256 x"):
        assert asking(host, HTTP_AUTHORIZATION=other)[0].by is None


def test_a_body_larger_than_any_event_is_refused() -> None:
    host = "abc.lambda-url.us-east-1.localhost"
    assert asking(host, "/", b"x")[0].request.body == b"x"
    assert asking(host, "/", b"x", CONTENT_LENGTH="6291457")[1][1].startswith("413")


def test_a_response_without_a_body_has_none() -> None:
    host = "abc.lambda-url.us-east-1.localhost"
    assert asking(host, "/nothing")[1] == (b"", "204 No Content")


@pytest.mark.parametrize(
    ("host", "target", "its_own"),
    [
        ("abc.lambda-url.us-east-1.localhost:4566", "/", True),
        ("localhost:4566", "/_localaws/lambda-url/abc", False),
        ("localhost:4566", "/bucket/page.html", False),
    ],
)
def test_a_page_with_a_host_of_its_own_says_itself_what_it_may(
    host: str, target: str, its_own: bool
) -> None:
    """A form would not be sent from a page that the gate has put into a sandbox."""
    headers: list[tuple[str, str]] = []

    def page(_: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("content-security-policy", "form-action 'self'")])
        return [b""]

    class Form(Asked):
        def respond(self, *_: Any) -> HttpResponse:
            return HttpResponse(200, b"", (("content-security-policy", "form-action 'self'"),))

    behind = FunctionUrls(Form(), page)  # type: ignore[arg-type]
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": target,
        "RAW_URI": target,
        "HTTP_HOST": host,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_PORT": "4566",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        PEER: Peer.OURS,
    }
    gate = Gate(behind, Policy(), SimpleNamespace(asks_everybody=False))  # type: ignore[arg-type]
    gate(environ, lambda status, sent, error=None: headers.extend(sent))  # type: ignore[arg-type,return-value]
    said = dict(headers)["content-security-policy" if its_own else "Content-Security-Policy"]
    assert said == ("form-action 'self'" if its_own else "sandbox")
