"""The HTTP side of an endpoint: ``/ping`` and ``/invocations``, CSV in, one label a line out."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from flask import Flask, Response, request
from tree.model import ModelError, load
from tree.table import TableError, read_features
from werkzeug.exceptions import HTTPException

CSV = "text/csv"
LARGEST = 6 * 1024 * 1024  # bytes of a request, SageMaker's own limit


def create_app(model_folder: Path) -> Flask:
    """The app on the model of a folder. Without a model that loads it says so, with status 503."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    problem = ""
    try:
        model = load(model_folder)
    except ModelError as error:
        problem = str(error)
        print(f"error: {problem}", file=sys.stderr, flush=True)

    def ping() -> Response:
        return _sentence(problem, 503) if problem else Response(status=200)

    def invocations() -> Response:
        if problem:
            return _sentence(problem, 503)
        if request.mimetype != CSV:
            sent = f"it is {request.mimetype!r}" if request.mimetype else "there is none"
            return _sentence(f"The content type must be {CSV}, but {sent}.", 415)
        try:
            features = read_features(request.get_data(), columns=model.n_features_in_)
        except TableError as error:
            return _sentence(str(error), 400)
        return Response(_lines(model.predict(features)), mimetype=CSV)

    def refused(error: HTTPException) -> Response:
        return _sentence(error.description or error.name, error.code or 500)

    app.add_url_rule("/ping", view_func=ping)
    app.add_url_rule("/invocations", view_func=invocations, methods=["POST"])
    app.register_error_handler(HTTPException, refused)
    return app


def _sentence(text: str, status: int) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")


def _lines(labels: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([label] for label in labels)
    return written.getvalue()
