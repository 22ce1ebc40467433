"""Requests answered by a SavedModel. The user's own handlers are refused: they call TensorFlow Serving itself."""

from __future__ import annotations

import json
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from script_mode.folders import Folders
from script_mode.serving.response import Answer
from script_mode.serving.settings import Settings

from . import requests
from .model import SavedModel, find


class Model(Protocol):
    """What is asked."""

    def predict(self, request: requests.PredictRequest) -> dict[str, Any]:
        """The response. Raises BadRequest."""


def refused(environment: Mapping[str, str]) -> str | None:
    """Why a container cannot be served here; None: it can."""
    if environment.get("SAGEMAKER_MULTI_MODEL") == "true":
        return "SAGEMAKER_MULTI_MODEL is not supported here by the image of TensorFlow."
    if (Folders.of(environment).model / "code/inference.py").is_file():
        return (
            "code/inference.py is not supported here by the image of TensorFlow: its handlers send requests to "
            "TensorFlow Serving, a program that no package of pip's brings. Put what they do into the model's "
            "signature, or serve with PyTorch's or scikit-learn's image."
        )
    return None


@dataclass(frozen=True)
class Service:
    """One model; one request at a time."""

    model: Model
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def invoke(self, body: bytes, content_type: str | None, accept: str | None) -> Answer:
        """The answer, in JSON."""
        try:
            request = requests.read(body, content_type)
            with self._turn:
                return _said(200, self.model.predict(request))
        except requests.UnsupportedMediaType as error:
            return _said(415, {"error": str(error)})
        except requests.BadRequest as error:
            return _said(400, {"error": str(error)})
        except Exception as error:  # noqa: BLE001 - a server that ends because of one request helps nobody
            traceback.print_exc()
            return _said(500, {"error": str(error)})

    def execution_parameters(self) -> Answer | None:
        """Nothing is said of batch transform."""
        return None


def load(settings: Settings, folders: Folders) -> Service:
    """The service of a worker. Raises ModelError."""
    return Service(SavedModel(find(Path(folders.model))))


def _said(status: int, content: Mapping[str, Any]) -> Answer:
    return Answer(status, json.dumps(content).encode())
