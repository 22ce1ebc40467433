"""The functions with which a user's module serves, and what stands in for those that it has not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import codec
from .response import Response

_PARTS = ("input_fn", "predict_fn", "output_fn")


class UserError(Exception):
    """The module cannot serve."""


@dataclass(frozen=True)
class Functions:
    """What to call: ``transform_fn``, or the three in turn."""

    model_fn: Callable[[str], Any]
    input_fn: Callable[[Any, str], Any]
    predict_fn: Callable[[Any, Any], Any]
    output_fn: Callable[[Any, str], Any]
    transform_fn: Callable[[Any, Any, str, str], Any] | None = None
    execution_parameters_fn: Callable[[], Any] | None = None

    @classmethod
    def of(cls, module: Mapping[str, Any], defaults: Functions) -> Functions:
        """Those of a module, given what it has by name.

        Raises:
            UserError: it has transform_fn and a part of it.
        """
        if module.get("transform_fn") and any(module.get(part) for part in _PARTS):
            raise UserError(
                "Cannot use transform_fn implementation with input_fn, predict_fn, and/or output_fn"
            )
        found = {name: module[name] for name in cls.__annotations__ if module.get(name)}
        return cls(**{**vars(defaults), **found})


def _model_fn(folder: str) -> Any:
    raise NotImplementedError(
        "Please provide a model_fn implementation.\n"
        "See documentation for model_fn at https://github.com/aws/sagemaker-python-sdk"
    )


def _input_fn(data: Any, content_type: str) -> Any:
    import numpy

    array = codec.decode(data, content_type)
    return array.astype(numpy.float32) if content_type in codec.UTF8_TYPES else array


def _predict_fn(data: Any, model: Any) -> Any:
    return model.predict(data)


def _output_fn(prediction: Any, accept: str) -> Response:
    return Response(codec.encode(prediction, accept), mimetype=accept)


SCIKIT_LEARN = Functions(_model_fn, _input_fn, _predict_fn, _output_fn)
