"""What serves where the user's module has no function for it, as in AWS's image: rows as a DMatrix, a Booster.

There is no default for ``model_fn``. Facts from aws/sagemaker-xgboost-container: ``handler_service.py``,
``encoder.py``.
"""

from __future__ import annotations

from typing import Any

from algorithm.library import xgboost
from algorithm.serving import content
from algorithm.versions import Version
from sagemaker_inference import encoder
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler
from sagemaker_inference.errors import UnsupportedFormatError


class Handler(DefaultInferenceHandler):  # type: ignore[misc, unused-ignore]
    """The defaults for everything but the model."""

    def default_model_fn(self, model_dir: str, context: Any = None) -> Any:
        """There is none."""
        raise NotImplementedError(
            "Please provide a model_fn implementation.\n"
            "See documentation for model_fn at https://github.com/aws/sagemaker-python-sdk"
        )

    def default_input_fn(self, input_data: Any, content_type: str, context: Any = None) -> Any:
        """The rows of a CSV, a libsvm or a RecordIO body, features only."""
        body = input_data.encode() if isinstance(input_data, str) else bytes(input_data)
        try:
            kind = content.kind_of(content_type, Version.of_this_container())
        except content.UnknownContentType:
            raise UnsupportedFormatError(content_type) from None
        return xgboost.DMatrix(content.parse(body, kind))

    def default_predict_fn(self, data: Any, model: Any, context: Any = None) -> Any:
        """What the Booster says, whatever the features are called."""
        return model.predict(data, validate_features=False)

    def default_output_fn(self, prediction: Any, accept: str, context: Any = None) -> Any:
        """The predictions as the first of the accepted types that can be written; CSV where any will do."""
        wanted = [part.split(";")[0].strip() for part in (accept or "").split(",")]
        for kind in wanted:
            if kind in ("", "*/*"):
                return encoder.encode(prediction, "text/csv")
            if kind in encoder.SUPPORTED_CONTENT_TYPES:
                return encoder.encode(prediction, kind)
        raise UnsupportedFormatError(accept)
