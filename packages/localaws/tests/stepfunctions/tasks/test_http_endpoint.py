"""An HTTP task against an endpoint of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from localaws.stepfunctions.tasks.http_endpoint import HttpEndpoint
from localaws.stepfunctions.tasks.task import Exchange, TaskFailure
from localaws.this_aws.within import Sent
from packages.localaws.tests.stepfunctions.tasks.orders import Aws, order

ARN = "arn:aws:events:us-east-1:123456789012:connection/mine/0123"


class Endpoint(BaseHTTPRequestHandler):
    """Tells what it was asked; under ``/token`` it gives a token, under a number that status."""

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        said: Any = {"headers": {k.lower(): v for k, v in self.headers.items()}, "body": body}
        kind = self.path.strip("/").partition("?")[0]
        if kind == "token":
            said = {"access_token": f"of {body.split('client_id=')[1].split('&')[0]}"}
        self.send_response(int(kind) if kind.isdecimal() else 200)
        content = b"plain" if kind == "plain" else json.dumps(said).encode()
        self.send_header("Content-Type", "text/plain" if kind == "plain" else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


class Connections(Aws):
    """EventBridge and Secrets Manager, with one connection."""

    def __init__(self, kind: str, secret: dict[str, Any]) -> None:
        super().__init__()
        self._described = {"AuthorizationType": kind, "SecretArn": "arn:secret"}
        self._secret = {"SecretString": json.dumps(secret)}

    def __call__(self, sent: Sent) -> Any:
        target = {name.lower(): value for name, value in sent.headers}["x-amz-target"]
        self.response = self._described if "Describe" in target else self._secret
        return super().__call__(sent)


KEY = Connections("API_KEY", {"api_key_name": "X-Key", "api_key_value": "k"})


def _called(aws: Aws, url: str, **arguments: Any) -> Any:
    asked = {"ApiEndpoint": url, "Method": "GET", "Authentication": {"ConnectionArn": ARN}}
    return HttpEndpoint(aws.requests()).call(order("http:invoke", asked | arguments))


def test_a_response_is_told_with_its_status_and_headers(url: str) -> None:
    output = _called(KEY, f"{url}/")
    assert (output["StatusCode"], output["StatusText"]) == (200, "OK")
    assert output["Headers"]["content-type"] == ["application/json"]
    assert output["ResponseBody"]["headers"]["x-key"] == "k"


@pytest.mark.parametrize("reveals", [False, True])
def test_whoever_tests_it_sees_request_and_response(url: str, reveals: bool) -> None:
    told: list[Any] = []
    asked = {"ApiEndpoint": f"{url}/", "Method": "POST", "RequestBody": {"a": 1}}
    asked["Authentication"] = {"ConnectionArn": ARN}
    exchange = Exchange(lambda *both: told.extend(both), reveals)

    HttpEndpoint(KEY.requests()).call(replace(order("http:invoke", asked), exchange=exchange))

    sent, came = told
    assert (sent["protocol"], sent["method"], sent["url"]) == ("http", "POST", f"{url}/")
    assert sent["body"] == '{"a":1}'
    assert ("x-key: k" in sent["headers"]) is reveals
    assert (came["statusCode"], came["statusMessage"]) == ("200", "OK")
    assert "Content-Type: application/json" in came["headers"]
    assert json.loads(came["body"])["headers"]["x-key"] == "k"


def test_a_response_that_is_no_json_is_text(url: str) -> None:
    assert _called(KEY, f"{url}/plain")["ResponseBody"] == "plain"


def test_a_body_is_sent(url: str) -> None:
    said = _called(KEY, f"{url}/", Method="POST", RequestBody={"a": 1})["ResponseBody"]
    assert said["body"] == '{"a":1}'


def test_a_user_and_a_password(url: str) -> None:
    aws = Connections("BASIC", {"username": "user", "password": "secret"})
    assert _called(aws, f"{url}/")["ResponseBody"]["headers"]["authorization"] == (
        "Basic dXNlcjpzZWNyZXQ="
    )


def test_a_token_is_asked_for_first(url: str) -> None:
    secret = {
        "client_parameters": {"client_id": "me", "client_secret": "s"},
        "authorization_endpoint": f"{url}/token",
        "http_method": "POST",
    }
    said = _called(Connections("OAUTH_CLIENT_CREDENTIALS", secret), f"{url}/")["ResponseBody"]
    assert said["headers"]["authorization"] == "Bearer of me"


def test_parameters_of_the_connection_are_added(url: str) -> None:
    parameters = {"header_parameters": [{"key": "X-More", "value": "m", "is_value_secret": False}]}
    secret = {"api_key_name": "a", "api_key_value": "b", "invocation_http_parameters": parameters}
    said = _called(Connections("API_KEY", secret), f"{url}/")["ResponseBody"]
    assert said["headers"]["x-more"] == "m"


@pytest.mark.parametrize("status", [404, 503])
def test_an_error_of_the_api_fails_the_task_by_its_status(url: str, status: int) -> None:
    with pytest.raises(TaskFailure) as failure:
        _called(KEY, f"{url}/{status}")
    assert failure.value.error == f"States.Http.StatusCode.{status}"
    assert json.loads(failure.value.cause)["StatusCode"] == status


def test_an_endpoint_that_cannot_be_reached() -> None:
    with pytest.raises(TaskFailure) as failure:
        _called(KEY, "http://localhost:1/")
    assert failure.value.error == "States.Http.Socket"


def test_a_connection_that_there_is_not(url: str) -> None:
    aws = Aws({"__type": "ResourceNotFoundException", "message": "none"}, status=400)
    with pytest.raises(TaskFailure, match=f"Connection {ARN} does not exist"):
        _called(aws, url)


def test_arguments_that_make_no_request(url: str) -> None:
    with pytest.raises(TaskFailure, match="could not be used to start the Task") as failure:
        _called(KEY, url, Method="WAT")
    assert failure.value.error == "States.Runtime"
