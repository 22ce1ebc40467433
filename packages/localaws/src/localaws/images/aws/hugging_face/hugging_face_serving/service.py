"""One model and its functions: those of the image, a pipeline of Transformers, or the user's in their place.

Facts from aws/sagemaker-huggingface-inference-toolkit (``handler_service.py``), which itself is no longer
kept up; the hub is not asked for models here, so that a model is in its archive.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from script_mode.folders import Folders
from script_mode.serving.response import Answer
from script_mode.serving.settings import Settings

from . import codec
from .task import task_of

_BY_FEATURES = {
    "automatic-speech-recognition": "feature_extractor",
    "audio-classification": "feature_extractor",
}
_BY_PICTURE = (
    "image-segmentation",
    "image-classification",
    "object-detection",
    "zero-shot-image-classification",
)
_NO_CSV = ("zero-shot-classification", "table-question-answering")


def refused(environment: Mapping[str, str]) -> str | None:
    """What the environment asks for that is not done here; None: nothing."""
    if environment.get("HF_MODEL_ID"):
        return (
            f"HF_MODEL_ID ({environment['HF_MODEL_ID']}) is not supported here: no hub is asked for models. "
            "Put the model into a model.tar.gz (save_pretrained writes it) and give that as the model's data."
        )
    if environment.get("SAGEMAKER_MULTI_MODEL") == "true":
        return "SAGEMAKER_MULTI_MODEL is not supported here by the images of Hugging Face."
    return None


class Defaults:
    """The image's own functions, under the names that a user's module may replace."""

    def model_fn(self, folder: str) -> Any:
        """A pipeline of the model in that folder."""
        from transformers import pipeline

        task = os.environ["HF_TASK"] = task_of(Path(folder), os.environ)
        beside = "image_processor" if task in _BY_PICTURE else _BY_FEATURES.get(task, "tokenizer")
        return pipeline(task=task, model=folder, device=_device(), **{beside: folder})

    def input_fn(self, data: str | bytes, content_type: str) -> Any:
        """What the body says."""
        task = os.environ.get("HF_TASK", "")
        if task in _NO_CSV and content_type == codec.CSV:
            raise codec.PredictionError(
                f"content type {content_type} not support with {task}, use different content_type"
            )
        return codec.decode(data, content_type)

    def predict_fn(self, data: Any, model: Any) -> Any:
        """What the pipeline makes of ``inputs``, with ``parameters``."""
        inputs: Any = data
        parameters: dict[str, Any] = {}
        if isinstance(data, dict):
            parameters = data.pop("parameters", None) or {}
            inputs = data.pop("inputs", data)
        return model(inputs, **parameters)

    def output_fn(self, prediction: Any, accept: str) -> Any:
        """The result as a body."""
        return codec.encode(prediction, accept)


@dataclass(frozen=True)
class Service:
    """A loaded model; one request at a time."""

    functions: Mapping[str, Any]
    model: Any
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def invoke(self, body: bytes, content_type: str | None, accept: str | None) -> Answer:
        """The answer: whatever goes wrong is the request's fault, as AWS's image has it."""
        kind = content_type or codec.JSON
        wanted = codec.JSON if not accept or accept == codec.ANY else accept
        try:
            data = body.decode() if kind in codec.UTF8_TYPES else body
            with self._turn:
                result = self._transform(data, kind, wanted)
            return Answer(
                200, result if isinstance(result, bytes) else str(result).encode(), wanted
            )
        except Exception as error:  # noqa: BLE001 - a pipeline and the user's functions may raise anything
            traceback.print_exc()
            said = {"code": 400, "type": "InternalServerException", "message": str(error)}
            return Answer(400, json.dumps(said, indent=2).encode())

    def execution_parameters(self) -> Answer | None:
        """The image says nothing of batch transform."""
        return None

    def _transform(self, data: str | bytes, kind: str, accept: str) -> Any:
        if whole := self.functions.get("transform_fn"):
            return whole(self.model, data, kind, accept)
        read = self.functions["input_fn"](data, kind)
        return self.functions["output_fn"](self.functions["predict_fn"](read, self.model), accept)


def load(settings: Settings, folders: Folders) -> Service:
    """The service of a worker.

    Raises:
        ValueError: the module has transform_fn and a part of it, or nothing says what the model is for.
    """
    functions = _functions(settings.module)
    return Service(functions, functions["model_fn"](str(folders.model)))


def _functions(module: str) -> dict[str, Any]:
    defaults, parts = Defaults(), ("input_fn", "predict_fn", "output_fn")
    own = {name: getattr(defaults, name) for name in ("model_fn", *parts)}
    if importlib.util.find_spec(module) is None:
        return own
    found = vars(importlib.import_module(module))
    if found.get("transform_fn") and any(found.get(part) for part in parts):
        raise ValueError(
            "Cannot use transform_fn implementation in conjunction with input_fn, predict_fn, and/or "
            "output_fn implementation"
        )
    return own | {name: found[name] for name in (*own, "transform_fn") if found.get(name)}


def _device() -> int:
    import torch

    return 0 if torch.cuda.is_available() else -1
