"""The endpoint as a program: it ends in order, logs what it refuses, and says why it cannot start."""

from __future__ import annotations

import signal
import socket
import time

import numpy as np
import pytest
from algorithm.library import xgboost

from .endpoints import call, served


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A folder with a model."""
    base = tmp_path_factory.mktemp("ml")
    (base / "model").mkdir()
    features = np.arange(30.0).reshape(10, 3)
    matrix = xgboost.DMatrix(features, label=features[:, 0] > 15)
    library = xgboost.train({"objective": "binary:logistic", "nthread": 1}, matrix, 2)
    (base / "model/xgboost-model").write_bytes(library.save_raw("ubj"))
    return base


def test_sigterm_answers_what_is_in_flight_and_ends_with_0(base):
    with served(base) as (process, port):
        idle = socket.create_connection(("127.0.0.1", port))
        slow = socket.create_connection(("127.0.0.1", port), timeout=30)
        head = b"POST /invocations HTTP/1.1\r\nContent-Type: text/csv\r\nContent-Length: 5\r\n\r\n"
        slow.sendall(head + b"1,2")
        time.sleep(0.3)  # until the request is being read
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert process.poll() is None
        slow.sendall(b",3")
        assert slow.recv(1000).startswith(b"HTTP/1.1 200")
        assert process.wait(10) == 0
        slow.close()
        idle.close()


def test_refusals_are_in_the_log_and_ordinary_requests_are_not(base):
    with served(base) as (process, port):
        call(port, "POST", "/invocations", b"1,2,3", "text/csv")
        call(port, "POST", "/invocations", b"1,2,3", "text/html")
        process.send_signal(signal.SIGTERM)
        log, _ = process.communicate(timeout=10)
    first, second = log.splitlines()
    assert first == f"serving a binary:logistic model on port {port}"
    assert second.startswith("415 Content-Type text/html is not supported")


def test_without_a_model_it_says_so_and_ends_with_1(tmp_path):
    with served(tmp_path) as (process, _):
        assert process.wait(30) == 1
        assert process.stdout.read().startswith("error: there is no model in")


def test_a_wrong_setting_is_named(base):
    with served(base, MAX_CONTENT_LENGTH="much") as (process, _):
        assert process.wait(30) == 1
        sentence = "error: MAX_CONTENT_LENGTH must be a whole number, not 'much'\n"
        assert process.stdout.read() == sentence
