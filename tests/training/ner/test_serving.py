"""The endpoint as a real program over HTTP: answers, refusals, many clients, an orderly end."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import IMAGE, sentence

JSON = "application/json"


@contextmanager
def served(base):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SAGEMAKER_BASE_DIR": str(base),
        "SAGEMAKER_BIND_TO_PORT": str(port),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    process = subprocess.Popen(
        [str(IMAGE / "serve")], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        while process.poll() is None:
            try:
                if call(port, "GET", "/ping")[0] == 200:
                    break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield process, port
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def port(trained):
    with served(trained) as (_, port):
        yield port


def call(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=named)
    answer = connection.getresponse()
    content = answer.status, answer.headers.get("content-type"), answer.read()
    connection.close()
    return content


def invoke(port, body, content_type=JSON, **headers):
    return call(port, "POST", "/invocations", body, content_type=content_type, **headers)


def entities(port, text):
    status, _, body = invoke(port, json.dumps({"text": text}))
    assert status == 200, body
    return json.loads(body)["entities"]


def test_ping_answers_once_the_model_is_loaded(port):
    assert call(port, "GET", "/ping")[0] == 200


def test_a_text_gets_entities_with_offsets_and_scores(port):
    text = "\U000e0001 Ada Smith visits new Kyoto. 🎉"  # one code point, two in UTF-16, no token
    status, media_type, body = invoke(port, json.dumps({"text": text}))
    assert (status, media_type) == (200, JSON)
    person, city = json.loads(body)["entities"]
    assert set(person) == {"text", "type", "start", "end", "score"}
    assert (person["text"], person["type"], person["start"], person["end"]) == (
        "Ada Smith",
        "person",
        2,
        11,
    )
    assert city["text"] == text[city["start"] : city["end"]] == "new Kyoto"
    assert 0.5 < city["score"] <= 1


def test_several_texts_get_a_list_in_their_order(port):
    texts = ["ada smith visits new oslo .", "", "kenji tanaka leaves new lima ."]
    status, _, body = invoke(port, json.dumps({"texts": texts}))
    assert status == 200
    first = [[one["text"] for one in answer["entities"]] for answer in json.loads(body)]
    assert first == [["ada smith", "new oslo"], [], ["kenji tanaka", "new lima"]]


def test_json_lines_get_json_lines(port):
    body = '{"text": "olga smith visits new turin ."}\n\n{"text": ""}\n'
    status, media_type, answer = invoke(port, body, "application/jsonlines")
    assert (status, media_type) == (200, "application/jsonlines")
    first, second = map(json.loads, answer.decode().splitlines())
    assert first["entities"][0]["text"] == "olga smith"
    assert second == {"entities": []}


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "shift_jis"])
def test_plain_text_is_read_in_its_charset(port, charset):
    text = "\u3000\u3000ada smith visits new oslo . 東京"  # ideographic spaces first
    status, _, body = invoke(port, text.encode(charset), f"text/plain; charset={charset}")
    assert status == 200
    assert json.loads(body)["entities"][0]["start"] == 2


def test_the_caller_chooses_the_type_of_the_answer(port):
    body = json.dumps({"texts": ["ada", "oslo"]})
    lines = invoke(port, body, accept="text/html;q=0.9, application/jsonlines")
    assert lines[1] == "application/jsonlines"
    assert len(lines[2].decode().splitlines()) == 2
    assert invoke(port, body, accept="*/*")[1] == JSON


@pytest.mark.parametrize(
    "text", ["", "   ", "🎉👩‍👩‍👧🎉", "שלום עולם", "مرحبا بالعالم", "\u0000\u200f"]
)
def test_unusual_texts_are_answered(port, text):
    assert all(text[one["start"] : one["end"]] == one["text"] for one in entities(port, text))


def test_a_hundred_thousand_characters_are_answered(port):
    text = ("ada smith visits new oslo . " * 4000)[:100_000]
    found = entities(port, text)
    assert len(found) > 6000
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "reason"),
    [
        ("a,b", "text/csv", 415, "cannot read 'text/csv'"),
        (b"\xff", "text/plain; charset=klingon", 415, "unknown charset 'klingon'"),
        (b"\xff\xfe\xfa", "text/plain", 400, "the body is not utf-8"),
        ("", JSON, 400, "the body is not JSON"),
        ("{", JSON, 400, "the body is not JSON"),
        ("[" * 100_000, JSON, 400, "the body is not JSON"),
        ("[]", JSON, 400, 'the body must be {"text": "…"} or {"texts": ["…", …]}'),
        ('{"text": "a", "texts": []}', JSON, 400, "the body must be"),
        ('{"text": 5}', JSON, 400, "text must be a string, not a number"),
        ('{"texts": "a"}', JSON, 400, "texts must be a list of strings, not a string"),
        ('{"texts": ["a", null]}', JSON, 400, "texts[1] must be a string, not null"),
        ('{"text": "\\ud83d"}', JSON, 400, "text holds half a surrogate pair at 0"),
        ('{"text": "a"}\n{"txt": 1}', "application/jsonlines", 400, "line 2 must be"),
        ('{"text": "a"}\n{', "application/jsonlines", 400, "line 2 is not JSON"),
        ("x" * (6 * 1024 * 1024 + 1), "text/plain", 413, "larger than 6291456 bytes"),
    ],
)
def test_what_cannot_be_answered_gets_its_status_and_a_reason(
    port, body, content_type, status, reason
):
    got, media_type, answer = invoke(port, body, content_type)
    assert (got, media_type) == (status, JSON)
    assert reason in json.loads(answer)["error"]


def test_a_body_without_a_declared_length_is_limited_too(port):
    parts = (b"x" * 1024 * 1024 for _ in range(7))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(
            "POST",
            "/invocations",
            body=parts,
            headers={"content-type": "text/plain"},
            encode_chunked=True,
        )
    except (BrokenPipeError, ConnectionResetError):
        return  # refused before all of it was sent
    assert connection.getresponse().status == 413


def test_a_request_without_a_type_or_for_another_type_of_answer_is_refused(port):
    assert call(port, "POST", "/invocations", b"x")[0] == 415
    status, _, body = invoke(port, '{"text": "a"}', accept="text/csv")
    assert status == 406
    assert "accept application/json or application/jsonlines" in json.loads(body)["error"]


def test_other_paths_and_methods_are_refused(port):
    assert call(port, "GET", "/models")[0] == 404
    assert call(port, "GET", "/invocations")[0] == 405


def test_many_clients_at_once_each_get_their_own_answer(port):
    def ask(number):
        words, _ = sentence(number % 64)
        return number, words, entities(port, " " * number + " ".join(words))

    with ThreadPoolExecutor(24) as pool:
        for number, words, found in pool.map(ask, range(200)):
            assert [one["text"] for one in found] == [" ".join(words[:2]), " ".join(words[3:5])]
            assert found[0]["start"] == number


def test_sigterm_answers_what_is_in_flight_and_ends_with_0(trained):
    with served(trained) as (process, port):
        body = json.dumps({"text": "ada smith visits new oslo . " * 4_000})
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(invoke, port, body)
            time.sleep(0.5)  # the request has to be in flight; the answer takes seconds
            process.send_signal(signal.SIGTERM)
            status, _, content = answer.result(60)
        assert status == 200
        assert len(json.loads(content)["entities"]) > 5_000
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("name", "reason"),
    [("labels.json", "labels.json is missing"), ("model.safetensors", "cannot be loaded")],
)
def test_a_model_that_cannot_be_loaded_ends_the_program_with_a_sentence(
    trained, tmp_path, name, reason
):
    shutil.copytree(trained / "model", tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with served(tmp_path) as (process, _):
        assert process.wait(60) == 1
        errors = process.stderr.read()
    assert reason in errors
    assert "Traceback" not in errors
