"""Who invokes the endpoints of the tests."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import Any

from localaws.hosting.invocation.errors import InvokeError
from localaws.hosting.invocation.invoke import invoke

from .conftest import Bench


def ask(bench: Bench, endpoint: str, body: bytes = b"{}", **headers: str) -> Any:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return json.loads(invoke(bench.hosting, endpoint, named, body).body)


class Clients:
    """Callers that invoke an endpoint without a pause and keep what they were told."""

    def __init__(self, bench: Bench, endpoint: str, count: int = 4) -> None:
        self.seen: Counter[str] = Counter()
        self._bench, self._endpoint = bench, endpoint
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._call) for _ in range(count)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _call(self) -> None:
        while not self._end.is_set():
            try:
                self.seen[ask(self._bench, self._endpoint)["who"]] += 1
            except InvokeError as error:
                self.seen[f"error: {error}"] += 1
