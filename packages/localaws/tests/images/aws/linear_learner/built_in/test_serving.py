"""An endpoint over HTTP, with a model that doubles."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request

import pytest
from built_in.server import InvocationServer
from built_in.serving import ServedModel


class Doubling:
    columns = 2
    what = "doubling"

    def predict(self, features):
        return [{"score": float(row[0] + row[0])} for row in features]  # of 32 bits


@pytest.fixture(scope="module")
def url():
    with InvocationServer(ServedModel(Doubling()), 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def ask(url, body=None, **headers):
    request = urllib.request.Request(
        url, body, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers.get("Content-Type"), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Content-Type"), error.read()


def test_it_is_alive(url):
    assert ask(f"{url}/ping")[0] == 200


def test_a_batch_transform_is_told_how_it_may_ask(url):
    status, content_type, body = ask(f"{url}/execution-parameters")
    told = json.loads(body)
    assert (status, content_type) == (200, "application/json")
    assert told["BatchStrategy"] == "MULTI_RECORD"
    assert told["MaxPayloadInMB"] == 6
    assert told["MaxConcurrentTransforms"] >= 1


def test_rows_are_predicted_in_the_type_that_is_asked_for(url):
    assert ask(f"{url}/invocations", b"1,2\n3,4", Content_Type="text/csv") == (
        200, "application/json", b'{"predictions": [{"score": 2.0}, {"score": 6.0}]}',
    )  # fmt: skip
    answer = ask(
        f"{url}/invocations", b"1,2\n", Content_Type="text/csv", Accept="application/jsonlines"
    )
    assert answer == (200, "application/jsonlines", b'{"score": 2.0}\n')


@pytest.mark.parametrize(
    ("body", "content_type", "status", "words"),
    [
        (b"1,2,3", "text/csv", 400, "unable to evaluate payload provided: rows have 3 features"),
        (b"\n", "text/csv", 400, "the body is empty"),
        (b"1,2", "text/plain", 415, "content-type text/plain not supported"),
        (b"3e38,1\n", "text/csv", 400, "predicts for a row is infinite or NaN"),
        (b"1," * 4_000_000, "text/csv", 413, "at most 6291456 are possible"),
    ],
)
def test_what_is_no_request_is_refused(url, body, content_type, status, words):
    found, _, said = ask(f"{url}/invocations", body, Content_Type=content_type)
    assert found == status
    assert words in said.decode()
