"""A serving container that does as a test says: nothing is started."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from localaws.runtime.protocol import NotServing, Response

Model = Callable[[bytes], bytes]


class ServingContainer:
    """See ``protocol.Handle``. Each line of a request is answered by ``model``."""

    out_of_memory = False

    def __init__(self, model: Model = bytes.upper, **parameters: Any) -> None:
        self.model = model
        self.parameters = parameters
        self.bodies: list[bytes] = []
        self.headers: Mapping[str, str] = {}
        self.failing: dict[bytes, list[Response | Exception]] = {}  # what is done first, by body
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def wait(self, timeout: float | None = None) -> int | None:
        return None

    def usage(self) -> None:
        pass

    def signal(self, signum: int) -> None:
        raise NotImplementedError

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        if path == "/ping":
            return Response(200, {}, b"")
        if path == "/execution-parameters":
            found = json.dumps(self.parameters).encode()
            return Response(200 if self.parameters else 404, {}, found)
        with self._lock:
            self.bodies.append(body)
            self.headers = headers
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
            first = self.failing.get(body)
            said = first.pop(0) if first else None
        try:
            if isinstance(said, Exception):
                raise said
            return said or Response(200, {}, self.model(body))
        finally:
            with self._lock:
                self.at_once -= 1


def refused() -> NotServing:
    return NotServing("nothing listens")
