"""What ``serve`` of an algorithm runs: a model that predicts rows, behind the endpoint's formats.

The algorithm brings ``load``; requests, answers and refusals are alike for all of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from . import log_lines, requests, responses
from .errors import FormatError
from .folders import Folders
from .server import Response, refusal, serve

MEBIBYTE = 1024**2
LARGEST_BODY = 6 * MEBIBYTE
_TOO_LARGE = "what the model predicts for a row is infinite or NaN, as its numbers are too large"


class Model(Protocol):
    """A trained model. ``columns`` is the number of features; ``what`` it is, for the log."""

    @property
    def columns(self) -> int: ...

    @property
    def what(self) -> str: ...

    def predict(self, features: Any) -> Sequence[dict[str, responses.Fact]]:
        """The facts of each row, in the order in which an answer has them."""


class ModelError(Exception):
    """There is no model to serve, or it is none. The message says why."""


@dataclass(frozen=True)
class ServedModel:
    """A model as an endpoint: a request's headers and body in, a status and a body out."""

    model: Model
    largest_body: int = LARGEST_BODY
    form: responses.Form = responses.PREDICTIONS

    def invoke(self, content_type: str | None, accept: str | None, body: bytes) -> Response:
        if not body.strip():
            return refusal(400, "unable to evaluate payload provided: the body is empty")
        try:
            rows = requests.read(content_type, body, self.model.columns)
        except requests.UnsupportedContentType as error:
            return refusal(415, str(error))
        except FormatError as error:
            return refusal(400, f"unable to evaluate payload provided: {error}")
        media_type = responses.media_type(accept, self.form)
        predicted = self.model.predict(rows)
        try:
            answer = responses.write(predicted, media_type, self.form)
        except ValueError:
            return refusal(400, f"unable to evaluate payload provided: {_TOO_LARGE}")
        return Response(200, answer, media_type)

    def execution_parameters(self) -> Response:
        parameters = {
            "MaxConcurrentTransforms": os.cpu_count(),
            "BatchStrategy": "MULTI_RECORD",
            "MaxPayloadInMB": self.largest_body // MEBIBYTE,
        }
        return Response(200, json.dumps(parameters).encode(), responses.JSON)


def main(load: Callable[[Path], Model], form: responses.Form = responses.PREDICTIONS) -> int:
    """Serve the model of this container; returns the exit code: 0 after SIGTERM, 1 where there is none."""
    try:
        model = load(Folders.of_this_container().model)
    except ModelError as error:
        log_lines.error(str(error))
        return 1
    largest = int(os.environ.get("MAX_CONTENT_LENGTH", LARGEST_BODY))
    port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
    return serve(ServedModel(model, largest, form), port, model.what)
