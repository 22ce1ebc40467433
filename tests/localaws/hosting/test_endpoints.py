"""Endpoints on the real runtime: what they go through, and what their callers notice of it."""

from __future__ import annotations

import json
from typing import Any

from localaws.hosting.invocation import invoke

from .conftest import Bench


def ask(bench: Bench, endpoint: str, body: bytes = b"{}", **headers: str) -> Any:
    answer = invoke(bench.hosting, endpoint, headers, body)
    return json.loads(answer.body)


def test_an_endpoint_serves_the_model_it_was_given(bench: Bench, name: str) -> None:
    bench.serving(name, WHO="first")
    answer = ask(bench, name)
    assert answer["who"] == "first"
    assert answer["arguments"] == ["serve"]
