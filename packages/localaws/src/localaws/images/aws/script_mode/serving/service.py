"""One request, from its body to its answer."""

from __future__ import annotations

import json
import threading
import traceback
from dataclasses import dataclass, field
from typing import Any, Protocol

from .codec import ANY, JSON, UTF8_TYPES, UnsupportedFormatError
from .response import INTERNAL, Answer, answer
from .user_module import Functions


class Responder(Protocol):
    """What a server asks."""

    def invoke(self, body: bytes, content_type: str | None, accept: str | None) -> Answer:
        """The answer to one request; it raises nothing."""

    def execution_parameters(self) -> Answer | None:
        """What is said of batch transform; None: nothing."""


@dataclass(frozen=True)
class Service:
    """A loaded model and the user's functions. They see one request at a time, as in a worker on AWS."""

    functions: Functions
    model: Any
    default_accept: str = JSON
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def invoke(self, body: bytes, content_type: str | None, accept: str | None) -> Answer:
        """The answer, whatever happens: what a function raises is 500 and stands in the log."""
        kind = content_type or JSON
        wanted = self.default_accept if not accept or accept == ANY else accept
        try:
            data = body.decode() if kind in UTF8_TYPES else body
            with self._turn:
                return self._transform(data, kind, wanted)
        except Exception:  # noqa: BLE001 - the user's functions may raise anything
            traceback.print_exc()
            return Answer(500, INTERNAL.encode(), "text/html")

    def execution_parameters(self) -> Answer | None:
        """What the module says of batch transform; None: nothing."""
        told = self.functions.execution_parameters_fn
        return answer(told()) if told else None

    def _transform(self, data: str | bytes, kind: str, accept: str) -> Answer:
        functions = self.functions
        if functions.transform_fn:
            return answer(functions.transform_fn(self.model, data, kind, accept))
        try:
            read = functions.input_fn(data, kind)
        except UnsupportedFormatError as error:
            return _refused(415, error)
        prediction = functions.predict_fn(read, self.model)
        try:
            return answer(functions.output_fn(prediction, accept))
        except UnsupportedFormatError as error:
            return _refused(406, error)


def _refused(status: int, error: Exception) -> Answer:
    said = {
        "error": type(error).__name__,
        "error-message": str(error),
        "stack-trace": traceback.format_exc(),
    }
    return Answer(status, json.dumps(said).encode())
