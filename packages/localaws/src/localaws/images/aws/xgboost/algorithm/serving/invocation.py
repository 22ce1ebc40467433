"""What an endpoint responses: a request's headers and body in, a status and a body out. No HTTP here.

The order is that of AWS's image: an empty body, the content, the prediction, the wanted answer.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

from built_in.server import Response, refusal

from ..formats.errors import FormatError
from ..library import xgboost
from . import content, responses
from .model import Model
from .selection import NotSelectable, select
from .settings import Settings


@dataclass(frozen=True)
class ServedModel:
    """A model, and how it is to be served."""

    model: Model
    settings: Settings

    @property
    def largest_body(self) -> int:
        return self.settings.largest_body

    def invoke(self, content_type: str | None, accept: str | None, body: bytes) -> Response:
        """Response one request; None is a header that was not sent."""
        if not body:
            return Response(204)
        try:
            kind = content.kind_of(content_type, self.settings.version)
        except content.UnknownContentType as error:
            return refusal(415, str(error))
        try:
            matrix = content.parse(body, kind)
        except FormatError as error:
            return refusal(415, f"Loading {kind} data failed, is the body {kind}? {error}")
        try:
            content.check_columns(matrix.shape[1], kind, self.model)
            predictions = self.model.predict(matrix)
        except (ValueError, xgboost.core.XGBoostError) as error:
            reason = str(error).partition("\nStack trace:")[0]
            return refusal(400, f"Unable to evaluate payload provided: {reason}")
        try:
            media_type = responses.media_type(accept, self.settings)
        except responses.NotAcceptable as error:
            return refusal(406, str(error))
        if not self.settings.output_keys:
            return Response(
                200, responses.write(predictions, media_type, self.settings), media_type
            )
        model, keys = self.model, self.settings.output_keys
        try:
            rows = select(predictions, keys, model.objective, model.classes)
        except NotSelectable as error:
            return refusal(500, str(error))
        return Response(200, responses.write_selected(rows, media_type, self.settings), media_type)

    def execution_parameters(self) -> Response:
        """What a batch transform job asks before it sends anything."""
        parameters = {
            "MaxConcurrentTransforms": os.cpu_count(),
            "BatchStrategy": "MULTI_RECORD",
            "MaxPayloadInMB": self.settings.largest_body // 1024**2,
        }
        return Response(200, json.dumps(parameters).encode(), responses.JSON)
